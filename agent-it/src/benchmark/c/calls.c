/*
 * The C side of the benchmark "calls".
 *
 *   calls export RULES PROGRAM           compiles RULES with libseccomp, its tree optimisation on, and writes the BPF
 *   calls time PROGRAM ROUNDS NR A0 … A5    installs PROGRAM in a child and prints the nanoseconds of processor time of one call there
 *
 * RULES: lines "NR ARG:MASK:VALUE ..." (masked equality), each an alternative that allows the call; the rest is EPERM.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int export_rules(const char *rules, const char *program) {
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!ctx || seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2)) {
        fprintf(stderr, "this libseccomp lacks SCMP_FLTATR_CTL_OPTIMIZE (2.5)\n");
        return 1;
    }
    FILE *in = fopen(rules, "r");
    char line[1024];
    while (in && fgets(line, sizeof line, in)) {
        struct scmp_arg_cmp conditions[6];
        unsigned count = 0;
        char *word = strtok(line, " \n");
        int nr = atoi(word);
        while ((word = strtok(NULL, " \n"))) {
            unsigned arg;
            unsigned long long mask, value;
            if (sscanf(word, "%u:%llu:%llu", &arg, &mask, &value) != 3) return 1;
            conditions[count].arg = arg;
            conditions[count].op = SCMP_CMP_MASKED_EQ;
            conditions[count].datum_a = mask;
            conditions[count].datum_b = value;
            count++;
        }
        int rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, nr, count, conditions);
        if (rc) {
            fprintf(stderr, "seccomp_rule_add_array(%d): %d\n", nr, rc);
            return 1;
        }
    }
    int out = open(program, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return seccomp_export_bpf(ctx, out) ? 1 : 0;
}

static int time_call(char **a) {
    static struct sock_filter code[4096];
    int in = open(a[0], O_RDONLY);
    long bytes = read(in, code, sizeof code);
    close(in);
    long rounds = atol(a[1]), nr = atol(a[2]);
    long arg[6];
    for (int i = 0; i < 6; i++) arg[i] = atol(a[3 + i]);
    struct sock_fprog prog = {.len = bytes / 8, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog)) {
        perror("seccomp");
        return 1;
    }
    struct timespec begin, end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    for (long i = 0; i < rounds; i++) {
        if (syscall(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]) == -1 && errno == EPERM) return 2;
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    printf("%.2f\n", ((end.tv_sec - begin.tv_sec) * 1e9 + (end.tv_nsec - begin.tv_nsec)) / rounds);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 4 && !strcmp(argv[1], "export")) return export_rules(argv[2], argv[3]);
    if (argc == 11 && !strcmp(argv[1], "time")) return time_call(argv + 2);
    return 1;
}
