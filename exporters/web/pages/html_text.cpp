#include "exporters/web/pages/html_text.hpp"

#include "core/model/text.hpp"

namespace commune::web {

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text))
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string telephone_link(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
  return digits.find_first_of("0123456789") == std::string::npos ? "" : "tel:" + digits;
}

}  // namespace commune::web
