// The page as samples: label sets in the form in which they are sent.
#include "exporters/remote_write/scrape.hpp"

#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <protozero/pbf_reader.hpp>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;

/// In the order of the bytes.
LabelList labels_of(std::string_view wire) {
  LabelList labels;
  protozero::pbf_reader series(wire.data(), wire.size());
  while (series.next()) {
    EXPECT_EQ(series.tag(), 1U);
    auto label = series.get_message();
    EXPECT_TRUE(label.next(1, protozero::pbf_wire_type::length_delimited));
    const std::string name = label.get_string();
    EXPECT_TRUE(label.next(2, protozero::pbf_wire_type::length_delimited));
    labels.emplace_back(name, label.get_string());
    EXPECT_FALSE(label.next());
  }
  return labels;
}

LabelList labels_of_line(const std::string& line, const LabelList& external = {}) {
  const Scrape scrape = read_page(line + "\n", external);
  EXPECT_THAT(scrape.samples, SizeIs(1)) << line;
  return scrape.samples.empty() ? LabelList() : labels_of(scrape.labels_of(scrape.samples[0]));
}

std::vector<double> values_of_page(const std::string& page) {
  std::vector<double> values;
  for (const auto& sample : read_page(page, {}).samples)
    values.push_back(sample.value);
  return values;
}

TEST(Scrape, reads_names_labels_and_values) {
  const Scrape scrape = read_page(
      "# HELP commune_device_up Whether it answers.\n"
      "# TYPE commune_device_up gauge\n"
      "commune_device_up{site=\"ca\",device=\"ap-1\"} 1\n"
      "\n"
      "commune_polls_total 17.25\n",
      {});
  ASSERT_THAT(scrape.samples, SizeIs(2));
  EXPECT_EQ(scrape.unread, 0U);
  EXPECT_THAT(labels_of(scrape.labels_of(scrape.samples[0])),
              ElementsAre(Pair("__name__", "commune_device_up"), Pair("device", "ap-1"),
                          Pair("site", "ca")));
  EXPECT_EQ(scrape.samples[0].value, 1);
  EXPECT_THAT(labels_of(scrape.labels_of(scrape.samples[1])),
              ElementsAre(Pair("__name__", "commune_polls_total")));
  EXPECT_EQ(scrape.samples[1].value, 17.25);
}

TEST(Scrape, sorts_labels_by_bytes) {
  EXPECT_THAT(labels_of_line("m{b=\"2\",_a=\"3\",B=\"1\",a=\"4\"} 1"),
              ElementsAre(Pair("B", "1"), Pair("__name__", "m"), Pair("_a", "3"), Pair("a", "4"),
                          Pair("b", "2")));
}

TEST(Scrape, keeps_the_first_of_two_labels_of_one_name) {
  EXPECT_THAT(labels_of_line("m{a=\"1\",b=\"x\",a=\"2\"} 1"),
              ElementsAre(Pair("__name__", "m"), Pair("a", "1"), Pair("b", "x")));
}

TEST(Scrape, undoes_escapes) {
  EXPECT_THAT(labels_of_line(R"(m{a="quote \" backslash \\ line\nend",b="\\n",c="}, {"} 1)"),
              ElementsAre(Pair("__name__", "m"), Pair("a", "quote \" backslash \\ line\nend"),
                          Pair("b", "\\n"), Pair("c", "}, {")));
}

TEST(Scrape, keeps_utf8) {
  EXPECT_THAT(labels_of_line("m{ssid=\"Thôn Đồi ☕\"} 1"),
              ElementsAre(Pair("__name__", "m"), Pair("ssid", "Thôn Đồi ☕")));
}

TEST(Scrape, treats_an_empty_label_as_absent) {
  EXPECT_THAT(labels_of_line("m{a=\"\",b=\"1\"} 1"),
              ElementsAre(Pair("__name__", "m"), Pair("b", "1")));
  EXPECT_THAT(labels_of_line("m{} 1"), ElementsAre(Pair("__name__", "m")));
}

TEST(Scrape, adds_external_labels_and_renames_their_namesakes) {
  const LabelList external = {{"job", "commune-agent"}, {"instance", "ca"}};
  EXPECT_THAT(labels_of_line("m{instance=\"x\",z=\"1\"} 1", external),
              ElementsAre(Pair("__name__", "m"), Pair("exported_instance", "x"),
                          Pair("instance", "ca"), Pair("job", "commune-agent"), Pair("z", "1")));
  EXPECT_THAT(labels_of_line("m{job=\"x\",exported_job=\"y\"} 1", external),
              ElementsAre(Pair("__name__", "m"), Pair("exported_job", "x"), Pair("instance", "ca"),
                          Pair("job", "commune-agent")));
}

TEST(Scrape, reads_numbers_as_prometheus_writes_them) {
  EXPECT_THAT(values_of_page("a 0\na -0.5\na 1e+06\na 1.7976931348623157e+308\na +3\na 5e-324\n"),
              ElementsAre(0, -0.5, 1e6, 1.7976931348623157e308, 3, 5e-324));
}

TEST(Scrape, leaves_out_values_that_are_not_finite) {
  const Scrape scrape = read_page("a NaN\nb +Inf\nc -Inf\nd Inf\ne 5\n", {});
  ASSERT_THAT(scrape.samples, SizeIs(1));
  EXPECT_EQ(text_of(scrape.labels_of(scrape.samples[0])), "e");
  EXPECT_EQ(scrape.unread, 0U);
}

TEST(Scrape, keeps_the_buckets_of_histograms) {
  const Scrape scrape =
      read_page("h_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 0.75\nh_count 2\n", {});
  ASSERT_THAT(scrape.samples, SizeIs(4));
  EXPECT_THAT(labels_of(scrape.labels_of(scrape.samples[1])),
              ElementsAre(Pair("__name__", "h_bucket"), Pair("le", "+Inf")));
  EXPECT_EQ(scrape.samples[1].value, 2);
}

TEST(Scrape, counts_broken_lines_and_reads_the_rest) {
  for (const std::string line :
       {"m", "m{", "m{a", "m{a=\"", "m{a=\"1", "m{a=\"1\"", "m{a=\"1\\", "m{a=\"1\"}",
        "m{a=\"1\"}2", "m{a=1} 2", "m{=\"1\"} 2", " 5", "m x", "m 1x", "m 1 1795564800000", "m ",
        "{a=\"1\"} 2", "m 1e999"}) {
    const Scrape scrape = read_page(line + "\nok 1\n", {});
    EXPECT_EQ(scrape.unread, 1U) << line;
    ASSERT_THAT(scrape.samples, SizeIs(1)) << line;
    EXPECT_EQ(text_of(scrape.labels_of(scrape.samples[0])), "ok") << line;
  }
}

TEST(Scrape, reads_a_last_line_without_an_end) {
  EXPECT_THAT(values_of_page("a 1\nb 2"), ElementsAre(1, 2));
  EXPECT_THAT(values_of_page(""), SizeIs(0));
}

TEST(Scrape, gives_the_same_bytes_for_the_same_labels_in_any_order) {
  const std::string wire = wire_form({{"__name__", "m"}, {"a", "1"}, {"b", "2"}});
  EXPECT_EQ(wire_form({{"b", "2"}, {"__name__", "m"}, {"a", "1"}}), wire);
  const Scrape scrape = read_page("m{b=\"2\",a=\"1\"} 1\n", {});
  EXPECT_EQ(scrape.labels_of(scrape.samples.at(0)), wire);
}

TEST(Scrape, shows_a_label_set_in_readable_form) {
  EXPECT_EQ(text_of(wire_form({{"__name__", "m"}})), "m");
  EXPECT_EQ(text_of(wire_form({{"__name__", "m"}, {"a", "1"}, {"b", "x\ny"}})),
            "m{a=\"1\",b=\"x y\"}");
  EXPECT_EQ(text_of(wire_form({{"a", "1"}})), "{a=\"1\"}");
  EXPECT_EQ(text_of("\x0a\x7f"), "?");
  EXPECT_EQ(text_of("\x0a\x02\x08\x01"), "?");
  EXPECT_EQ(text_of("\x08\x01"), "");
}

}  // namespace
}  // namespace commune::remote_write::testing
