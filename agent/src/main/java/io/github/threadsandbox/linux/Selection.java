package io.github.threadsandbox.linux;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An argument whose number means what another argument says: 1 is {@code SO_DEBUG} of a socket, {@code TCP_NODELAY} of TCP, and
 * {@code FD_CLOEXEC} or {@code O_WRONLY} to {@code fcntl}. From getsockopt(2), fcntl(2), prctl(2) and socket(2).
 *
 * @param by the place of the argument that says it
 * @param of the place of the argument that is meant
 * @param families what it takes, by what the other one is
 * @param otherwise what it takes where the other is anything else
 */
record Selection(int by, int of, Map<Integer, String> families, List<String> otherwise) {
    /** SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP, IPPROTO_IPV6: asm-generic/socket.h, linux/in.h. */
    private static final Selection OPTION = new Selection(
            1,
            2,
            Map.of(1, "socket-option", 6, "socket-option-tcp", 0, "socket-option-ip", 41, "socket-option-ipv6"),
            List.of());

    /** AF_NETLINK: linux/socket.h. */
    private static final Selection PROTOCOL = new Selection(0, 2, Map.of(16, "netlink"), List.of("ip-protocol"));

    private static final Map<String, Selection> ALL = Map.of(
            "getsockopt",
            OPTION,
            "setsockopt",
            OPTION,
            "socket",
            PROTOCOL,
            "socketpair",
            PROTOCOL,
            // F_SETFL, F_SETFD, F_SETSIG, F_ADD_SEALS: asm-generic/fcntl.h, linux/fcntl.h.
            "fcntl",
            new Selection(1, 2, Map.of(4, "open", 2, "fd-flags", 10, "signal", 1033, "seal"), List.of()),
            // PR_SET_PDEATHSIG, PR_SET_SECCOMP: linux/prctl.h.
            "prctl",
            new Selection(0, 1, Map.of(1, "signal", 22, "seccomp-mode"), List.of("prctl-arg")));

    /** The argument that says what this one means; none for most. */
    static OptionalInt selector(String syscall, int argument) {
        Selection selection = ALL.get(syscall);
        return selection == null || selection.of != argument ? OptionalInt.empty() : OptionalInt.of(selection.by);
    }

    /** What an argument that has a selector takes, where the selector is this. */
    static List<String> families(String syscall, int selected) {
        Selection selection = ALL.get(syscall);
        String family = selection.families.get(selected);
        return family == null ? selection.otherwise : List.of(family);
    }
}
