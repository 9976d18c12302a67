/*
 * Filters in the kernel, for the benchmark.
 *
 *   filters export RULES PROGRAM OPTIMIZE   compiles RULES with libseccomp and writes the BPF; OPTIMIZE is SCMP_FLTATR_CTL_OPTIMIZE
 *   filters time CALLS SLICES PROGRAM...    prints for each PROGRAM: nanoseconds of a call of CALLS, nanoseconds of installing it
 *
 * RULES: lines "NR ARG:OP:DATUM_A:DATUM_B ...", each an alternative that allows the call; the rest is EPERM.
 * CALLS: lines "NR A0 A1 A2 A3 A4 A5". None of them is carried out: a second filter denies them all, and the kernel runs every
 * filter of a thread before it looks at what they returned (seccomp_run_filters, kernel/seccomp.c). PROGRAM "-" is none: what a
 * call costs under that second filter alone.
 *
 * Each PROGRAM has a child of its own. The time of a call is the least of SLICES times through CALLS: what else the machine does
 * adds to the others.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int export_rules(const char *rules, const char *program, int optimize) {
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!ctx || seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, optimize ? optimize : 1)) {
        fprintf(stderr, "this libseccomp lacks SCMP_FLTATR_CTL_OPTIMIZE (2.5)\n");
        return 1;
    }
    FILE *in = fopen(rules, "r");
    static char line[4096];
    while (in && fgets(line, sizeof line, in)) {
        struct scmp_arg_cmp conditions[6];
        unsigned count = 0;
        char *word = strtok(line, " \n");
        int nr = atoi(word);
        while ((word = strtok(NULL, " \n"))) {
            unsigned arg, op;
            unsigned long long a, b;
            if (count == 6 || sscanf(word, "%u:%u:%llu:%llu", &arg, &op, &a, &b) != 4) return 1;
            conditions[count++] = (struct scmp_arg_cmp){.arg = arg, .op = op, .datum_a = a, .datum_b = b};
        }
        int rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, nr, count, conditions);
        if (rc && rc != -EEXIST) {
            fprintf(stderr, "seccomp_rule_add_array(%d): %d\n", nr, rc);
            return 1;
        }
    }
    int out = open(program, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return seccomp_export_bpf(ctx, out) ? 1 : 0;
}

struct call {
    long nr, a[6];
};

/* Volatile where it is used: nothing of a child's comes after a trap, as far as the compiler sees. */
struct result {
    double call, install;
    int done;
};

static double now(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t)) __builtin_trap(); /* by the vDSO: no call, unless the clock is a slow one */
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static int install(struct sock_filter *code, unsigned short length) {
    struct sock_fprog prog = {.len = length, .filter = code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog);
}

/* Denies everything but what comes between it and the end. */
static int deny_all(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    return install(code, 4);
}

static void child(const char *program, struct call *calls, long count, int slices, volatile struct result *result) {
    static struct sock_filter code[4096];
    unsigned short length = 0;
    if (strcmp(program, "-")) {
        int in = open(program, O_RDONLY);
        length = read(in, code, sizeof code) / 8;
    }
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || deny_all()) return;
    double begin = now();
    if (length && install(code, length)) return;
    result->install = now() - begin;
    double least = 1e18;
    for (int i = 0; i < slices; i++) {
        begin = now();
        for (long c = 0; c < count; c++) {
            struct call *call = calls + c;
            syscall(call->nr, call->a[0], call->a[1], call->a[2], call->a[3], call->a[4], call->a[5]);
        }
        double taken = now() - begin;
        if (taken < least) least = taken;
    }
    result->call = least / count;
    result->done = 1;
}

static int time_programs(char **arguments) {
    static struct call calls[20000];
    long count = 0;
    FILE *in = fopen(arguments[0], "r");
    while (in && count < 20000) {
        struct call *c = calls + count;
        if (fscanf(in, "%ld %ld %ld %ld %ld %ld %ld", &c->nr, c->a, c->a + 1, c->a + 2, c->a + 3, c->a + 4, c->a + 5) != 7)
            break;
        /* uretprobe and uprobe pass every filter (__seccomp_filter, since Linux 6.14) and kill whoever calls them by hand. */
        if (c->nr != SYS_seccomp && c->nr != 335 && c->nr != 336) count++;
    }
    if (!count) return 1;
    volatile struct result *result = mmap(NULL, sizeof *result, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (char **program = arguments + 2; *program; program++) {
        result->done = 0;
        pid_t pid = fork();
        if (!pid) {
            child(*program, calls, count, atoi(arguments[1]), result);
            __builtin_trap(); /* even exit is denied */
        }
        waitpid(pid, NULL, 0);
        if (!result->done) {
            fprintf(stderr, "%s: not installed\n", *program);
            return 1;
        }
        printf("%.3f %.0f\n", result->call, result->install);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 5 && !strcmp(argv[1], "export")) return export_rules(argv[2], argv[3], atoi(argv[4]));
    if (argc >= 5 && !strcmp(argv[1], "time")) return time_programs(argv + 2);
    return 1;
}
