// Writes down what a process does to the files below one folder, in order, for rebuilding what a
// power cut might have left. Preloaded (LD_PRELOAD); RECORDER_LOG and RECORDER_FOLDER say where.
// One entry: operation, length of the name, offset, length, name, data (writes and notes only).
// C create, W write, T cut to length, S flush, U remove, R rename ("old\nnew"), N a note.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 1024
#define REAL(name) ((__typeof__(&name))real(#name))

static char *names[MOST_FILES];
static const char *folder;
static int log_file = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("RECORDER_LOG");
    folder = getenv("RECORDER_FOLDER");
    if (path && folder)
        log_file = REAL(open)(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *data, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t count = REAL(write)(log_file, (const char *)data + done, length - done);
        done += count > 0 ? count : (abort(), 0);  // half a log would prove nothing
    }
}

struct __attribute__((packed)) head { char operation; uint32_t name; uint64_t offset, length; };

static void note(char operation, const char *name, uint64_t offset, uint64_t length, const void *data) {
    struct head head = {operation, (uint32_t)strlen(name), offset, length};
    if (log_file < 0)
        return;
    put(&head, sizeof head);
    put(name, head.name);
    if (data)
        put(data, length);
}

void recorder_note(const char *words) { note('N', "", 0, strlen(words), words); }

static int is_watched(const char *path) { return folder && !strncmp(path, folder, strlen(folder)); }
static int is_ours(int file) { return file >= 0 && file < MOST_FILES && names[file]; }

static void opened(const char *path, int file, int flags, int was_there) {
    if (file < 0 || file >= MOST_FILES || !is_watched(path))
        return;
    free(names[file]);
    names[file] = strdup(path);
    if ((flags & O_CREAT) && !was_there)
        note('C', path, 0, 0, NULL);
    else if (flags & O_TRUNC)
        note('T', path, 0, 0, NULL);
}

#define OPEN(name)                                     \
    int name(const char *path, int flags, ...) {       \
        va_list more;                                  \
        va_start(more, flags);                         \
        mode_t mode = va_arg(more, mode_t);            \
        va_end(more);                                  \
        int was_there = !access(path, F_OK);           \
        int file = REAL(name)(path, flags, mode);      \
        opened(path, file, flags, was_there);          \
        return file;                                   \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (is_ours(file)) {
        free(names[file]);
        names[file] = NULL;
    }
    return REAL(close)(file);
}

ssize_t write(int file, const void *data, size_t length) {
    off_t offset = is_ours(file) ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t count = REAL(write)(file, data, length);
    if (count > 0 && is_ours(file))
        note('W', names[file], offset, count, data);
    return count;
}

#define PWRITE(name, type)                                                  \
    ssize_t name(int file, const void *data, size_t length, type offset) {  \
        ssize_t count = REAL(name)(file, data, length, offset);             \
        if (count > 0 && is_ours(file))                                     \
            note('W', names[file], offset, count, data);                    \
        return count;                                                       \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define AFTER(name, parameters, arguments, condition, ...)  \
    int name parameters {                                   \
        int result = REAL(name) arguments;                  \
        if (result == 0 && (condition))                     \
            note(__VA_ARGS__);                              \
        return result;                                      \
    }
#define TRUNCATE(name, type) \
    AFTER(name, (int file, type length), (file, length), is_ours(file), 'T', names[file], 0, length, NULL)
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
AFTER(fsync, (int file), (file), is_ours(file), 'S', names[file], 0, 0, NULL)
AFTER(fdatasync, (int file), (file), is_ours(file), 'S', names[file], 0, 0, NULL)
AFTER(unlink, (const char *path), (path), is_watched(path), 'U', path, 0, 0, NULL)

int rename(const char *from, const char *to) {
    char both[8192];
    int result = REAL(rename)(from, to);
    if (result == 0 && is_watched(to)) {
        snprintf(both, sizeof both, "%s\n%s", from, to);
        note('R', both, 0, 0, NULL);
    }
    return result;
}
