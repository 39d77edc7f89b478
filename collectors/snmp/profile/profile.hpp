// A device profile: how to read one family of devices. Plain data, made from TOML by agent/settings
// (config/profiles/*.toml; docs/adding-a-profile.md is its manual) or by hand in tests.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/snmp/profile/pattern.hpp"
#include "collectors/snmp/session/oid.hpp"
#include "collectors/snmp/traps/trap_kind.hpp"
#include "core/model/quantity.hpp"

namespace commune::snmp {

/// One way to recognise a family. Every condition that is given must hold.
struct Match {
  std::optional<Oid> sys_object_id;  ///< A prefix; the longest one that fits wins.
  std::optional<Pattern> sys_descr;  ///< Searched in sysDescr.0.
  std::optional<Oid> answers;        ///< A scalar instance that must exist...
  std::optional<Pattern> answer;     ///< ...and its text match this, when given.
};

/// How octets become a number where a reading needs one.
enum class NumberFrom : std::uint8_t {
  automatic,  ///< Integers as they are; text: the number it begins with ("27.84 .C" is 27.84).
  brackets,   ///< The number in brackets, where there are any: "0.03 mW (-14.61 dBm)" is -14.61.
};

/// How octets become text.
enum class Show : std::uint8_t {
  text,    ///< As they are, repaired to UTF-8.
  mac,     ///< Six octets as aa:bb:cc:dd:ee:ff.
  hex,     ///< Two digits an octet.
  serial,  ///< A GPON serial number (ITU-T G.984.3): four letters, then hex: "HWTC1a2b3c4d".
};

/// A column of a table, or a scalar.
struct Column {
  std::string name;  ///< How labels, filters and readings of the same table refer to it.
  Oid oid;           ///< Without the index; of a scalar table: the whole instance, ending in .0.
  bool constant = false;  ///< Names and descriptions: read again only after a restart, a change of
                          ///< the table's rows, or 15 minutes.
  NumberFrom number = NumberFrom::automatic;
  Show show = Show::text;
  std::optional<Pattern> extract;        ///< The number or text is its first capture group.
  std::vector<double> invalid;           ///< Sentinels: "not available".
  std::map<std::string, double> values;  ///< Text or number (as text) to number; others are absent.
};

/// Part of a row's index, in order.
struct IndexPart {
  enum class Kind : std::uint8_t {
    integer,       ///< One sub-identifier.
    string,        ///< Length, then so many characters.
    fixed_string,  ///< So many characters without a length (`length`; 0: all that follow).
    mac,           ///< Six sub-identifiers, shown aa:bb:cc:dd:ee:ff.
    ipv4,          ///< Four sub-identifiers.
    oid,           ///< All that follow.
  };
  std::string name;
  Kind kind = Kind::integer;
  std::size_t length = 0;
};

/// A row is kept when all filters hold.
struct RowFilter {
  std::string column;               ///< A field: column, index part, joined or computed.
  std::vector<std::string> is;      ///< Text or number equals one of these, when not empty.
  std::vector<std::string> is_not;  ///< Equals none of these.
  std::optional<Pattern> matches;
  std::optional<bool> present;  ///< It has a value at all; false: it has none.
};

/// Where a label's text, or a joined number, comes from: the first origin that yields printable
/// text wins.
struct Origin {
  std::string text;    ///< A fixed text, or one that names fields of this table in braces:
                       ///< "{pon}:{ont}". Wins over the rest when not empty.
  std::string column;  ///< A field (column, index part, joined or computed) of this table, or of
                       ///< `table`.
  std::string table;   ///< A neighbouring table; empty: this one.
  /// Fields of this table whose values, one after the other, are the index of the neighbour's row
  /// or its beginning; empty: the same index.
  std::vector<std::string> key;
  /// A field of the neighbour that must equal `key`'s text, in place of its index.
  std::string by;
  /// The neighbour's first row that passes these, whatever its index (without `key`), or that the
  /// row found by `key` must pass.
  std::vector<RowFilter> where;
  /// In place of a field: how many of the neighbour's rows `key`, `by` and `where` find.
  bool count = false;
  /// A field of the neighbour that names the row to try next where the one found yields nothing
  /// (entPhysicalContainedIn).
  std::string climb;
  std::map<std::string, std::string> values;  ///< Replacements; what is not listed stays.
  std::optional<Pattern> extract;  ///< The label is its first capture group; no match: no text.
};

struct LabelRule {
  LabelName label;
  std::vector<Origin> origins;
};

enum class Conversion : std::uint8_t { none, milliwatt_to_dbm, microwatt_to_dbm };
enum class Aggregate : std::uint8_t { none, count, sum, mean, minimum, maximum };

/// One quantity out of each row (or, aggregated, out of all rows with the same labels).
struct ReadingRule {
  QuantityIndex quantity{};
  std::vector<std::string>
      columns;             ///< The first with a value counts. Empty with `expression` or `count`.
  std::string expression;  ///< Arithmetic over columns, index parts and joined numbers; absent
                           ///< operands make the reading absent. muParser's language.
  double scale = 1;        ///< value * scale + offset, then the conversion.
  double offset = 0;
  Conversion conversion = Conversion::none;
  std::map<double, double> values;         ///< Value map; then `otherwise`.
  std::optional<double> otherwise;         ///< Without it a value that is not in the map is absent.
  std::optional<double> minimum, maximum;  ///< Narrower than the quantity's own plausible range.
  std::vector<RowFilter> where;            ///< Further filters, for this reading alone.
  Aggregate aggregate = Aggregate::none;
};

/// A field brought in from a neighbouring table under a name of this one's: the first origin with a
/// value.
struct Join {
  std::string name;
  std::vector<Origin> origins;
};

/// A field worked out from others of the same row.
struct Computed {
  std::string name;
  std::string expression;
};

struct Table {
  std::string name;       ///< "interfaces": the `table` label of commune_snmp_table_up.
  bool scalar = false;    ///< Columns are instances, read by GET; one row, empty index.
  bool optional = false;  ///< Many devices lack it: found empty, it is asked for again only after a
                          ///< restart or 15 minutes.
  std::vector<IndexPart> index;  ///< Empty: all of it, called "index".
  std::vector<Column> columns;
  std::vector<Join> joins;
  std::vector<Computed> computed;
  /// The first one keeps rows with the same labels distinct: the second "eth0" is "eth0 (INDEX)".
  std::vector<LabelRule> labels;
  std::vector<RowFilter> where;
  std::vector<ReadingRule> readings;
  /// All rows' readings are dropped where every one of these columns is 0: cages without a module
  /// that send 0 for every figure.
  std::vector<std::string> absent_when_all_zero;
};

/// Which facts name the device; each the first of these scalars that yields text. Columns are those
/// of scalar tables, written "table.column".
struct IdentityRule {
  std::string vendor;  ///< Fixed text.
  std::vector<Origin> model, firmware;
};

/// Where two tables or two readings yield the same quantity with the same labels, the earlier one
/// with a value counts.
struct Profile {
  std::string name;                  ///< File name without ".toml".
  std::string description;           ///< For people.
  std::string file;                  ///< The file it came from, for messages.
  std::vector<std::string> extends;  ///< Already folded in by the loader; kept for `profiles show`.
  std::vector<Match> matches;        ///< Any one suffices. Empty: only by name or by extension.
  IdentityRule identity;
  /// Those of a parent are shared with it.
  std::vector<std::shared_ptr<const Table>> tables;
  std::vector<TrapRule>
      traps;  ///< The first that fits counts; those of the file itself come first.

  void add(Table table) { tables.push_back(std::make_shared<const Table>(std::move(table))); }
};

using ProfilePtr = std::shared_ptr<const Profile>;

}  // namespace commune::snmp
