// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded into a program before the C library (LD_PRELOAD): sees every call that changes what is on
// the disk below FAULT_ROOT. FAULT_TRACE: writes each of them there, and what goes to standard
// output, in the order in which they happened. FAULT_AT n and FAULT_KIND: the n-th of them is the
// last one (kill), or fails (space, error: that one; full, dead: all from there on; short: half).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { largestDescriptor = 4096 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char* paths[largestDescriptor]; // of descriptors below the root
static char root[4096];
static int trace = -1;
static long count, failAt;
static const char* kind = "";
static int isReady;

static void prepare(void)
{
    if (isReady) return;
    isReady = 1;
    const char* value = getenv("FAULT_ROOT");
    if (value) snprintf(root, sizeof root, "%s", value);
    value = getenv("FAULT_TRACE");
    if (value) {
        trace = (int)syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        int high = (int)syscall(SYS_fcntl, trace, F_DUPFD_CLOEXEC, 1000);
        syscall(SYS_close, trace);
        trace = high;
    }
    value = getenv("FAULT_AT");
    if (value) failAt = atol(value);
    value = getenv("FAULT_KIND");
    if (value) kind = value;
}

static int isBelow(const char* path)
{
    const size_t length = strlen(root);
    return length > 0 && path && strncmp(path, root, length) == 0;
}

static const char* pathOf(int fd)
{
    return fd >= 0 && fd < largestDescriptor ? paths[fd] : NULL;
}

static void remember(int fd, const char* path)
{
    if (fd < 0 || fd >= largestDescriptor) return;
    free(paths[fd]);
    paths[fd] = path && isBelow(path) ? strdup(path) : NULL;
}

// A line: what, path, other path, offset, size; then the bytes.
static void record(const char* what, const char* path, const char* other, int64_t offset, const void* data, size_t size)
{
    if (trace < 0) return;
    char line[9000];
    const int length = snprintf(line, sizeof line, "%s\t%s\t%s\t%lld\t%zu\n", what, path ? path : "",
                                other ? other : "", (long long)offset, size);
    syscall(SYS_write, trace, line, length);
    if (data && size) syscall(SYS_write, trace, data, size);
}

enum { pass = 0, halve = 1, fail = 2 };

// Counts a change and says what becomes of it; sets errno for one that fails.
static int decide(int isWrite)
{
    ++count;
    if (failAt == 0) return pass;
    if (strcmp(kind, "kill") == 0 && count == failAt) {
        if (isWrite) return halve;
        syscall(SYS_kill, getpid(), SIGKILL);
    }
    const int isOnce = strcmp(kind, "space") == 0 || strcmp(kind, "error") == 0;
    const int isLasting = strcmp(kind, "full") == 0 || strcmp(kind, "dead") == 0;
    if ((isOnce && count == failAt) || (isLasting && count >= failAt)) {
        errno = strcmp(kind, "space") == 0 || strcmp(kind, "full") == 0 ? ENOSPC : EIO;
        return fail;
    }
    if (strcmp(kind, "short") == 0 && count == failAt && isWrite) return halve;
    return pass;
}

static void killIfAsked(void)
{
    if (failAt && count == failAt && strcmp(kind, "kill") == 0) syscall(SYS_kill, getpid(), SIGKILL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int openBelow(int at, const char* path, int flags, mode_t mode)
{
    pthread_mutex_lock(&mutex);
    prepare();
    int result = -1;
    struct stat before;
    const int creates = (flags & O_CREAT) && isBelow(path) && syscall(SYS_newfstatat, AT_FDCWD, path, &before, 0) != 0;
    const int truncates = (flags & O_TRUNC) && isBelow(path);
    if (!(creates || truncates) || decide(0) == pass) {
        result = (int)syscall(SYS_openat, at, path, flags, mode);
        if (result >= 0) {
            if (creates) record("create", path, NULL, 0, NULL, 0);
            else if (truncates) record("truncate", path, NULL, 0, NULL, 0);
            remember(result, path);
        }
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

#define OPEN(name) \
    int name(const char* path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return openBelow(AT_FDCWD, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    pthread_mutex_lock(&mutex);
    remember(fd, NULL);
    pthread_mutex_unlock(&mutex);
    return (int)syscall(SYS_close, fd);
}

static ssize_t writeBelow(int fd, const void* data, size_t size, int64_t offset)
{
    pthread_mutex_lock(&mutex);
    prepare();
    const char* path = pathOf(fd);
    if (path == NULL && fd == STDOUT_FILENO) record("say", "", NULL, 0, data, size);
    const int outcome = path ? decide(1) : pass;
    ssize_t result = -1;
    if (outcome != fail) {
        const size_t part = outcome == halve ? size / 2 : size;
        const int64_t place = offset >= 0 ? offset : (int64_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
        result = offset >= 0 ? syscall(SYS_pwrite64, fd, data, part, offset) : syscall(SYS_write, fd, data, part);
        if (path && result > 0) record("write", path, NULL, place, data, (size_t)result);
        if (outcome == halve) killIfAsked();
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

ssize_t write(int fd, const void* data, size_t size) { return writeBelow(fd, data, size, -1); }
ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) { return writeBelow(fd, data, size, offset); }
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) { return writeBelow(fd, data, size, offset); }

#define CHANGE(what, isOurs, path, other, offset, call) \
    pthread_mutex_lock(&mutex); \
    prepare(); \
    int result = -1; \
    if (!(isOurs)) result = (int)(call); \
    else if (decide(0) == pass) { \
        result = (int)(call); \
        if (result == 0) record(what, path, other, offset, NULL, 0); \
    } \
    pthread_mutex_unlock(&mutex); \
    return result

int ftruncate(int fd, off_t size) { CHANGE("truncate", pathOf(fd), pathOf(fd), NULL, size, syscall(SYS_ftruncate, fd, size)); }
int ftruncate64(int fd, off64_t size) { CHANGE("truncate", pathOf(fd), pathOf(fd), NULL, size, syscall(SYS_ftruncate, fd, size)); }
int fsync(int fd) { CHANGE("sync", pathOf(fd), pathOf(fd), NULL, 0, syscall(SYS_fsync, fd)); }
int fdatasync(int fd) { CHANGE("sync", pathOf(fd), pathOf(fd), NULL, 0, syscall(SYS_fdatasync, fd)); }
int rename(const char* from, const char* to) { CHANGE("rename", isBelow(to), from, to, 0, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0)); }
int unlink(const char* path) { CHANGE("remove", isBelow(path), path, NULL, 0, syscall(SYS_unlinkat, AT_FDCWD, path, 0)); }
int rmdir(const char* path) { CHANGE("remove", isBelow(path), path, NULL, 0, syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR)); }
int mkdir(const char* path, mode_t mode) { CHANGE("mkdir", isBelow(path), path, NULL, 0, syscall(SYS_mkdirat, AT_FDCWD, path, mode)); }

int remove(const char* path)
{
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) return rmdir(path);
    return unlink(path);
}

int unlinkat(int directory, const char* name, int flags)
{
    char path[8192];
    const char* parent = pathOf(directory);
    if (name[0] == '/' || directory == AT_FDCWD) snprintf(path, sizeof path, "%s", name);
    else if (parent) snprintf(path, sizeof path, "%s/%s", parent, name);
    else path[0] = 0;
    CHANGE("remove", isBelow(path), path, NULL, 0, syscall(SYS_unlinkat, directory, name, flags));
}

// Used by the standard library to remove a folder with its content.
int openat(int directory, const char* name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (directory == AT_FDCWD || name[0] == '/') return openBelow(directory, name, flags, mode);
    const int result = (int)syscall(SYS_openat, directory, name, flags, mode);
    pthread_mutex_lock(&mutex);
    const char* parent = pathOf(directory);
    if (parent && result >= 0) {
        char path[8192];
        snprintf(path, sizeof path, "%s/%s", parent, name);
        remember(result, path);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

int posix_fallocate(int fd, off_t offset, off_t size)
{
    pthread_mutex_lock(&mutex);
    prepare();
    int result = 0;
    if (pathOf(fd) && decide(0) != pass) result = errno;
    if (result == 0 && syscall(SYS_fallocate, fd, 0, offset, size) != 0) result = errno;
    if (result == 0 && pathOf(fd)) record("truncate", pathOf(fd), NULL, offset + size, NULL, 0);
    pthread_mutex_unlock(&mutex);
    return result;
}
int posix_fallocate64(int fd, off64_t offset, off64_t size) { return posix_fallocate(fd, offset, size); }
