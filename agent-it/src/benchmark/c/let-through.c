/*
 * A process under one filter that lets every call through: what the kernel takes for any filter.
 *
 *   let-through PROGRAM ARGUMENT…
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct sock_filter code[] = {{.code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW}};
    struct sock_fprog prog = {.len = 1, .filter = code};
    if (argc < 2) return 1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog)) {
        perror("seccomp");
        return 1;
    }
    execv(argv[1], argv + 1);
    perror(argv[1]);
    return 1;
}
