// Names to positions: the half of Fields that runs once, when a profile is compiled.
#include <algorithm>
#include <functional>
#include <utility>

#include "collectors/snmp/profile/fields.hpp"
#include "core/model/text.hpp"

namespace commune::snmp {
namespace {

template <typename List>
std::optional<std::size_t> position_of(const List& list, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].name == name) return i;
  return std::nullopt;
}

std::vector<IndexPart> index_parts(const Table& table) {
  if (!table.index.empty() || table.scalar) return table.index;
  return {{"index", IndexPart::Kind::oid, 0}};
}

// "1.2": a field of table 1, for the search for circles.
using Node = std::pair<std::size_t, Field>;

void add_origin_fields(std::size_t table, const ResolvedOrigin& resolved,
                       std::vector<Node>& nodes) {
  for (const auto& piece : resolved.pieces)
    if (piece.field) nodes.emplace_back(table, *piece.field);
  for (const Field& field : resolved.key)
    nodes.emplace_back(table, field);
  if (!resolved.pieces.empty()) return;
  if (!resolved.rule->count) nodes.emplace_back(resolved.table, resolved.field);
  if (resolved.by) nodes.emplace_back(resolved.table, *resolved.by);
  if (resolved.climb) nodes.emplace_back(resolved.table, *resolved.climb);
  for (const Filter& filter : resolved.where)
    nodes.emplace_back(resolved.table, filter.field);
}

}  // namespace

Result<Fields> Fields::compile(const Profile& profile) {
  Fields fields;
  fields.profile_ = &profile;
  for (const auto& table : profile.tables)
    fields.tables_.push_back({table.get(), index_parts(*table), {}, {}});
  for (std::size_t i = 0; i < fields.tables_.size(); ++i) {
    TableFields& made = fields.tables_[i];
    const auto in_table = [&](const Error& error) {
      return tl::unexpected(Error{"table." + made.rule->name, error.what});
    };
    for (const Join& join : made.rule->joins) {
      auto resolved_origins = fields.compile_origins(i, join.origins);
      if (!resolved_origins) return in_table(resolved_origins.error());
      made.joined.push_back({std::move(*resolved_origins)});
    }
    for (const Computed& computed : made.rule->computed) {
      auto formula = fields.compile_formula(i, computed.expression);
      if (!formula) return in_table(formula.error());
      made.computed.push_back(std::move(*formula));
    }
  }
  if (auto sound = fields.check_circles(); !sound) return tl::unexpected(sound.error());
  return fields;
}

Result<Field> Fields::find(std::size_t table, std::string_view name) const {
  const TableFields& there = tables_[table];
  if (const auto i = position_of(there.rule->columns, name)) return Field{Field::Kind::column, *i};
  if (const auto i = position_of(there.index, name)) return Field{Field::Kind::index_part, *i};
  if (const auto i = position_of(there.rule->joins, name)) return Field{Field::Kind::joined, *i};
  if (const auto i = position_of(there.rule->computed, name))
    return Field{Field::Kind::computed, *i};
  std::vector<std::string_view> names;
  for (const auto& column : there.rule->columns)
    names.push_back(column.name);
  for (const auto& part : there.index)
    names.push_back(part.name);
  for (const auto& join : there.rule->joins)
    names.push_back(join.name);
  for (const auto& computed : there.rule->computed)
    names.push_back(computed.name);
  return fail("", "table \"{}\" has no \"{}\"{}", there.rule->name, name, suggestion(name, names));
}

Result<std::size_t> Fields::find_table(std::string_view name) const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].rule->name == name) return i;
    names.push_back(tables_[i].rule->name);
  }
  return fail("", "there is no table \"{}\"{}", name, suggestion(name, names));
}

Result<Filter> Fields::compile_filter(std::size_t table, const RowFilter& rule) const {
  return find(table, rule.column).map([&](Field field) { return Filter{field, &rule}; });
}

Result<std::vector<Filter>> Fields::compile_filters(std::size_t table,
                                                    const std::vector<RowFilter>& rules) const {
  std::vector<Filter> filters;
  for (const RowFilter& rule : rules) {
    auto filter = compile_filter(table, rule);
    if (!filter) return tl::unexpected(filter.error());
    filters.push_back(*filter);
  }
  return filters;
}

Result<std::vector<ResolvedOrigin>> Fields::compile_origins(
    std::size_t table, const std::vector<Origin>& origins) const {
  std::vector<ResolvedOrigin> resolved_origins;
  for (const Origin& origin : origins) {
    auto resolved = compile_origin(table, origin);
    if (!resolved) return tl::unexpected(resolved.error());
    resolved_origins.push_back(std::move(*resolved));
  }
  return resolved_origins;
}

Result<ResolvedOrigin> Fields::compile_origin(std::size_t table, const Origin& origin) const {
  ResolvedOrigin resolved;
  resolved.rule = &origin;
  resolved.table = table;
  if (!origin.text.empty()) {
    auto pieces = compile_text(table, origin.text);
    if (!pieces) return tl::unexpected(pieces.error());
    resolved.pieces = std::move(*pieces);
    return resolved;
  }
  if (!origin.table.empty()) {
    const auto there = find_table(origin.table);
    if (!there) return tl::unexpected(there.error());
    resolved.table = *there;
  }
  if (resolved.table == kNoTable) return fail("", "\"{}\" belongs to no table", origin.column);
  for (const std::string& name : origin.key) {
    if (table == kNoTable)
      return fail("", "a device's identity has no row to take \"{}\" from", name);
    const auto key = find(table, name);
    if (!key) return tl::unexpected(key.error());
    resolved.key.push_back(*key);
  }
  if (origin.count && table == kNoTable)
    return fail("", "a device's identity has no row to count neighbours of");
  if (!origin.count) {
    const auto field = find(resolved.table, origin.column);
    if (!field) return tl::unexpected(field.error());
    resolved.field = *field;
  }
  const auto optional = [&](const std::string& name, std::optional<Field>& into) -> Result<void> {
    if (name.empty()) return {};
    const auto found = find(resolved.table, name);
    if (!found) return tl::unexpected(found.error());
    into = *found;
    return {};
  };
  if (auto done = optional(origin.by, resolved.by); !done) return tl::unexpected(done.error());
  if (auto done = optional(origin.climb, resolved.climb); !done)
    return tl::unexpected(done.error());
  auto where = compile_filters(resolved.table, origin.where);
  if (!where) return tl::unexpected(where.error());
  resolved.where = std::move(*where);
  return resolved;
}

Result<std::vector<ResolvedOrigin::Piece>> Fields::compile_text(std::size_t table,
                                                                std::string_view text) const {
  std::vector<ResolvedOrigin::Piece> pieces;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return fail("", "\"{}\" lacks a closing brace", text);
    if (table == kNoTable) return fail("", "\"{}\" belongs to no table", text);
    const auto field = find(table, text.substr(open + 1, close - open - 1));
    if (!field) return tl::unexpected(field.error());
    pieces.push_back({std::string(text.substr(0, open)), *field});
    text.remove_prefix(close + 1);
  }
  pieces.push_back({std::string(text), std::nullopt});
  return pieces;
}

Result<Formula> Fields::compile_formula(std::size_t table, std::string_view text) const {
  auto expression = Expression::parse(text);
  if (!expression) return tl::unexpected(expression.error());
  std::vector<Field> fields;
  for (const std::string& name : expression->names()) {
    const auto field = find(table, name);
    if (!field) return tl::unexpected(field.error());
    fields.push_back(*field);
  }
  std::vector<double> operands(fields.size());
  return Formula{std::move(*expression), std::move(fields), std::move(operands)};
}

Result<void> Fields::check_circles() const {
  std::vector<Node> path, sound;
  std::function<Result<void>(const Node&)> visit = [&](const Node& node) -> Result<void> {
    const auto& [table, field] = node;
    if (std::find(sound.begin(), sound.end(), node) != sound.end()) return {};
    if (std::find(path.begin(), path.end(), node) != path.end())
      return fail("table." + tables_[table].rule->name,
                  "joined or computed fields are made of one another in a circle");
    std::vector<Node> needed;
    if (field.kind == Field::Kind::joined)
      for (const ResolvedOrigin& resolved : tables_[table].joined[field.position].resolved_origins)
        add_origin_fields(table, resolved, needed);
    if (field.kind == Field::Kind::computed)
      for (const Field& operand : tables_[table].computed[field.position].fields)
        needed.emplace_back(table, operand);
    path.push_back(node);
    for (const Node& next : needed)
      if (auto done = visit(next); !done) return done;
    path.pop_back();
    sound.push_back(node);
    return {};
  };
  for (std::size_t table = 0; table < tables_.size(); ++table) {
    for (std::size_t i = 0; i < tables_[table].joined.size(); ++i)
      if (auto done = visit({table, {Field::Kind::joined, i}}); !done) return done;
    for (std::size_t i = 0; i < tables_[table].computed.size(); ++i)
      if (auto done = visit({table, {Field::Kind::computed, i}}); !done) return done;
  }
  return {};
}

}  // namespace commune::snmp
