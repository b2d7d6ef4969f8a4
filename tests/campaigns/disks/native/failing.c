// Lets the n-th call on a file below one folder fail, once or from then on. Preloaded (LD_PRELOAD);
// the process itself says which call, by failing_begin, and how often it came to that, by
// failing_end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_FILES 1024
#define REAL(name) ((__typeof__(&name))real(#name))

static char ours[MOST_FILES], folder[4096], wanted[32];
static int is_armed, number, at, error, is_once, fired;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void failing_begin(const char *below, const char *call, int at_call, int with_error, int once) {
    snprintf(folder, sizeof folder, "%s", below);
    snprintf(wanted, sizeof wanted, "%s", call);
    at = at_call, error = with_error, is_once = once, number = fired = 0, is_armed = 1;
}

int failing_end(int *calls) {
    is_armed = 0;
    *calls = number;
    return fired;
}

static int is_below(const char *path) { return folder[0] && !strncmp(path, folder, strlen(folder)); }

static int fails(const char *call, int is_one_of_ours) {
    if (!is_armed || !is_one_of_ours || strcmp(call, wanted))
        return 0;
    number++;
    if (is_once ? number != at : number < at)
        return 0;
    fired++;
    errno = error;
    return 1;
}

static int file_fails(const char *call, int file) {
    return file >= 0 && file < MOST_FILES && fails(call, ours[file]);
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        va_list more;                                           \
        va_start(more, flags);                                  \
        mode_t mode = va_arg(more, mode_t);                     \
        va_end(more);                                           \
        if (fails("open", is_below(path)))                      \
            return -1;                                          \
        int file = REAL(name)(path, flags, mode);               \
        if (file >= 0 && file < MOST_FILES)                     \
            ours[file] = is_below(path);                        \
        return file;                                            \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (file >= 0 && file < MOST_FILES)
        ours[file] = 0;
    return REAL(close)(file);
}

#define ON_FILE(result, name, call, parameters, arguments)                                   \
    result name parameters { return file_fails(call, file) ? -1 : REAL(name) arguments; }
ON_FILE(ssize_t, write, "write", (int file, const void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, pwrite, "write", (int file, const void *data, size_t size, off_t from), (file, data, size, from))
ON_FILE(ssize_t, pwrite64, "write", (int file, const void *data, size_t size, off64_t from), (file, data, size, from))
ON_FILE(ssize_t, read, "read", (int file, void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, pread, "read", (int file, void *data, size_t size, off_t from), (file, data, size, from))
ON_FILE(ssize_t, pread64, "read", (int file, void *data, size_t size, off64_t from), (file, data, size, from))
ON_FILE(int, fsync, "fsync", (int file), (file))
ON_FILE(int, fdatasync, "fsync", (int file), (file))
ON_FILE(int, ftruncate, "ftruncate", (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, "ftruncate", (int file, off64_t size), (file, size))

int rename(const char *from, const char *to) {
    return fails("rename", is_below(to)) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path) { return fails("unlink", is_below(path)) ? -1 : REAL(unlink)(path); }
