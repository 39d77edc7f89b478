// Names to positions: the half of Fields that runs once, when a profile is made ready.
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

void add_source_fields(std::size_t table, const Source& source, std::vector<Node>& nodes) {
  for (const auto& piece : source.pieces)
    if (piece.field) nodes.emplace_back(table, *piece.field);
  for (const Field& field : source.key)
    nodes.emplace_back(table, field);
  if (!source.pieces.empty()) return;
  if (!source.rule->count) nodes.emplace_back(source.table, source.field);
  if (source.by) nodes.emplace_back(source.table, *source.by);
  if (source.climb) nodes.emplace_back(source.table, *source.climb);
  for (const Filter& filter : source.where)
    nodes.emplace_back(source.table, filter.field);
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
      auto sources = fields.compile_sources(i, join.origins);
      if (!sources) return in_table(sources.error());
      made.joined.push_back({std::move(*sources)});
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

Result<std::vector<Source>> Fields::compile_sources(std::size_t table,
                                                    const std::vector<Origin>& origins) const {
  std::vector<Source> sources;
  for (const Origin& origin : origins) {
    auto source = compile_source(table, origin);
    if (!source) return tl::unexpected(source.error());
    sources.push_back(std::move(*source));
  }
  return sources;
}

Result<Source> Fields::compile_source(std::size_t table, const Origin& origin) const {
  Source source;
  source.rule = &origin;
  source.table = table;
  if (!origin.text.empty()) {
    auto pieces = compile_text(table, origin.text);
    if (!pieces) return tl::unexpected(pieces.error());
    source.pieces = std::move(*pieces);
    return source;
  }
  if (!origin.table.empty()) {
    const auto there = find_table(origin.table);
    if (!there) return tl::unexpected(there.error());
    source.table = *there;
  }
  if (source.table == kNoTable) return fail("", "\"{}\" belongs to no table", origin.column);
  for (const std::string& name : origin.key) {
    if (table == kNoTable)
      return fail("", "a device's identity has no row to take \"{}\" from", name);
    const auto key = find(table, name);
    if (!key) return tl::unexpected(key.error());
    source.key.push_back(*key);
  }
  if (origin.count && table == kNoTable)
    return fail("", "a device's identity has no row to count neighbours of");
  if (!origin.count) {
    const auto field = find(source.table, origin.column);
    if (!field) return tl::unexpected(field.error());
    source.field = *field;
  }
  const auto optional = [&](const std::string& name, std::optional<Field>& into) -> Result<void> {
    if (name.empty()) return {};
    const auto found = find(source.table, name);
    if (!found) return tl::unexpected(found.error());
    into = *found;
    return {};
  };
  if (auto done = optional(origin.by, source.by); !done) return tl::unexpected(done.error());
  if (auto done = optional(origin.climb, source.climb); !done) return tl::unexpected(done.error());
  auto where = compile_filters(source.table, origin.where);
  if (!where) return tl::unexpected(where.error());
  source.where = std::move(*where);
  return source;
}

Result<std::vector<Source::Piece>> Fields::compile_text(std::size_t table,
                                                        std::string_view text) const {
  std::vector<Source::Piece> pieces;
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
      for (const Source& source : tables_[table].joined[field.position].sources)
        add_source_fields(table, source, needed);
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
