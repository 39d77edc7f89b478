// Words for clang's thread-safety analysis (-Wthread-safety): which lock guards a member, which
// lock a function needs. Other compilers ignore them.
#pragma once

#if defined(__clang__)
#define COMMUNE_THREAD_ATTRIBUTE(attribute) __attribute__((attribute))
#else
#define COMMUNE_THREAD_ATTRIBUTE(attribute)
#endif

#define CAPABILITY(name) COMMUNE_THREAD_ATTRIBUTE(capability(name))
#define SCOPED_CAPABILITY COMMUNE_THREAD_ATTRIBUTE(scoped_lockable)
/// A member that may be touched only while `mutex` is held.
#define GUARDED_BY(mutex) COMMUNE_THREAD_ATTRIBUTE(guarded_by(mutex))
/// A function that may be called only while the mutex is held...
#define REQUIRES(...) COMMUNE_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
/// ...or only while it is not.
#define EXCLUDES(...) COMMUNE_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define ACQUIRE(...) COMMUNE_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) COMMUNE_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS COMMUNE_THREAD_ATTRIBUTE(no_thread_safety_analysis)
