// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the C library that block or may block, in front of the real ones. A definition
// in the executable comes before the library's, for the executable and for all libraries.
#include "support/RealtimeGuardHooks.h"

#if CPPMUSIC_GUARD_ON

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

using cppmusic::test::guard::isInside;
using cppmusic::test::guard::note;
using cppmusic::test::guard::Violation;

namespace {

void noteIf(Violation violation) noexcept
{
    if (isInside()) note(violation);
}

/// The library's function behind ours, looked up once.
template <class Function>
Function* real(const char* name, std::atomic<Function*>& known) noexcept
{
    Function* function = known.load(std::memory_order_relaxed);
    if (function == nullptr) {
        void* found = nullptr;
#if defined(__x86_64__)
        // Condition variables have an older form. (Asking for a version that is not there
        // allocates.)
        const bool isCondition = std::strncmp(name, "pthread_cond", 12) == 0;
        found = isCondition ? dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2") : dlsym(RTLD_NEXT, name);
#else
        found = dlsym(RTLD_NEXT, name);
#endif
        function = reinterpret_cast<Function*>(found);
        known.store(function, std::memory_order_relaxed);
    }
    return function;
}

} // namespace

extern "C" {

void* __libc_malloc(std::size_t);
void __libc_free(void*);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    return __libc_malloc(size);
}
void free(void* memory) noexcept
{
    if (memory != nullptr) noteIf(Violation::allocation);
    __libc_free(memory);
}
void* calloc(std::size_t count, std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    return __libc_realloc(memory, size);
}
void* memalign(std::size_t alignment, std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept
{
    noteIf(Violation::allocation);
    *result = __libc_memalign(alignment, size);
    return *result != nullptr ? 0 : ENOMEM;
}

#define CPPMUSIC_GUARD_LOCK(name, exception, parameters, arguments)                                \
    int name parameters exception                                                                  \
    {                                                                                              \
        static constinit std::atomic<int(*) parameters> known{nullptr};                            \
        noteIf(Violation::lock);                                                                   \
        return real(#name, known) arguments;                                                       \
    }

CPPMUSIC_GUARD_LOCK(pthread_mutex_lock, noexcept, (pthread_mutex_t * m), (m))
CPPMUSIC_GUARD_LOCK(pthread_mutex_timedlock, noexcept, (pthread_mutex_t * m, const timespec* t),
                    (m, t))
CPPMUSIC_GUARD_LOCK(pthread_rwlock_rdlock, noexcept, (pthread_rwlock_t * l), (l))
CPPMUSIC_GUARD_LOCK(pthread_rwlock_wrlock, noexcept, (pthread_rwlock_t * l), (l))
CPPMUSIC_GUARD_LOCK(pthread_cond_wait, , (pthread_cond_t * c, pthread_mutex_t* m), (c, m))
CPPMUSIC_GUARD_LOCK(pthread_cond_timedwait, ,
                    (pthread_cond_t * c, pthread_mutex_t* m, const timespec* t), (c, m, t))
CPPMUSIC_GUARD_LOCK(sem_wait, , (sem_t * s), (s))
CPPMUSIC_GUARD_LOCK(sem_timedwait, , (sem_t * s, const timespec* t), (s, t))
#undef CPPMUSIC_GUARD_LOCK
}

#endif
