// The texts, to the letter.
#include "exporters/notify/long_text.hpp"
#include "exporters/notify/plain_text.hpp"
#include "exporters/notify/short_text.hpp"
#include "exporters/notify/words.hpp"
#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Facts begin() {
  const Alert alert = firing();
  return {alert.labels, alert.annotations, kBegun, {}, true};
}

Facts end_after(Milliseconds length, bool beginning_delivered = true) {
  Facts facts = begin();
  facts.until = kBegun + length;
  facts.beginning_delivered = beginning_delivered;
  return facts;
}

Facts about(const std::string& summary, const std::string& cut_off = "") {
  Facts facts = begin();
  facts.annotations["summary"] = summary;
  facts.annotations["cut_off"] = cut_off;
  return facts;
}

TEST(LongText, describes_a_beginning_by_what_where_since_when_whom_and_what_to_do) {
  EXPECT_EQ(long_text(begin(), frame({Language::vi, Language::en})),
            R"(🔴 Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời
Từ: 14:05 ngày 25/11/2026
Nơi: Nhà văn hoá Ca, Thôn Ca, Xã Kép
Mất mạng: Thôn Ca, Thôn Đồi (210 hộ)
Thiết bị cần xem: ca-ap-1
Kiểm tra nguồn điện của điểm phát trước.
Hướng dẫn: https://docs.example/runbooks/outage.md
Bảng theo dõi: http://grafana.example:3000/d/commune-village-vi?var-village=ca

🔴 No Wi-Fi at Nhà văn hoá Ca: the access point does not answer
Since: 14:05 on 25/11/2026
Place: Nhà văn hoá Ca, Thôn Ca, Xã Kép
Cut off: Thôn Ca, Thôn Đồi (210 households)
Look at device: ca-ap-1
Look at the access point's power first.
What to do: https://docs.example/runbooks/outage.md
Board: http://grafana.example:3000/d/commune-village-en?var-village=ca)");
}

TEST(LongText, describes_an_end_by_from_when_to_when_and_how_long) {
  EXPECT_EQ(long_text(end_after(90min), frame({Language::vi, Language::en})),
            R"(🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại
Thời gian: từ 14:05 đến 15:35 ngày 25/11/2026 (1 giờ 30 phút)
Sự cố: Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời
Nơi: Nhà văn hoá Ca, Thôn Ca, Xã Kép
Bảng theo dõi: http://grafana.example:3000/d/commune-village-vi?var-village=ca

🟢 Wi-Fi is back at Nhà văn hoá Ca
Time: from 14:05 to 15:35 on 25/11/2026 (1 hour 30 min)
Fault: No Wi-Fi at Nhà văn hoá Ca: the access point does not answer
Place: Nhà văn hoá Ca, Thôn Ca, Xã Kép
Board: http://grafana.example:3000/d/commune-village-en?var-village=ca)");
}

TEST(LongText, describes_both_if_the_beginning_was_never_sent) {
  EXPECT_EQ(long_text(end_after(25h, false), frame()),
            R"(🟢 Đã hết: Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời
Thời gian: từ 14:05 ngày 25/11/2026 đến 15:05 ngày 26/11/2026 (1 ngày 1 giờ)
Kết thúc trước khi báo được tin bắt đầu.
Nơi: Nhà văn hoá Ca, Thôn Ca, Xã Kép
Mất mạng: Thôn Ca, Thôn Đồi (210 hộ)
Thiết bị cần xem: ca-ap-1
Bảng theo dõi: http://grafana.example:3000/d/commune-village-vi?var-village=ca)");
}

TEST(LongText, leaves_out_what_it_does_not_know) {
  Facts facts;
  facts.labels = {{"alertname", "HistoryTrouble"}, {"severity", "info"}};
  facts.since = kBegun;
  Frame bare = frame();
  bare.grafana = bare.runbooks = "";
  EXPECT_EQ(long_text(facts, bare), "🔵 HistoryTrouble\nTừ: 14:05 ngày 25/11/2026\nNơi: Xã Kép");
  facts.until = kBegun + 5s;
  EXPECT_THAT(long_text(facts, bare), StartsWith("🟢 Đã hết: HistoryTrouble\n"));
}

TEST(LongText, puts_a_runbooks_name_where_the_base_says) {
  Frame elsewhere = frame();
  elsewhere.runbooks = "https://docs.example/{page}.html";
  EXPECT_THAT(long_text(begin(), elsewhere),
              HasSubstr("Hướng dẫn: https://docs.example/outage.html"));
}

TEST(LongText, writes_vietnamese_twice_for_a_fault_without_english) {
  Facts facts = begin();
  facts.annotations.erase("summary_en");
  EXPECT_THAT(long_text(facts, frame({Language::en})), StartsWith("🔴 Mất Wi-Fi"));
}

TEST(SmsText, holds_the_key_facts_of_a_beginning) {
  EXPECT_EQ(sms_text(begin(), frame()),
            "Xa Kep: Mat Wi-Fi o Nha van hoa Ca: diem phat khong tra loi. Tu 14:05 25/11. "
            "Mat mang: Ca, Doi, 210 ho. Thiet bi: ca-ap-1");
  EXPECT_EQ(sms_text(begin(), frame({Language::en})),
            "Xa Kep: No Wi-Fi at Nha van hoa Ca: the access point does not answer. "
            "Since 14:05 25/11. Cut off: Ca, Doi, 210 households. Device: ca-ap-1");
}

TEST(SmsText, says_how_long_an_ended_fault_lasted) {
  EXPECT_EQ(sms_text(end_after(90min), frame()),
            "Xa Kep: Wi-Fi o Nha van hoa Ca da co lai. 14:05-15:35 25/11 (1 gio 30 phut)");
  EXPECT_EQ(sms_text(end_after(26h, false), frame()),
            "Xa Kep: Da het: Mat Wi-Fi o Nha van hoa Ca: diem phat khong tra loi. "
            "14:05 25/11-16:05 26/11 (1 ngay 2 gio). Mat mang: Ca, Doi, 210 ho. Thiet bi: ca-ap-1");
}

TEST(SmsText, shortens_the_list_of_villages_before_the_sentence) {
  const Facts facts = about("Đứt cáp quang từ trạm Kép đến Nhà văn hoá Hạ, cáp trục phía đông",
                            "Thôn Ca, Thôn Đồi Mới, Thôn Hạ, Thôn Thượng, Thôn Trung, Thôn Đông");
  EXPECT_EQ(sms_text(facts, frame()),
            "Xa Kep: Dut cap quang tu tram Kep den Nha van hoa Ha, cap truc phia dong. "
            "Tu 14:05 25/11. Mat mang: Ca, Doi Moi, Ha, Thuong +2 thon, 210 ho. Thiet bi: ca-ap-1");
}

TEST(SmsText, cuts_a_long_sentence_at_a_word_and_keeps_the_rest) {
  std::string summary;
  for (int i = 0; i < 30; ++i)
    summary += "đường truyền chậm ";
  const std::string text = sms_text(about(summary, "Thôn Ca, Thôn Đồi, Thôn Hạ"), frame());
  EXPECT_LE(text.size(), kSmsLength);
  EXPECT_THAT(text, StartsWith("Xa Kep: duong truyen cham duong"));
  EXPECT_THAT(text,
              EndsWith("... Tu 14:05 25/11. Mat mang: Ca, Doi +1 thon, 210 ho. Thiet bi: ca-ap-1"));
}

TEST(SmsText, is_never_longer_than_one_sms_nor_anything_but_plain_ascii) {
  const std::vector<std::string> parts = {"Thôn Ca",
                                          "Nhà văn hoá Đồi Mới, thôn Thượng & #7",
                                          "[x] {y} ~ \\ | ^ `",
                                          std::string(300, 'a'),
                                          "đ…–“ữ”",
                                          "😀😀",
                                          "\xff\xfe",
                                          "",
                                          "a, b, c"};
  std::size_t combination = 0;
  const auto part = [&] { return parts[(combination = combination * 5 + 3) % parts.size()]; };
  for (std::size_t seed = 0; seed < 2000; ++seed) {
    combination = seed;
    Facts facts =
        about(part() + " " + part() + " " + part(), part() + ", " + part() + "," + part());
    facts.annotations["root_device"] = part();
    facts.annotations["households"] = std::to_string(seed);
    if (seed % 3 == 0) facts.until = kBegun + Milliseconds(seed * 1'000'000);
    facts.beginning_delivered = seed % 2 == 0;
    Frame one = frame();
    if (seed % 5 == 0) one.commune_name = part();
    const std::string text = sms_text(facts, one);
    EXPECT_LE(text.size(), kSmsLength) << text;
    EXPECT_FALSE(text.empty());
    for (const char c : text)
      EXPECT_TRUE(c >= ' ' && c < 0x7f && std::string("#&[]{}\\^|~`").find(c) == std::string::npos)
          << text;
  }
}

TEST(OneLine, keeps_its_accents_and_all_villages) {
  EXPECT_EQ(one_line(begin(), frame()),
            "Xã Kép: Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời. Từ 14:05 25/11. "
            "Mất mạng: Ca, Đồi, 210 hộ. Thiết bị: ca-ap-1");
}

TEST(Unaccented, takes_the_whole_vietnamese_alphabet) {
  EXPECT_EQ(unaccented("aàảãáạăằẳẵắặâầẩẫấậ"), "aaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(unaccented("AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ"), "AAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(unaccented("eèẻẽéẹêềểễếệ iìỉĩíị"), "eeeeeeeeeeee iiiiii");
  EXPECT_EQ(unaccented("EÈẺẼÉẸÊỀỂỄẾỆ IÌỈĨÍỊ"), "EEEEEEEEEEEE IIIIII");
  EXPECT_EQ(unaccented("oòỏõóọôồổỗốộơờởỡớợ"), "oooooooooooooooooo");
  EXPECT_EQ(unaccented("OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ"), "OOOOOOOOOOOOOOOOOO");
  EXPECT_EQ(unaccented("uùủũúụưừửữứự yỳỷỹýỵ đ"), "uuuuuuuuuuuu yyyyyy d");
  EXPECT_EQ(unaccented("UÙỦŨÚỤƯỪỬỮỨỰ YỲỶỸÝỴ Đ"), "UUUUUUUUUUUU YYYYYY D");
  // The same written as letters and marks apart.
  EXPECT_EQ(unaccented("D\u0323o\u0302\u0300i Ho\u031b\u0301"), "Doi Ho");
}

TEST(Unaccented, gives_signs_their_plain_likeness_and_drops_the_rest) {
  EXPECT_EQ(unaccented("“Ca” – ‘Đồi’… 5 × 3 • №7"), "'Ca' - 'Doi'... 5 x 3 - No7");
  EXPECT_EQ(unaccented("😀村\x01\tx\u00a0y"), "?  x y");
  EXPECT_EQ(for_sms("  a  #b & [c]  "), "a -b + (c)");
}

TEST(CutAtWord, breaks_only_what_is_one_word) {
  EXPECT_EQ(cut_at_word("one two three", 13), "one two three");
  EXPECT_EQ(cut_at_word("one two three", 12), "one two...");
  EXPECT_EQ(cut_at_word("one two, three", 11), "one two...");
  EXPECT_EQ(cut_at_word("abcdefghijkl", 8), "abcde...");
  EXPECT_EQ(cut_at_word("abcdef", 2), "ab");
}

TEST(CutToUnits, counts_as_chat_services_do) {
  EXPECT_EQ(cut_to_units("đồi", 3), "đồi");
  EXPECT_EQ(cut_to_units("đồi núi", 4), "đồi…");
  EXPECT_EQ(cut_to_units("🔴🔴", 4), "🔴🔴");
  EXPECT_EQ(cut_to_units("🔴🔴", 3), "🔴…");
}

TEST(Words, say_lengths_by_their_two_largest_units) {
  EXPECT_EQ(length_text(0s, Language::vi), "0 giây");
  EXPECT_EQ(length_text(59s + 900ms, Language::vi), "59 giây");
  EXPECT_EQ(length_text(61s, Language::vi), "1 phút 1 giây");
  EXPECT_EQ(length_text(1h, Language::vi), "1 giờ");
  EXPECT_EQ(length_text(1h + 5s, Language::vi), "1 giờ");
  EXPECT_EQ(length_text(49h + 30min, Language::en), "2 days 1 hour");
  EXPECT_EQ(length_text(-1s, Language::vi), "");
}

}  // namespace
}  // namespace commune::notify::testing
