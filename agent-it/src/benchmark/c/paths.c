/*
 * The C side of the benchmark "paths".
 *
 *   paths RULES PROGRAM ROUNDS FILE     goes under a Landlock rule set and, unless PROGRAM is -, under a seccomp program, and prints
 *                                       the nanoseconds of processor time of one open+close of FILE there
 *
 * RULES: a line "FILES PORTS SCOPES", what is denied, and then lines "RIGHTS PATH", what is let through.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* linux/landlock.h, which may be older than the kernel. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

static int restrict_self(const char *rules) {
    struct { uint64_t files, ports, scopes; } attr;
    FILE *in = fopen(rules, "r");
    unsigned long long files, ports, scopes, rights;
    char path[4096];
    if (!in || fscanf(in, "%llu %llu %llu\n", &files, &ports, &scopes) != 3) return -1;
    attr.files = files;
    attr.ports = ports;
    attr.scopes = scopes;
    int set = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (set < 0) return -1;
    while (fscanf(in, "%llu %4095[^\n]\n", &rights, path) == 2) {
        struct { uint64_t rights; int32_t parent; } __attribute__((packed)) beneath;
        beneath.rights = rights;
        beneath.parent = open(path, O_PATH | O_CLOEXEC);
        /* A file takes none of what only directories have: executing, writing, reading, truncating, ioctl are a file's. */
        if (beneath.parent >= 0 && syscall(SYS_landlock_add_rule, set, 1, &beneath, 0)) {
            beneath.rights &= 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;
            if (beneath.rights && syscall(SYS_landlock_add_rule, set, 1, &beneath, 0)) return -1;
        }
        if (beneath.parent >= 0) close(beneath.parent);
    }
    fclose(in);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
    return syscall(SYS_landlock_restrict_self, set, 0);
}

int main(int argc, char **argv) {
    static struct sock_filter code[4096];
    struct sock_fprog prog = {.len = 0, .filter = code};
    if (argc != 5) return 1;
    if (strcmp(argv[2], "-")) {
        int in = open(argv[2], O_RDONLY);
        prog.len = read(in, code, sizeof code) / 8;
        close(in);
    }
    if (restrict_self(argv[1])) {
        perror("landlock");
        return 1;
    }
    if (prog.len && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog)) {
        perror("seccomp");
        return 1;
    }
    long rounds = atol(argv[3]);
    struct timespec begin, end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    for (long i = 0; i < rounds; i++) {
        int file = open(argv[4], O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            perror("open");
            return 2;
        }
        close(file);
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    printf("%.2f\n", ((end.tv_sec - begin.tv_sec) * 1e9 + (end.tv_nsec - begin.tv_nsec)) / rounds);
    fflush(stdout);
    _exit(0);
}
