#!/usr/bin/env python3
"""Writes the constants of the package linux, a file for each family, from the kernel's headers.

    agent/src/tools/constants.py UAPI KERNEL VERSION

UAPI is the folder that holds linux/ and the folders asm/ by architecture (Debian's linux-libc-dev: usr/include), KERNEL one
that holds include/linux/ (Debian's linux-headers-VERSION-common), for the few constants that programs use but that the
kernel exports in no header. Every value is computed by a C compiler from the headers of its architecture.
"""
import os
import re
import subprocess
import sys
import tempfile

UAPI, KERNEL, VERSION = sys.argv[1:4]
ARCHS = {
    "x86_64": ("x86_64-linux-gnu", "-D__x86_64__"),
    "aarch64": ("aarch64-linux-gnu", "-D__aarch64__"),
    "riscv64": ("riscv64-linux-gnu", "-D__riscv -D__riscv_xlen=64"),
}
OUT = os.path.join(os.path.dirname(__file__), "../main/resources/io/github/threadsandbox/linux/constants")

# Defined for programs by C libraries alone; the kernel's own headers are named beside each.
OWN = """
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_RDM 4
#define SOCK_SEQPACKET 5
#define SOCK_DCCP 6
#define SOCK_PACKET 10
#define SOCK_CLOEXEC O_CLOEXEC
#define SOCK_NONBLOCK O_NONBLOCK
#define SHUT_RD 0
#define SHUT_WR 1
#define SHUT_RDWR 2
#define O_ASYNC FASYNC
#define SIGIOT SIGABRT
#define IPPROTO_ICMPV6 58
#define SCHED_OTHER SCHED_NORMAL
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#define UMOUNT_NOFOLLOW 8
#define MNT_FORCE 1
#define MNT_DETACH 2
#define MNT_EXPIRE 4
#define SWAP_FLAG_PREFER 0x8000
#define SWAP_FLAG_DISCARD 0x10000
#define SPLICE_F_MOVE 1
#define SPLICE_F_NONBLOCK 2
#define SPLICE_F_MORE 4
#define SPLICE_F_GIFT 8
#define TFD_TIMER_ABSTIME 1
#define TFD_TIMER_CANCEL_ON_SET 2
#define TFD_CLOEXEC O_CLOEXEC
#define TFD_NONBLOCK O_NONBLOCK
#define EFD_SEMAPHORE 1
#define EFD_CLOEXEC O_CLOEXEC
#define EFD_NONBLOCK O_NONBLOCK
#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_REMAP 040000
#define SHM_EXEC 0100000
"""

# family: kind, field, headers, names. Kind: "flags", to be or-ed, or "values", of which an argument holds one. Field: the bits of
# a family of flags that hold one of several values. Names: patterns, looked for in the headers; words in capitals count
# as they are. A pattern that begins with "!" takes names out again.
FAMILIES = {
    "access": ("flags", "all", [], "F_OK X_OK W_OK R_OK"),
    "af": ("values", "", ["kernel:linux/socket.h"], "AF_[A-Z0-9_]+ !AF_MAX PF_[A-Z0-9_]+ !PF_MAX"),
    "arch": ("values", "", ["asm/prctl.h"], "ARCH_[A-Z0-9_]+"),
    "at": ("values", "", ["linux/fcntl.h"], "AT_FDCWD"),
    "at-flags": ("flags", "", ["linux/fcntl.h"], "AT_SYMLINK_NOFOLLOW AT_SYMLINK_FOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_STATX_FORCE_SYNC AT_STATX_DONT_SYNC AT_RECURSIVE"),
    "at-access": ("flags", "", ["linux/fcntl.h"], "AT_EACCESS"),
    "at-execve": ("flags", "", ["linux/fcntl.h"], "AT_EXECVE_CHECK"),
    "at-handle": ("flags", "", ["linux/fcntl.h"], "AT_HANDLE_FID AT_HANDLE_MNT_ID_UNIQUE AT_HANDLE_CONNECTABLE"),
    "at-remove": ("flags", "", ["linux/fcntl.h"], "AT_REMOVEDIR"),
    "bpf": ("values", "", ["linux/bpf.h"], "BPF_MAP_CREATE BPF_MAP_LOOKUP_ELEM BPF_MAP_UPDATE_ELEM BPF_MAP_DELETE_ELEM BPF_MAP_GET_NEXT_KEY BPF_PROG_LOAD BPF_OBJ_PIN BPF_OBJ_GET BPF_PROG_ATTACH BPF_PROG_DETACH BPF_PROG_TEST_RUN BPF_PROG_GET_NEXT_ID BPF_MAP_GET_NEXT_ID BPF_PROG_GET_FD_BY_ID BPF_MAP_GET_FD_BY_ID BPF_OBJ_GET_INFO_BY_FD BPF_PROG_QUERY BPF_RAW_TRACEPOINT_OPEN BPF_BTF_LOAD BPF_BTF_GET_FD_BY_ID BPF_TASK_FD_QUERY BPF_LINK_CREATE BPF_LINK_UPDATE BPF_ENABLE_STATS BPF_ITER_CREATE BPF_LINK_DETACH BPF_PROG_BIND_MAP BPF_TOKEN_CREATE"),
    "clock": ("values", "", ["linux/time.h"], "CLOCK_[A-Z0-9_]+"),
    "clone": ("flags", "", ["linux/sched.h"], "CLONE_[A-Z0-9_]+ CSIGNAL !CLONE_ARGS.* !CLONE_CLEAR_SIGHAND !CLONE_INTO_CGROUP !CLONE_AUTOREAP !CLONE_NNP !CLONE_PIDFD_AUTOKILL !CLONE_EMPTY_MNTNS"),
    "close-range": ("flags", "", ["linux/close_range.h"], "CLOSE_RANGE_[A-Z]+"),
    "epoll": ("flags", "", ["linux/eventpoll.h"], "EPOLL_CLOEXEC"),
    "epoll-op": ("values", "", ["linux/eventpoll.h"], "EPOLL_CTL_[A-Z]+"),
    "eventfd": ("flags", "", [], "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK"),
    "fadvise": ("values", "", ["linux/fadvise.h"], "POSIX_FADV_[A-Z]+"),
    "falloc": ("flags", "", ["linux/falloc.h"], "FALLOC_FL_[A-Z_]+"),
    "fanotify": ("flags", "0xc", ["linux/fanotify.h"], "FAN_CLASS_[A-Z_]+ FAN_CLOEXEC FAN_NONBLOCK FAN_UNLIMITED_[A-Z]+ FAN_ENABLE_AUDIT FAN_REPORT_[A-Z_]+"),
    "fanotify-mark": ("flags", "", ["linux/fanotify.h"], "FAN_MARK_[A-Z_]+"),
    "fcntl": ("values", "", ["linux/fcntl.h"], "F_[A-Z0-9_]+ !F_OK !F_RDLCK !F_WRLCK !F_UNLCK !F_EXLCK !F_SHLCK !F_SEAL.* !F_OWNER.* !F_LINUX_SPECIFIC_BASE !F_GETLK64 !F_SETLK64 !F_SETLKW64"),
    "fd-flags": ("flags", "", ["linux/fcntl.h"], "FD_CLOEXEC"),
    "flock": ("flags", "", ["linux/fcntl.h"], "LOCK_SH LOCK_EX LOCK_NB LOCK_UN"),
    "fsconfig": ("values", "", ["linux/mount.h"], "FSCONFIG_[A-Z_]+"),
    "fsmount": ("flags", "", ["linux/mount.h"], "FSMOUNT_CLOEXEC"),
    "fsopen": ("flags", "", ["linux/mount.h"], "FSOPEN_CLOEXEC"),
    "fspick": ("flags", "", ["linux/mount.h"], "FSPICK_[A-Z_]+"),
    "futex": ("flags", "0x7f", ["linux/futex.h"], "FUTEX_WAIT FUTEX_WAKE FUTEX_FD FUTEX_REQUEUE FUTEX_CMP_REQUEUE FUTEX_WAKE_OP FUTEX_LOCK_PI FUTEX_UNLOCK_PI FUTEX_TRYLOCK_PI FUTEX_WAIT_BITSET FUTEX_WAKE_BITSET FUTEX_WAIT_REQUEUE_PI FUTEX_CMP_REQUEUE_PI FUTEX_LOCK_PI2 FUTEX_PRIVATE_FLAG FUTEX_CLOCK_REALTIME"),
    "futex2": ("flags", "3", ["linux/futex.h"], "FUTEX2_[A-Z0-9_]+ !FUTEX2_SIZE_MASK"),
    "inotify": ("flags", "", ["linux/inotify.h"], "IN_CLOEXEC IN_NONBLOCK"),
    "inotify-mask": ("flags", "", ["linux/inotify.h"], "IN_ACCESS IN_MODIFY IN_ATTRIB IN_CLOSE_WRITE IN_CLOSE_NOWRITE IN_OPEN IN_MOVED_FROM IN_MOVED_TO IN_CREATE IN_DELETE IN_DELETE_SELF IN_MOVE_SELF IN_ONLYDIR IN_DONT_FOLLOW IN_EXCL_UNLINK IN_MASK_CREATE IN_MASK_ADD IN_ISDIR IN_ONESHOT IN_ALL_EVENTS IN_CLOSE IN_MOVE"),
    "ioctl": ("values", "", ["asm/ioctls.h"], "FIO[A-Z]+ TC[A-Z0-9]+ TIOC[A-Z0-9_]+ !TIOCPKT_.* !TIOCSER_TEMT !TIOCM_.* !TIOCGISO7816 !TIOCSISO7816 !TIOCSER[GS]WILD"),
    "ioctl-device": ("values", "", ["linux/if_tun.h", "linux/random.h", "linux/loop.h", "linux/vt.h", "linux/kd.h", "linux/nsfs.h", "linux/perf_event.h", "linux/seccomp.h", "linux/userfaultfd.h", "linux/kvm.h"],
        "TUN[A-Z]+ RND[A-Z]+ LOOP_[A-Z0-9_]+ VT_[A-Z]+ KD[A-Z]+ NS_[A-Z_0-9]+ PERF_EVENT_IOC_[A-Z_]+ SECCOMP_IOCTL_[A-Z_]+ UFFDIO_[A-Z_]+ KVM_CREATE_VM KVM_GET_API_VERSION KVM_RUN !TUN_.* !KD_.* !UFFDIO_.*_MODE_.* !LOOP_.*_FLAGS !VT_AUTO !VT_PROCESS !VT_ACKACQ !NS_ID_.* !NS_MNT_INFO.*"),
    "ioctl-file": ("values", "", ["linux/fs.h", "linux/fscrypt.h", "linux/fsverity.h", "linux/blkpg.h"], "FICLONE FICLONERANGE FIDEDUPERANGE FIBMAP FIGETBSZ FIFREEZE FITHAW FITRIM FS_IOC_[A-Z_0-9]+ BLK[A-Z0-9]+ !FS_IOC_FIEMAP !BLKELV.*"),
    "ioctl-socket": ("values", "", ["linux/sockios.h"], "SIOC[A-Z0-9_]+ FIOSETOWN FIOGETOWN !SIOCDEVPRIVATE !SIOCPROTOPRIVATE"),
    "ioprio": ("values", "", ["linux/ioprio.h"], "IOPRIO_WHO_[A-Z]+"),
    "ip-protocol": ("values", "", ["linux/in.h"], "IPPROTO_[A-Z0-9]+ IPPROTO_ICMPV6 !IPPROTO_MAX"),
    "ipc": ("flags", "", ["linux/ipc.h"], "IPC_CREAT IPC_EXCL IPC_NOWAIT"),
    "ipc-op": ("values", "", ["linux/ipc.h", "linux/shm.h", "linux/sem.h", "linux/msg.h"], "IPC_RMID IPC_SET IPC_STAT IPC_INFO SHM_LOCK SHM_UNLOCK SHM_STAT SHM_INFO SHM_STAT_ANY GETPID GETVAL GETALL GETNCNT GETZCNT SETVAL SETALL SEM_STAT SEM_INFO MSG_STAT MSG_INFO"),
    "itimer": ("values", "", ["linux/time.h"], "ITIMER_[A-Z]+"),
    "kcmp": ("values", "", ["linux/kcmp.h"], "KCMP_[A-Z]+ !KCMP_TYPES"),
    "kexec": ("flags", "", ["linux/kexec.h"], "KEXEC_ON_CRASH KEXEC_PRESERVE_CONTEXT KEXEC_UPDATE_ELFCOREHDR"),
    "kexec-file": ("flags", "", ["linux/kexec.h"], "KEXEC_FILE_[A-Z_]+"),
    "keyctl": ("values", "", ["linux/keyctl.h"], "KEYCTL_[A-Z0-9_]+ !KEYCTL_SUPPORTS.* !KEYCTL_MOVE_EXCL !KEYCTL_CAPS.*"),
    "keyring": ("values", "", ["linux/keyctl.h"], "KEY_SPEC_[A-Z_]+"),
    "landlock": ("flags", "", ["linux/landlock.h"], "LANDLOCK_CREATE_RULESET_[A-Z]+"),
    "landlock-restrict": ("flags", "", ["linux/landlock.h"], "LANDLOCK_RESTRICT_SELF_[A-Z_]+"),
    "landlock-rule": ("values", "", ["linux/landlock.h"], "LANDLOCK_RULE_[A-Z_]+"),
    "madvise": ("values", "", ["asm/mman.h"], "MADV_[A-Z0-9_]+"),
    "map": ("flags", "0xf", ["linux/mman.h", "asm/mman.h"], "MAP_[A-Z0-9_]+ !MAP_HUGE_[0-9].* !MAP_FILE !MAP_TYPE !MAP_HUGE_SHIFT !MAP_HUGE_MASK MAP_TYPE"),
    "mcl": ("flags", "", ["asm/mman.h"], "MCL_[A-Z]+"),
    "membarrier": ("values", "", ["linux/membarrier.h"], "MEMBARRIER_CMD_[A-Z_]+ !MEMBARRIER_CMD_FLAG_.*"),
    "membarrier-flags": ("flags", "", ["linux/membarrier.h"], "MEMBARRIER_CMD_FLAG_[A-Z]+"),
    "memfd": ("flags", "", ["linux/memfd.h"], "MFD_[A-Z_]+ !MFD_HUGE_.*"),
    "mlock": ("flags", "", ["asm/mman.h"], "MLOCK_ONFAULT"),
    "mode": ("flags", "0xf000", ["linux/stat.h"], "S_IFMT S_IFSOCK S_IFLNK S_IFREG S_IFBLK S_IFDIR S_IFCHR S_IFIFO S_ISUID S_ISGID S_ISVTX S_IRWXU S_IRUSR S_IWUSR S_IXUSR S_IRWXG S_IRGRP S_IWGRP S_IXGRP S_IRWXO S_IROTH S_IWOTH S_IXOTH"),
    "module": ("flags", "", ["linux/module.h"], "MODULE_INIT_[A-Z_]+"),
    "mount": ("flags", "", ["linux/mount.h"], "MS_[A-Z]+ !MS_RMT.* !MS_MGC.* !MS_BORN !MS_ACTIVE !MS_SUBMOUNT !MS_NOREMOTELOCK !MS_NOSEC !MS_NOUSER !MS_KERNMOUNT !MS_I_VERSION"),
    "mount-attr": ("flags", "0x70", ["linux/mount.h"], "MOUNT_ATTR_[A-Z_]+ !MOUNT_ATTR_SIZE.*"),
    "move-mount": ("flags", "", ["linux/mount.h"], "MOVE_MOUNT_[A-Z_]+ !MOVE_MOUNT__MASK"),
    "mpol": ("values", "", ["linux/mempolicy.h"], "MPOL_DEFAULT MPOL_PREFERRED MPOL_BIND MPOL_INTERLEAVE MPOL_LOCAL MPOL_PREFERRED_MANY MPOL_WEIGHTED_INTERLEAVE"),
    "mpol-get": ("flags", "", ["linux/mempolicy.h"], "MPOL_F_NODE MPOL_F_ADDR MPOL_F_MEMS_ALLOWED"),
    "mpol-move": ("flags", "", ["linux/mempolicy.h"], "MPOL_MF_STRICT MPOL_MF_MOVE MPOL_MF_MOVE_ALL"),
    "mremap": ("flags", "", ["linux/mman.h"], "MREMAP_[A-Z]+"),
    "msg": ("flags", "", ["kernel:linux/socket.h"], "MSG_[A-Z_]+ !MSG_INTERNAL.* !MSG_NO_SHARED.* !MSG_SENDPAGE.* !MSG_SPLICE.* !MSG_EOF !MSG_CMSG_COMPAT !MSG_SOCK_DEVMEM !MSG_TRYHARD"),
    "msgrcv": ("flags", "", ["linux/msg.h"], "MSG_NOERROR MSG_EXCEPT MSG_COPY"),
    "msync": ("flags", "", ["asm/mman.h"], "MS_ASYNC MS_INVALIDATE MS_SYNC"),
    "netlink": ("values", "", ["linux/netlink.h"], "NETLINK_ROUTE NETLINK_UNUSED NETLINK_USERSOCK NETLINK_FIREWALL NETLINK_SOCK_DIAG NETLINK_NFLOG NETLINK_XFRM NETLINK_SELINUX NETLINK_ISCSI NETLINK_AUDIT NETLINK_FIB_LOOKUP NETLINK_CONNECTOR NETLINK_NETFILTER NETLINK_DNRTMSG NETLINK_KOBJECT_UEVENT NETLINK_GENERIC NETLINK_SCSITRANSPORT NETLINK_ECRYPTFS NETLINK_RDMA NETLINK_CRYPTO NETLINK_SMC NETLINK_INET_DIAG"),
    "open": ("flags", "3", ["linux/fcntl.h"], "O_RDONLY O_WRONLY O_RDWR O_ACCMODE O_CREAT O_EXCL O_NOCTTY O_TRUNC O_APPEND O_NONBLOCK O_NDELAY O_DSYNC O_DIRECT O_LARGEFILE O_DIRECTORY O_NOFOLLOW O_NOATIME O_CLOEXEC O_SYNC __O_SYNC O_PATH O_TMPFILE __O_TMPFILE O_ASYNC"),
    "open-tree": ("flags", "", ["linux/mount.h"], "OPEN_TREE_[A-Z]+"),
    "perf": ("flags", "", ["linux/perf_event.h"], "PERF_FLAG_[A-Z_]+"),
    "personality": ("flags", "0xff", ["linux/personality.h"], "UNAME26 ADDR_NO_RANDOMIZE FDPIC_FUNCPTRS MMAP_PAGE_ZERO ADDR_COMPAT_LAYOUT READ_IMPLIES_EXEC ADDR_LIMIT_32BIT SHORT_INODE WHOLE_SECONDS STICKY_TIMEOUTS ADDR_LIMIT_3GB PER_LINUX PER_LINUX32"),
    "pidfd": ("flags", "", ["linux/pidfd.h"], "PIDFD_NONBLOCK PIDFD_THREAD"),
    "pidfd-signal": ("flags", "", ["linux/pidfd.h"], "PIDFD_SIGNAL_[A-Z_]+"),
    "pkey": ("flags", "", ["asm/mman.h"], "PKEY_DISABLE_[A-Z]+"),
    "prctl": ("values", "", ["linux/prctl.h"], "PR_[GS]ET_[A-Z0-9_]+ PR_CAPBSET_[A-Z]+ PR_TASK_PERF_[A-Z_]+ PR_MCE_KILL PR_MCE_KILL_GET PR_MPX_[A-Z_]+ PR_CAP_AMBIENT PR_SVE_[GS]ET_VL PR_SME_[GS]ET_VL PR_PAC_RESET_KEYS PR_PAC_[GS]ET_ENABLED_KEYS PR_SCHED_CORE PR_RISCV_V_[GS]ET_CONTROL PR_RISCV_SET_ICACHE_FLUSH_CTX PR_PPC_[GS]ET_DEXCR PR_LOCK_SHADOW_STACK_STATUS PR_TIMER_CREATE_RESTORE_IDS PR_FUTEX_HASH PR_RSEQ_SLICE_EXTENSION !PR_SET_MM_.* !PR_SET_PTRACER_ANY !PR_SET_VMA_ANON_NAME"),
    "prctl-arg": ("values", "", ["linux/prctl.h"], "PR_CAP_AMBIENT_[A-Z_]+ PR_SET_MM_[A-Z_]+ PR_SET_VMA_ANON_NAME PR_SPEC_[A-Z_]+ !PR_SET_MM_MAP_SIZE"),
    "priority": ("values", "", ["linux/resource.h"], "PRIO_PROCESS PRIO_PGRP PRIO_USER"),
    "prot": ("flags", "all", ["asm/mman.h"], "PROT_[A-Z]+"),
    "ptrace": ("values", "", ["linux/ptrace.h", "asm/ptrace.h"], "PTRACE_[A-Z0-9_]+ !PTRACE_EVENT.* !PTRACE_O_.* !PTRACE_SYSCALL_INFO.* !PTRACE_PEEKSIGINFO_SHARED !PTRACE_SIGNUM.* !PTRACE_RSEQ.* !PTRACE_CFI.*"),
    "random": ("flags", "", ["linux/random.h"], "GRND_[A-Z]+"),
    "reboot": ("values", "", ["linux/reboot.h"], "LINUX_REBOOT_CMD_[A-Z0-9_]+"),
    "reboot-magic": ("values", "", ["linux/reboot.h"], "LINUX_REBOOT_MAGIC[A-Z0-9_]+"),
    "rename": ("flags", "", ["linux/fs.h"], "RENAME_[A-Z]+"),
    "rlimit": ("values", "", ["linux/resource.h"], "RLIMIT_[A-Z]+"),
    "rusage": ("values", "", ["linux/resource.h"], "RUSAGE_[A-Z]+"),
    "rwf": ("flags", "", ["linux/fs.h"], "RWF_[A-Z]+ !RWF_SUPPORTED"),
    "sched": ("flags", "0x3fffffff", ["linux/sched.h"], "SCHED_OTHER SCHED_NORMAL SCHED_FIFO SCHED_RR SCHED_BATCH SCHED_IDLE SCHED_DEADLINE SCHED_EXT SCHED_RESET_ON_FORK"),
    "seal": ("flags", "", ["linux/fcntl.h"], "F_SEAL_[A-Z_]+"),
    "seccomp": ("values", "", ["linux/seccomp.h"], "SECCOMP_SET_MODE_[A-Z]+ SECCOMP_GET_[A-Z_]+"),
    "seccomp-flags": ("flags", "", ["linux/seccomp.h"], "SECCOMP_FILTER_FLAG_[A-Z_]+"),
    "seccomp-mode": ("values", "", ["linux/seccomp.h"], "SECCOMP_MODE_[A-Z]+"),
    "seek": ("values", "", ["linux/fs.h"], "SEEK_[A-Z]+ !SEEK_MAX"),
    "shm": ("flags", "", ["linux/shm.h"], "SHM_RDONLY SHM_RND SHM_REMAP SHM_EXEC SHM_HUGETLB SHM_NORESERVE"),
    "shutdown": ("values", "", [], "SHUT_RD SHUT_WR SHUT_RDWR"),
    "signal": ("values", "", ["linux/signal.h"], "SIG[A-Z0-9]+ !SIG_.* !SIGRTM.* !SIGUNUSED !SIGLOST !SIGSTKSZ !SIGIOT SIGIOT"),
    "signalfd": ("flags", "", ["linux/signalfd.h"], "SFD_[A-Z]+"),
    "sigprocmask": ("values", "", ["linux/signal.h"], "SIG_BLOCK SIG_UNBLOCK SIG_SETMASK"),
    "sock": ("flags", "0xf", ["linux/fcntl.h"], "SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET SOCK_DCCP SOCK_PACKET SOCK_CLOEXEC SOCK_NONBLOCK"),
    "socket-level": ("values", "", ["asm/socket.h", "linux/in.h", "kernel:linux/socket.h"], "SOL_SOCKET IPPROTO_IP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 IPPROTO_ICMP IPPROTO_ICMPV6 IPPROTO_SCTP IPPROTO_RAW SOL_[A-Z0-9_]+"),
    "socket-option": ("values", "", ["asm/socket.h"], "SO_[A-Z0-9_]+ !SO_.*_OLD !SO_.*_NEW SO_RCVTIMEO_OLD SO_SNDTIMEO_OLD"),
    "socket-option-ip": ("values", "", ["linux/in.h"], "IP_[A-Z_0-9]+ MCAST_[A-Z_]+ !IP_PMTUDISC_.* !IP_DEFAULT_.* !MCAST_EXCLUDE !MCAST_INCLUDE !IP_XFRM_UNUSED"),
    "socket-option-ipv6": ("values", "", ["linux/in6.h"], "IPV6_[A-Z_0-9]+ !IPV6_USE_MIN_MTU !IPV6_PMTUDISC_.* !IPV6_FL_.* !IPV6_PRIORITY_.* !IPV6_TLV_.* !IPV6_OPT_.* !IPV6_PREFER_.* !IPV6_FLOWINFO_.*"),
    "socket-option-tcp": ("values", "", ["linux/tcp.h"], "TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT TCP_LINGER2 TCP_DEFER_ACCEPT TCP_WINDOW_CLAMP TCP_INFO TCP_QUICKACK TCP_CONGESTION TCP_MD5SIG TCP_THIN_LINEAR_TIMEOUTS TCP_THIN_DUPACK TCP_USER_TIMEOUT TCP_REPAIR TCP_REPAIR_QUEUE TCP_QUEUE_SEQ TCP_REPAIR_OPTIONS TCP_FASTOPEN TCP_TIMESTAMP TCP_NOTSENT_LOWAT TCP_CC_INFO TCP_SAVE_SYN TCP_SAVED_SYN TCP_REPAIR_WINDOW TCP_FASTOPEN_CONNECT TCP_ULP TCP_MD5SIG_EXT TCP_FASTOPEN_KEY TCP_FASTOPEN_NO_COOKIE TCP_ZEROCOPY_RECEIVE TCP_INQ TCP_TX_DELAY"),
    "splice": ("flags", "", [], "SPLICE_F_MOVE SPLICE_F_NONBLOCK SPLICE_F_MORE SPLICE_F_GIFT"),
    "statx": ("flags", "", ["linux/stat.h"], "STATX_[A-Z_]+ !STATX_ATTR.* !STATX__RESERVED !STATX_ALL"),
    "swap": ("flags", "", [], "SWAP_FLAG_PREFER SWAP_FLAG_DISCARD"),
    "sync-file-range": ("flags", "", ["linux/fs.h"], "SYNC_FILE_RANGE_[A-Z_]+"),
    "timer": ("flags", "", ["linux/time.h"], "TIMER_ABSTIME"),
    "timerfd": ("flags", "", ["linux/timerfd.h"], "TFD_CLOEXEC TFD_NONBLOCK"),
    "timerfd-set": ("flags", "", ["linux/timerfd.h"], "TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET"),
    "umount": ("flags", "", [], "MNT_FORCE MNT_DETACH MNT_EXPIRE UMOUNT_NOFOLLOW"),
    "unshare": ("flags", "", ["linux/sched.h"], "CLONE_NEWTIME CLONE_FS CLONE_FILES CLONE_SYSVSEM CLONE_NEWNS CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER CLONE_NEWPID CLONE_NEWNET CLONE_THREAD CLONE_SIGHAND CLONE_VM"),
    "userfaultfd": ("flags", "", ["linux/userfaultfd.h"], "UFFD_USER_MODE_ONLY"),
    "wait": ("flags", "", ["linux/wait.h"], "WNOHANG WUNTRACED WSTOPPED WEXITED WCONTINUED WNOWAIT __WNOTHREAD __WALL __WCLONE"),
    "wait-id": ("values", "", ["linux/wait.h"], "P_ALL P_PID P_PGID P_PIDFD"),
    "xattr": ("flags", "", ["linux/xattr.h"], "XATTR_CREATE XATTR_REPLACE"),
}
# Its bit is a signal's in clone.
FAMILIES["clone"] = (*FAMILIES["clone"][:3], FAMILIES["clone"][3] + " !CLONE_NEWTIME")


def text_of(header):
    """A header's text, of asm/ every architecture's, without comments."""
    folder, name = (KERNEL + "/include", header[7:]) if header.startswith("kernel:") else (UAPI, header)
    paths = [os.path.join(folder, name)] + [os.path.join(UAPI, arch, name) for arch, _ in ARCHS.values()]
    text = ""
    for path in paths:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                text += f.read()
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)


def included(header, seen):
    """The headers that an exported header includes of its own kind, as fcntl.h does asm-generic/fcntl.h."""
    if header in seen:
        return ""
    seen.add(header)
    text = text_of(header)
    stem = os.path.basename(header)
    for inner in re.findall(r"#\s*include\s+<((?:asm|asm-generic|linux)/[\w.-]+)>", text):
        if os.path.basename(inner) == stem or inner.startswith("asm-generic/" + stem[:4]):
            text += included(inner, seen)
    return text


def candidates(headers):
    text = "".join(included(h, set()) for h in headers)
    names = re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\S|^\s*([A-Z_][A-Z0-9_]*)\s*(?:=[^,}]*)?(?:,|\n\s*})", text, re.M)
    found = []
    for pair in names:
        name = pair[0] or pair[1]
        if name not in found:
            found.append(name)
    return found


def members(headers, patterns):
    chosen = []
    pool = candidates(headers)
    for pattern in patterns.split():
        if pattern.startswith("!"):
            chosen = [name for name in chosen if not re.fullmatch(pattern[1:], name)]
        elif re.fullmatch(r"\w+", pattern):
            chosen.append(pattern)
        else:
            chosen += [name for name in pool if re.fullmatch(pattern, name) and name not in chosen]
    return chosen


def values(headers, names, arch):
    """Each name's value, or none where the architecture lacks it."""
    folder, defines = ARCHS[arch]
    base = ["linux/types.h", "linux/stddef.h", "linux/fcntl.h", "linux/blktrace_api.h", "asm/termbits.h", "asm/ioctls.h"]
    exported = [h for h in base + headers if not h.startswith("kernel:")]
    exported = [
        h for h in exported if os.path.exists(f"{UAPI}/{h}") or os.path.exists(f"{UAPI}/{folder}/{h}")]
    lines = ["typedef __SIZE_TYPE__ size_t;"] + [f"#include <{h}>" for h in exported]
    for h in headers:
        if h.startswith("kernel:"):
            lines += ["\n" + "\n".join(
                f"#ifndef {name}\n#define {name} {value}\n#endif"
                for name, value in re.findall(r"^#define\s+(\w+)[ \t]+([^\n]*[^\n\\])$", text_of(h), re.M))]
    for name, value in re.findall(r"#define (\w+) (\S+)", OWN):
        lines.append(f"#ifndef {name}\n#define {name} {value}\n#endif")
    found = {}
    wanted = list(names)
    while wanted:
        with tempfile.TemporaryDirectory() as scratch:
            source = os.path.join(scratch, "c.c")
            with open(source, "w", encoding="utf-8") as f:
                f.write("\n".join(lines) + "\n")
                f.write("#line 1 \"names\"\n")
                f.write("\n".join(f"const long long value_{name} = (long long)({name});" for name in wanted) + "\n")
            run = subprocess.run(
                ["gcc", "-w", "-S", "-O0", "-nostdinc", "-U__x86_64__", "-U__i386__", *defines.split(),
                 "-isystem", f"{UAPI}/{folder}", "-isystem", UAPI, "-o", source + ".s", source],
                capture_output=True, text=True)
            if run.returncode == 0:
                with open(source + ".s", encoding="utf-8") as f:
                    assembly = f.read()
                for name in wanted:
                    m = re.search(rf"^value_{name}:\n\s+\.(quad|zero)\s+(-?\d+)", assembly, re.M)
                    found[name] = 0 if m.group(1) == "zero" else int(m.group(2))
                return found
            bad = {int(n) for n in re.findall(r"^names:(\d+):\d+: error", run.stderr, re.M)}
            if not bad:
                sys.exit(run.stderr[:2000])
            wanted = [name for i, name in enumerate(wanted, 1) if i not in bad]
    return found


def written(value, family, kind):
    if family == "mode":
        return "0" if value == 0 else "0" + oct(value)[2:]
    return str(value) if -4096 <= value < (16 if kind == "flags" else 4096) else hex(value)


def main():
    os.makedirs(OUT, exist_ok=True)
    for old in os.listdir(OUT):
        os.remove(os.path.join(OUT, old))
    total = 0
    for family, (kind, field, headers, patterns) in sorted(FAMILIES.items()):
        names = members(headers, patterns)
        by_arch = {arch: values(headers, names, arch) for arch in ARCHS}
        lines = []
        for name in names:
            found = {arch: by_arch[arch][name] for arch in ARCHS if name in by_arch[arch]}
            if not found:
                print("no value:", family, name)
            elif len(found) == len(ARCHS) and len(set(found.values())) == 1:
                lines.append(f"{name} {written(found['x86_64'], family, kind)}")
            else:
                lines.append(name + " " + " ".join(f"{arch}={written(v, family, kind)}" for arch, v in found.items()))
        where = ", ".join(h.removeprefix("kernel:") for h in headers) or "as C libraries have them"
        with open(f"{OUT}/{family}.txt", "w", encoding="utf-8") as f:
            f.write(f"# Generated by constants.py, not edited: facts of Linux {VERSION}, {where}.\n")
            f.write(" ".join(w for w in ("kind", kind, field) if w) + "\n")
            f.write("\n".join(lines) + "\n")
        total += len(lines)
    print(len(FAMILIES), "families,", total, "constants")


main()
