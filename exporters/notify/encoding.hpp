// Values put into what an SMS gateway is sent, encoded as the place asks for, so that no text can
// break out of its place.
#pragma once

#include <string>
#include <string_view>

namespace commune::notify {

/// The inside of a JSON string (RFC 8259).
std::string json_inside(std::string_view text);

/// For element text and quoted attributes of XML.
std::string xml_inside(std::string_view text);

/// What {to}, {text}, {id} and {secret} stand for.
struct Fillings {
  std::string to, text, id, secret;
};

/// `encode` is applied to each value; an unknown name stays as it is.
std::string filled(std::string_view pattern, const Fillings& fillings,
                   std::string (*encode)(std::string_view));

/// By the body's Content-Type: JSON, form, XML, or plain.
std::string filled_body(std::string_view pattern, const Fillings& fillings,
                        std::string_view content_type);

/// RFC 2047: as it is where it is ASCII, else in words of UTF-8 and base64 of at most 75 bytes.
std::string mail_words(std::string_view utf8);

/// `text` without these secrets, whether plain or percent-encoded: "***" stands for each.
std::string without_secrets(std::string text, std::initializer_list<std::string_view> secrets);

}  // namespace commune::notify
