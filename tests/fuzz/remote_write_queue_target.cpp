// Any bytes as a file of the queue and as content of its records, values against values, and any
// text as the page that is pushed.
#include <algorithm>
#include <bit>
#include <cmath>

#include "exporters/remote_write/record.hpp"
#include "exporters/remote_write/scrape.hpp"
#include "exporters/remote_write/segment.hpp"
#include "exporters/remote_write/value_codec.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

#include <protozero/pbf_reader.hpp>

namespace commune::fuzz {
namespace {

using namespace remote_write;
using Bytes = std::span<const std::uint8_t>;
using Wire = protozero::pbf_wire_type;

void check_segment(std::string_view file) {
  const auto head = read_head(file, "file");
  const auto read = read_segment(file, "file");
  if (!read) {
    require(!read.error().what.empty(), "refused without a word");
    return;
  }
  require(head.has_value(), "a head that is refused in a file that is not");
  const Segment& segment = read->segment;
  require(segment.labels.size() == segment.base.size(), "{} series with {} values",
          segment.labels.size(), segment.base.size());
  std::uint64_t last = 0;
  for (const Block& block : segment.blocks) {
    require(&block == &segment.blocks.front() || block.seq > last, "block {} after {}", block.seq,
            last);
    last = block.seq;
    const auto values = values_of(segment, block);
    require(!values || values->size() == block.series, "values of other series");
  }
  for (std::size_t i = 0; i < segment.labels.size(); ++i)
    text_of(segment.labels[i]);
}

// Behind a checksum that is right.
void check_records(Bytes bytes) {
  Input input(bytes);
  std::string file;
  while (!input.empty()) {
    constexpr RecordType kTypes[] = {RecordType::head, RecordType::series, RecordType::block,
                                     RecordType{'?'}};
    const RecordType type = kTypes[input.below(4)];
    append_record(type, input.text(), file);
  }
  RecordReader reader(file);
  std::size_t size = 0;
  while (const auto record = reader.next())
    size += 12 + record->payload.size();
  require(size == file.size() && !reader.damaged(), "records do not come back");
  check_segment(file);
}

ValueBits value_from(Input& input, ValueBits near) {
  switch (input.below(6)) {
    case 0:
      return near;
    case 1:
      return kAbsent;
    case 2:
      return kStale;
    case 3:
      return std::bit_cast<ValueBits>(static_cast<double>(input.number(4)));
    case 4:
      return near ^ input.number(2);
    default:
      return input.number(8);
  }
}

void check_values(Bytes bytes) {
  Input input(bytes);
  std::vector<ValueBits> base, values;
  while (!input.empty()) {
    base.push_back(value_from(input, 0));
    values.push_back(value_from(input, base.back()));
  }
  const auto back = decode_values(encode_values(values, base), base);
  require(back && *back == values, "values do not come back");
  const auto any = decode_values({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, base);
  require(!any || any->size() == base.size(), "values of other series");
}

void check_label_set(std::string_view wire) {
  protozero::pbf_reader series(wire.data(), wire.size());
  std::string last;
  bool named = false;
  while (series.next(1, Wire::length_delimited)) {
    auto label = series.get_message();
    require(label.next(1, Wire::length_delimited), "a label without a name");
    const std::string name = label.get_string();
    require(label.next(2, Wire::length_delimited), "a label without a value");
    require(!label.get_string().empty(), "an empty label");
    require(name > last, "label \"{}\" after \"{}\"", name, last);
    named = named || name == "__name__";
    last = name;
  }
  require(named, "a series without a name");
}

void check_page(std::string_view page) {
  const LabelList external = {{"job", "commune-agent"}, {"instance", "ca"}};
  const Scrape scrape = read_page(page, external);
  const auto lines = static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n')) + 1;
  require(scrape.samples.size() + scrape.unread <= lines, "more samples than lines");
  std::size_t end = 0;
  for (const auto& sample : scrape.samples) {
    require(sample.begin == end, "label sets that do not follow each other");
    end = sample.begin + sample.length;
    require(end <= scrape.labels.size(), "a label set beyond the end");
    require(std::isfinite(sample.value), "a value that is not finite");
    check_label_set(scrape.labels_of(sample));
  }
  // Read back as it is kept.
  OpenSegment open({"boot", 1, 0}, nullptr);
  open.add(scrape, 1, {});
  const auto read = read_segment(open.unsaved_records(0), "file");
  require(read && !read->damaged && read->segment.blocks.size() == 1, "a block does not come back");
  require(values_of(read->segment, read->segment.blocks[0]).has_value(), "unreadable values");
}

}  // namespace

void run(Bytes bytes) {
  const std::string text(bytes.begin(), bytes.end());
  check_segment(text);
  check_records(bytes);
  check_values(bytes);
  check_page(text);
}

std::vector<std::string> seeds() {
  const std::string page =
      "# TYPE commune_device_up gauge\n"
      "commune_device_up{device=\"ap-1\",instance=\"x\",site=\"Đồi \\\"1\\\"\"} 1\n"
      "commune_ping_seconds_bucket{le=\"+Inf\"} 20\n"
      "commune_polls_total 17.25\n"
      "broken{ 1\n"
      "commune_nothing NaN\n";
  OpenSegment open({"boot-1", 1, 0}, nullptr);
  open.add(read_page(page, {}), 1, {Milliseconds(1'000), LedgerTime(std::chrono::seconds(60))});
  std::string file = open.unsaved_records(0);
  open.saved();
  open.add(read_page("commune_polls_total 18\nnew 1\n", {}), 2, {Milliseconds(2'000), {}});
  file += open.unsaved_records(3);
  std::string newer;
  append_record(RecordType::head, "\x08\x02", newer);
  // A type, a length and a payload each, as check_records() takes them.
  std::string records;
  RecordReader reader(file);
  while (const auto record = reader.next()) {
    const std::string types = "HSB";
    records += static_cast<char>(types.find(static_cast<char>(record->type)));
    records += static_cast<char>(record->payload.size());
    records += record->payload;
  }
  return {page, file, records, newer, std::string("\3\0\0\1\0\3\0\0\1\1\2\0\5\x7f\xf0", 15)};
}

}  // namespace commune::fuzz
