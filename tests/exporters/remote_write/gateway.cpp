#include "tests/exporters/remote_write/gateway.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <protozero/pbf_reader.hpp>
#include <snappy.h>
#include <unistd.h>

namespace commune::remote_write::testing {
namespace {

class DiskFiles : public SegmentFiles {
 public:
  DiskFiles(std::string directory, Disk& disk) : SegmentFiles(std::move(directory)), disk_(&disk) {}

  tl::expected<void, Failure> append(std::uint64_t number, std::uint64_t size,
                                     std::string_view bytes) override {
    ++disk_->appends;
    if (disk_->broken) return tl::unexpected(Failure{Error{"disk", "Input/output error"}, false});
    std::uint64_t used = bytes.size();
    for (const File& file : list())
      used += file.bytes;
    if (used > disk_->room) return tl::unexpected(Failure{Error{"disk", "No space left"}, true});
    return SegmentFiles::append(number, size, bytes);
  }

 private:
  Disk* disk_;
};

std::string line(std::string_view labels, ValueBits value, LedgerTime time) {
  const std::string shown =
      value == kStale ? "stale" : fmt::format("{}", std::bit_cast<double>(value));
  return fmt::format("{} {} @{}", text_of(labels), shown, seconds(time - kStart));
}

struct Label {
  std::string name, value;
};

Label read_label(protozero::pbf_reader message) {
  Label label;
  while (message.next()) {
    std::string& text = message.tag() == 1 ? label.name : label.value;
    text = message.get_string();
  }
  return label;
}

// Reads as a receiver does, without using the tested code.
void read_series(protozero::pbf_reader message, Lines& lines, std::set<std::string>& known) {
  LabelList labels;
  std::vector<std::string> samples;
  std::int64_t last = INT64_MIN;
  while (message.next()) {
    if (message.tag() == 1) {
      const Label label = read_label(message.get_message());
      EXPECT_TRUE(labels.empty() || labels.back().first < label.name) << label.name;
      labels.emplace_back(label.name, label.value);
      continue;
    }
    ASSERT_EQ(message.tag(), 2U);
    auto sample = message.get_message();
    ASSERT_TRUE(sample.next(1, protozero::pbf_wire_type::fixed64));
    const ValueBits value = sample.get_fixed64();
    ASSERT_TRUE(sample.next(2, protozero::pbf_wire_type::varint));
    const std::int64_t time = sample.get_int64();
    EXPECT_GT(time, last);
    last = time;
    lines.push_back(line(wire_form(labels), value, LedgerTime(Milliseconds(time))));
  }
  EXPECT_TRUE(known.insert(wire_form(labels)).second) << "a series twice";
}

}  // namespace

Clock at(Milliseconds since_start) {
  return {{kStart + since_start, MonoTime(1'000s + since_start)}, true};
}

Clock unbelieved_at(Milliseconds since_start) {
  return {{WallTime(since_start), MonoTime(1'000s + since_start)}, false};
}

Lines lines_of(const Batch& batch) {
  return lines_of(batch, {0, batch.items.size()});
}

Lines lines_of(const Batch& batch, Stretch stretch) {
  Lines lines;
  for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
    const Batch::Item& item = batch.items[i];
    lines.push_back(line(batch.labels[item.series], item.value, item.time));
  }
  return lines;
}

Lines lines_in(const std::string& body) {
  Lines lines;
  std::string plain;
  if (!snappy::Uncompress(body.data(), body.size(), &plain)) return {"not compressed"};
  std::set<std::string> known;
  protozero::pbf_reader request(plain.data(), plain.size());
  while (request.next(1, protozero::pbf_wire_type::length_delimited))
    read_series(request.get_message(), lines, known);
  return lines;
}

std::string page_of(std::size_t series, double value) {
  std::string page;
  for (std::size_t i = 0; i < series; ++i)
    page += fmt::format("s{:04} {}\n", i, value);
  return page;
}

Directory::Directory() {
  std::string name = (std::filesystem::temp_directory_path() / "remote-write-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

Directory::~Directory() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::vector<std::string> Directory::files() const {
  std::vector<std::string> names;
  for (const auto& each : std::filesystem::directory_iterator(path_))
    names.push_back(each.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

void damage(const std::string& path, std::size_t at) {
  std::string content = content_of(path);
  content.at(at) = static_cast<char>(content[at] ^ 1);
  write_file(path, content);
}

void Gateway::open() {
  queue_.reset();
  queue_ = Queue::open(std::make_unique<DiskFiles>(directory.path(), disk), options, boot).value();
}

void Gateway::push(const std::string& page, const Clock& clock) {
  queue_->push(read_page(page, {}), clock);
}

Lines Gateway::deliver_all(const Clock& clock, std::size_t most_samples) {
  Lines all;
  for (;;) {
    const Batch batch = queue_->oldest(most_samples, clock);
    if (batch.empty()) return all;
    const Lines lines = lines_of(batch);
    all.insert(all.end(), lines.begin(), lines.end());
    queue_->delivered(batch);
  }
}

RemoteWriteFigures Gateway::figures() const {
  RemoteWriteFigures figures;
  queue_->add_figures(figures);
  return figures;
}

std::uint64_t Gateway::lost(RemoteWriteLoss why) const {
  return figures().dropped[static_cast<std::size_t>(why)];
}

std::uint64_t Gateway::lost() const {
  const RemoteWriteLosses losses = figures().dropped;
  return std::accumulate(losses.begin(), losses.end(), std::uint64_t{0});
}

std::string Gateway::segment(std::uint64_t first_seq) const {
  return fmt::format("{}/{:020}.segment", directory.path(), first_seq);
}

std::size_t Gateway::place_of_block(std::uint64_t first_seq, std::size_t block) const {
  const std::string content = content_of(segment(first_seq));
  std::size_t place = content.find("CWQB");
  for (; block > 0; --block)
    place = content.find("CWQB", place + 1);
  return place;
}

}  // namespace commune::remote_write::testing
