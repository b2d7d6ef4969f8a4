// Takes the time of each event that the window's thread is told of, in place of
// QApplication::notify: what is sent on inside belongs to it, what a dialog's own loop does while
// an event waits for it does not. Python would be asked at each of the thousands of events that
// one page sends on, and what that costs, up to half as much again, would count as the product's.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#define BEFORE 2 // words of a virtual table that stand before its functions
#define NOTIFY 12 // functions of QObject before the first of QCoreApplication
#define FUNCTIONS 32
#define MOST 4096
#define SLOW 0.1 // seconds of the processor's time: what others had of it does not count

typedef bool (*Notify)(void *, void *, void *);

static void *table[BEFORE + FUNCTIONS], **watched, *table_before;
static Notify notify_before;
static void *(*current_thread)(void);
static int (*loop_level)(const void *);
static pthread_t window_thread;
static int level, slow_ones;
static long events;
static double nested, slow[MOST];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool notify(void *application, void *receiver, void *event) {
    int here, outer = level;
    if (!pthread_equal(pthread_self(), window_thread) ||
        (here = loop_level(current_thread())) <= outer) // sent on while another is under way
        return notify_before(application, receiver, event);
    double others = nested, began = now();
    level = here, nested = 0;
    bool done = notify_before(application, receiver, event);
    double whole = now() - began, took = whole - nested;
    level = outer, nested = others + whole, events++;
    if (took > SLOW && slow_ones < MOST)
        slow[slow_ones++] = took;
    return done;
}

// Begins with a QApplication, on its own thread; returns whether it could.
bool watch(void *application) {
    void *core = dlopen("libQt6Core.so.6", RTLD_NOW | RTLD_NOLOAD);
    if (!core || watched)
        return false;
    current_thread = (void *(*)(void))dlsym(core, "_ZN7QThread13currentThreadEv");
    loop_level = (int (*)(const void *))dlsym(core, "_ZNK7QThread9loopLevelEv");
    if (!current_thread || !loop_level)
        return false;
    window_thread = pthread_self();
    watched = application;
    table_before = *watched;
    memcpy(table, (void **)table_before - BEFORE, sizeof table);
    notify_before = (Notify)table[BEFORE + NOTIFY];
    table[BEFORE + NOTIFY] = (void *)notify;
    *watched = table + BEFORE;
    return true;
}

void leave(void) {
    *watched = table_before;
    watched = NULL;
    level = 0, nested = 0, events = 0, slow_ones = 0;
}

long count(void) { return events; }

// Leaves out of the event under way what looking took.
void forgive(double seconds) { nested += seconds; }

// Writes what was slow since the last time, the oldest first; returns how many.
int take_slow(double *into) {
    int many = slow_ones;
    memcpy(into, slow, (size_t)many * sizeof *slow);
    slow_ones = 0;
    return many;
}
