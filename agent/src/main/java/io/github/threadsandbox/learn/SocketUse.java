package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.PortUse;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How threads use the network, all their calls together: a single call does not say what kind of socket it is made on.
 *
 * @param talks whether they make sockets of the network's, or send to its addresses
 * @param datagrams whether any of their sockets is of UDP
 * @param streams whether any is of TCP
 */
record SocketUse(boolean talks, boolean datagrams, boolean streams) {
    /** What threads do with sockets that they were handed. */
    private static final Set<String> ON_SOCKETS = Set.of(
            "getsockname",
            "getpeername",
            "getsockopt",
            "setsockopt",
            "shutdown",
            "sendto",
            "sendmsg",
            "sendmmsg",
            "recvfrom",
            "recvmsg",
            "recvmmsg",
            "poll",
            "ppoll",
            "epoll_ctl",
            "epoll_wait",
            "epoll_pwait",
            "epoll_pwait2");

    private static final int DNS = 53;

    static SocketUse of(Collection<Observation> seen) {
        return new SocketUse(
                seen.stream().anyMatch(one -> isInternet(one.call()) || isTo(one.call())),
                seen.stream().anyMatch(one -> isSocket(one.call(), "SOCK_DGRAM")),
                seen.stream().anyMatch(one -> isSocket(one.call(), "SOCK_STREAM")));
    }

    /** Whether a call is a client's. */
    boolean isClients(Call call) {
        return isInternet(call) || isTo(call) || ON_SOCKETS.contains(call.syscall());
    }

    /** Whether a call is a server's. Who has datagrams alone binds a socket without a port as well. */
    boolean isServers(Call call) {
        return switch (call.syscall()) {
            case "bind" -> call.port() >= 0 || (datagrams && !streams);
            case "listen", "accept", "accept4" -> true;
            default -> false;
        };
    }

    /** Which key of {@code tcp} holds a call; nothing for what is no TCP. */
    Optional<PortUse> port(Call call) {
        boolean tcp = streams ? !(datagrams && call.port() == DNS) : !datagrams;
        if (call.port() < 0 || call.isUnix() || !tcp) {
            return Optional.empty();
        }
        return switch (call.syscall()) {
            // An answer's address is looked for by connecting to port 0 or to none, which is no TCP.
            case "connect" -> call.port() == 0 ? Optional.empty() : Optional.of(PortUse.CONNECT);
            case "bind" -> Optional.of(PortUse.BIND);
            default -> Optional.empty();
        };
    }

    private static boolean isInternet(Call call) {
        return call.syscall().equals("socket")
                && List.of("AF_INET", "AF_INET6").contains(call.argument("domain"))
                && !call.hasFlag("type", "SOCK_RAW");
    }

    private static boolean isSocket(Call call, String type) {
        return isInternet(call) && call.hasFlag("type", type);
    }

    /** Whether it talks to an address of the network. */
    private static boolean isTo(Call call) {
        return List.of("connect", "sendto").contains(call.syscall()) && call.port() >= 0 && !call.isUnix();
    }
}
