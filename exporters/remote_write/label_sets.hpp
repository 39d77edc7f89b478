// Many label sets in little memory: one text, and the beginning of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace commune::remote_write {

/// A list of label sets in wire form (scrape.hpp). Not thread-safe.
class LabelSets {
 public:
  void push_back(std::string_view labels) {
    text_ += labels;
    ends_.push_back(text_.size());
  }

  /// Valid until the next push_back().
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::size_t bytes() const { return text_.size() + ends_.size() * sizeof(std::uint64_t); }

 private:
  std::string text_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace commune::remote_write
