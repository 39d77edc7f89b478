// A file in the system's temporary folder that goes with its owner.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune::report {

class TemporaryFile {
 public:
  static Result<TemporaryFile> make();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}

  std::string path_;  ///< Empty: moved from.
};

}  // namespace commune::report
