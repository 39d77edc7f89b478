#include "agent/history/write_counter.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

namespace commune::history {
namespace {

/// Both files, this one and the one of the file system below, in the memory that SQLite provides.
struct Counted {
  sqlite3_io_methods methods;  ///< Those of the file system below, except xWrite.
  const sqlite3_io_methods* below;
  std::atomic<std::uint64_t>* bytes;
};

}  // namespace

struct WriteCounter::FileSystem {
  sqlite3_vfs vfs;  ///< First member: SQLite passes its address back.
  sqlite3_vfs* below;
  std::atomic<std::uint64_t>* bytes;

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    const auto& self = *reinterpret_cast<FileSystem*>(vfs);
    const int code = self.below->xOpen(self.below, path, file, flags, got);
    if (!file->pMethods) return code;
    auto* counted = reinterpret_cast<Counted*>(reinterpret_cast<char*>(file) + offset(self.below));
    *counted = {*file->pMethods, file->pMethods, self.bytes};
    counted->methods.xWrite = &write;
    file->pMethods = &counted->methods;
    return code;
  }

  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
    // The methods are the first member of Counted, so they have its address.
    const auto* counted = reinterpret_cast<const Counted*>(file->pMethods);
    *counted->bytes += static_cast<std::uint64_t>(size);
    return counted->below->xWrite(file, data, size, at);
  }

  static int offset(const sqlite3_vfs* below) {
    constexpr int kAlignment = alignof(Counted);
    return (below->szOsFile + kAlignment - 1) / kAlignment * kAlignment;
  }
};

WriteCounter::WriteCounter(const std::string& below)
    : name_(fmt::format("counted-{}", static_cast<const void*>(this))),
      file_system_(std::make_unique<FileSystem>()) {
  sqlite3_vfs* found = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
  if (!found) throw std::runtime_error("SQLite has no file system " + below);
  file_system_->vfs = *found;
  file_system_->vfs.zName = name_.c_str();
  file_system_->vfs.pNext = nullptr;
  file_system_->vfs.szOsFile = FileSystem::offset(found) + int{sizeof(Counted)};
  file_system_->vfs.xOpen = &FileSystem::open;
  file_system_->below = found;
  file_system_->bytes = &bytes_;
  sqlite3_vfs_register(&file_system_->vfs, 0);
}

WriteCounter::~WriteCounter() {
  sqlite3_vfs_unregister(&file_system_->vfs);
}

}  // namespace commune::history
