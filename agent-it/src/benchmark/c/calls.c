/*
 * The C side of the benchmark "calls".
 *
 *   calls PROGRAM ROUNDS NR A0 … A5    installs PROGRAM in a child and prints the nanoseconds of processor time of one call there
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

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
    if (argc == 10) return time_call(argv + 1);
    return 1;
}
