#include "exporters/notify/long_text.hpp"

#include "exporters/notify/words.hpp"

namespace commune::notify {
namespace {

/// `text` with what `{name}` stands for.
std::string filled(std::string text, std::string_view name, std::string_view value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
  return text;
}

std::string without_slash(std::string base) {
  while (base.ends_with('/'))
    base.pop_back();
  return base;
}

std::string board_link(const Facts& facts, const Frame& frame, Language language) {
  const auto board = text_of(facts.annotations, "board");
  if (board.empty() || frame.grafana.empty()) return {};
  const std::string path(board.substr(board.find_first_not_of('/') == std::string_view::npos
                                          ? board.size()
                                          : board.find_first_not_of('/')));
  return without_slash(frame.grafana) + "/" + filled(path, "{lang}", in(language, "vi", "en"));
}

/// A base with {page} in it says where the page's name goes.
std::string runbook_link(const Facts& facts, const Frame& frame) {
  const auto page = text_of(facts.annotations, "runbook");
  if (page.empty() || frame.runbooks.empty()) return {};
  if (frame.runbooks.find("{page}") != std::string::npos)
    return filled(frame.runbooks, "{page}", page);
  return fmt::format("{}/{}.md", without_slash(frame.runbooks), page);
}

class Lines {
 public:
  void add(std::string_view line) {
    if (!line.empty()) text_ += (text_.empty() ? "" : "\n") + std::string(line);
  }
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) add(fmt::format("{}: {}", name, value));
  }
  std::string text() const { return text_; }

 private:
  std::string text_;
};

std::string place_text(const Facts& facts, const Frame& frame) {
  const auto place = text_of(facts.annotations, "place");
  if (place.empty() || frame.commune_name.empty())
    return std::string(place.empty() ? frame.commune_name : place);
  return fmt::format("{}, {}", place, frame.commune_name);
}

std::string cut_off_text(const Facts& facts, Language language) {
  const auto villages = text_of(facts.annotations, "cut_off");
  const std::string households = households_text(facts, language);
  if (villages.empty() || households.empty())
    return villages.empty() ? households : std::string(villages);
  return fmt::format("{} ({})", villages, households);
}

void add_whom_and_what(const Facts& facts, Language language, Lines& lines) {
  lines.add(in(language, "Mất mạng", "Cut off"), cut_off_text(facts, language));
  lines.add(in(language, "Thiết bị cần xem", "Look at device"),
            text_of(facts.annotations, "root_device"));
}

std::string in_one_language(const Facts& facts, const Frame& frame, Language language) {
  Lines lines;
  lines.add(fmt::format("{} {}", mark(facts), headline(facts, language)));
  if (facts.until) {
    std::string span = span_text({facts.since, *facts.until}, frame.calendar, language);
    lines.add(in(language, "Thời gian", "Time"), span);
    if (facts.beginning_delivered)
      lines.add(in(language, "Sự cố", "Fault"), facts.said("summary", language));
    else
      lines.add(in(language, "Kết thúc trước khi báo được tin bắt đầu.",
                   "It ended before its beginning could be reported."));
    lines.add(in(language, "Nơi", "Place"), place_text(facts, frame));
    if (!facts.beginning_delivered) add_whom_and_what(facts, language, lines);
  } else {
    lines.add(in(language, "Từ", "Since"), moment_text(facts.since, frame.calendar, language));
    lines.add(in(language, "Nơi", "Place"), place_text(facts, frame));
    add_whom_and_what(facts, language, lines);
    lines.add(facts.said("description", language));
    lines.add(in(language, "Hướng dẫn", "What to do"), runbook_link(facts, frame));
  }
  lines.add(in(language, "Bảng theo dõi", "Board"), board_link(facts, frame, language));
  return lines.text();
}

}  // namespace

std::string long_text(const Facts& facts, const Frame& frame) {
  std::string text;
  for (const Language language : frame.languages)
    text += (text.empty() ? "" : "\n\n") + in_one_language(facts, frame, language);
  return text;
}

std::string subject_text(const Facts& facts, const Frame& frame) {
  return fmt::format("{} {}: {}", mark(facts), frame.commune_name,
                     headline(facts, frame.languages.front()));
}

}  // namespace commune::notify
