#include "tests/agent/history/faulty_disk.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sqlite3.h>

namespace commune::history::testing {
namespace {

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

struct FaultyDisk::FileSystem {
  /// Both files, this one and the usual one, in the memory that SQLite provides.
  struct Faulty {
    sqlite3_io_methods methods;
    const sqlite3_io_methods* below;
    FileSystem* self;
    const char* path;  ///< nullptr: temporary.
  };

  sqlite3_vfs vfs{};  ///< First member: SQLite passes its address back.
  sqlite3_vfs* below = nullptr;
  std::atomic<Fault> fault = Fault::none;
  std::atomic<int> passes = 0;
  std::map<std::string, std::string> synced;  ///< Contents by path.

  int failure() {
    if (fault == Fault::none || passes-- > 0) return SQLITE_OK;
    return fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }

  static Faulty& of(sqlite3_file* file) {
    // Not by its methods: a layer above may have replaced them with its own.
    static const int kBelow = sqlite3_vfs_find("unix")->szOsFile;
    return *reinterpret_cast<Faulty*>(reinterpret_cast<char*>(file) + kBelow);
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    auto& self = *reinterpret_cast<FileSystem*>(vfs);
    const int code = self.below->xOpen(self.below, path, file, flags, got);
    if (!file->pMethods) return code;
    Faulty& faulty = of(file);
    faulty = {*file->pMethods, file->pMethods, &self, path};
    faulty.methods.xWrite = &write;
    faulty.methods.xSync = &sync;
    faulty.methods.xTruncate = &truncate;
    file->pMethods = &faulty.methods;
    if (path) self.synced.try_emplace(path, read_all(path));
    return code;
  }

  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
    if (const int code = of(file).self->failure()) return code;
    return of(file).below->xWrite(file, data, size, at);
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = of(file).self->failure()) return code;
    return of(file).below->xTruncate(file, size);
  }

  static int sync(sqlite3_file* file, int flags) {
    const Faulty& faulty = of(file);
    if (const int code = faulty.self->failure()) return code;
    if (faulty.path) faulty.self->synced[faulty.path] = read_all(faulty.path);
    return faulty.below->xSync(file, flags);
  }
};

FaultyDisk::FaultyDisk()
    : name_(fmt::format("faulty-{}", static_cast<const void*>(this))),
      file_system_(std::make_unique<FileSystem>()) {
  sqlite3_initialize();
  file_system_->below = sqlite3_vfs_find("unix");
  file_system_->vfs = *file_system_->below;
  file_system_->vfs.zName = name_.c_str();
  file_system_->vfs.pNext = nullptr;
  file_system_->vfs.szOsFile += int{sizeof(FileSystem::Faulty)};
  file_system_->vfs.xOpen = &FileSystem::open;
  sqlite3_vfs_register(&file_system_->vfs, 0);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&file_system_->vfs);
}

void FaultyDisk::fail(Fault fault, int after) {
  file_system_->passes = after;
  file_system_->fault = fault;
}

void FaultyDisk::leave_what_is_synced(const std::string& to) const {
  std::filesystem::create_directories(to);
  for (const auto& [path, content] : file_system_->synced) {
    const bool deleted = !std::filesystem::exists(path);
    if (deleted || content.empty()) continue;
    std::ofstream(to + "/" + std::filesystem::path(path).filename().string(), std::ios::binary)
        << content;
  }
}

}  // namespace commune::history::testing
