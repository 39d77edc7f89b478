#include "exporters/notify/alert.hpp"

#include <nlohmann/json.hpp>

namespace commune::notify {
namespace {

using nlohmann::json;

// What is not UTF-8 cannot come by way of JSON, but from a damaged file.
std::string written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Texts texts_in(const json& all, const char* name) {
  Texts texts;
  const auto found = all.find(name);
  if (found == all.end() || !found->is_object()) return texts;
  for (const auto& [key, value] : found->items())
    if (value.is_string()) texts.emplace(key, value.get<std::string>());
  return texts;
}

}  // namespace

std::string_view text_of(const Texts& texts, std::string_view name) {
  const auto found = texts.find(name);
  return found == texts.end() ? std::string_view() : std::string_view(found->second);
}

std::string fault_key(const Texts& labels) {
  json key = json::object();
  for (const auto& [name, value] : labels)
    if (name != "severity" && !value.empty()) key[name] = value;
  return written(key);
}

std::string packed(const Texts& labels, const Texts& annotations) {
  return written(json{{"labels", labels}, {"annotations", annotations}});
}

void unpack(std::string_view packed, Texts& labels, Texts& annotations) {
  const json all = json::parse(packed, nullptr, false);
  if (!all.is_object()) return;
  labels = texts_in(all, "labels");
  annotations = texts_in(all, "annotations");
}

}  // namespace commune::notify
