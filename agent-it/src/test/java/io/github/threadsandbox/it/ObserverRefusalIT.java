package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.UnderFilter;
import io.github.threadsandbox.it.probe.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls by which a denial is explained fail, each for real, in the JVM or in its observer: the thread is denied all the same, waits
 * for nobody, and the log says that denials are not explained, and why.
 */
class ObserverRefusalIT {
    private static final String NO_OBSERVER = "denials are not explained, because there is no observer: ";

    /** What an observer says that ends before it answers, or for which it is ended. */
    private static final String ENDS = "thread-sandbox: the observer ends: ";

    private static final String EPERM = "1";
    private static final String EINTR = "4";
    private static final String EAGAIN = "11";
    private static final String ENOMEM = "12";
    private static final String EFAULT = "14";
    private static final String EBUSY = "16";
    private static final String EINVAL = "22";
    private static final String EMFILE = "24";
    private static final String ENOSYS = "38";
    private static final String EINPROGRESS = "115";

    /** SOCK_SEQPACKET and SOCK_CLOEXEC: linux/net.h. */
    private static final String PAIR = Integer.toString(0x80005);

    /** How the agent sends, MSG_DONTWAIT and MSG_NOSIGNAL, and takes, MSG_DONTWAIT and MSG_CMSG_CLOEXEC: linux/socket.h. */
    private static final String SENDING = Integer.toString(0x4040);

    private static final String TAKING = Integer.toString(0x40000040);

    /** SECCOMP_FILTER_FLAG_NEW_LISTENER, with WAIT_KILLABLE_RECV and without: linux/seccomp.h. */
    private static final String LISTENER = Integer.toString(8 | 32);

    private static final String RECV = Integer.toUnsignedString(0xc0502100);
    private static final String SEND = Integer.toUnsignedString(0xc0182101);

    /** What the kernel does with one call, and what is said then. */
    private record Case(Jdk jdk, List<String> fault, List<String> says) {
        @Override
        public String toString() {
            return jdk + ": " + String.join(" ", fault);
        }
    }

    /** An errno is the same on each JDK: they take turns. */
    private static final class Cases {
        private final List<Jdk> jdks = Jdk.all();
        private final List<Case> all = new ArrayList<>();

        void add(String call, int argument, String value, String errno, String... says) {
            all.add(new Case(
                    jdks.get(all.size() % jdks.size()),
                    List.of(call, Integer.toString(argument), value, errno),
                    List.of(says)));
        }
    }

    static Stream<Case> cases() {
        Cases cases = new Cases();
        // socketpair(2), sendmsg(2): before there is an observer.
        cases.add("socketpair", 1, PAIR, EMFILE, NO_OBSERVER + "socketpair: EMFILE");
        cases.add("socketpair", 1, PAIR, "23", NO_OBSERVER + "socketpair: ENFILE");
        cases.add("socketpair", 1, PAIR, "97", NO_OBSERVER + "socketpair: EAFNOSUPPORT");
        cases.add("socketpair", 1, PAIR, EPERM, NO_OBSERVER + "socketpair: EPERM");
        for (String[] errno : new String[][] {
            {EAGAIN, "EAGAIN"}, {ENOMEM, "ENOMEM"}, {"105", "ENOBUFS"}, {"109", "ETOOMANYREFS"}, {EPERM, "EPERM"}
        }) {
            cases.add("sendmsg", 2, SENDING, errno[0], NO_OBSERVER + "it does not take what it must know: " + errno[1]);
        }
        // seccomp(2): without the newer flag it is tried again; without a listener the filter denies by itself.
        cases.add("seccomp", 1, LISTENER, EINVAL, "denied: role 'compute', thread \"role-1\"");
        for (String[] errno : new String[][] {
            {EPERM, "EPERM"}, {ENOMEM, "ENOMEM"}, {EFAULT, "EFAULT"}, {EBUSY, "EBUSY"}, {ENOSYS, "ENOSYS"}
        }) {
            cases.add(
                    "seccomp",
                    1,
                    LISTENER,
                    errno[0],
                    "denials of role 'compute' are not explained: seccomp(SECCOMP_FILTER_FLAG_NEW_LISTENER) for 'compute': "
                            + errno[1]);
        }
        // In the observer, before it answers: recvmsg(2), prctl(2) PR_SET_DUMPABLE 4, timer_create(2) CLOCK_MONOTONIC
        // 1,
        // timer_settime(2), ppoll(2).
        cases.add("recvmsg", 2, TAKING, ENOMEM, ENDS + "recvmsg: ENOMEM", NO_OBSERVER);
        cases.add("recvmsg", 2, TAKING, EINTR, NO_OBSERVER);
        cases.add("prctl", 0, "4", EINVAL, ENDS + "prctl(PR_SET_DUMPABLE): EINVAL", NO_OBSERVER);
        cases.add("timer_create", 0, "1", EAGAIN, ENDS + "timer_create: EAGAIN", NO_OBSERVER);
        cases.add("timer_create", 0, "1", ENOMEM, ENDS + "timer_create: ENOMEM", NO_OBSERVER);
        cases.add("timer_settime", 1, "0", EINVAL, ENDS + "timer_settime: EINVAL", NO_OBSERVER);
        // And in the JVM, which waits for its word.
        cases.add("ppoll", 3, "0", ENOMEM, NO_OBSERVER + "ppoll: ENOMEM");
        cases.add("ppoll", 3, "0", EINVAL, NO_OBSERVER + "ppoll: EINVAL");
        // Where it answers: seccomp_unotify(2). It ends, and the kernel lets go whom it held.
        String ended = "the observer has ended (its end of the socket is closed)";
        cases.add("ioctl", 1, RECV, EINVAL, ENDS + "ioctl(SECCOMP_IOCTL_NOTIF_RECV): EINVAL", ended);
        cases.add("ioctl", 1, RECV, EPERM, ENDS + "ioctl(SECCOMP_IOCTL_NOTIF_RECV): EPERM", ended);
        cases.add("ioctl", 1, SEND, EINVAL, ENDS + "ioctl(SECCOMP_IOCTL_NOTIF_SEND): EINVAL", ended);
        cases.add("ioctl", 1, SEND, EINPROGRESS, ENDS + "ioctl(SECCOMP_IOCTL_NOTIF_SEND): EINPROGRESS", ended);
        return cases.all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isDeniedAllTheSameAndThatIsSaid(Case what) {
        AgentRun.Result result = AgentRun.on(what.jdk())
                .under(UnderFilter.class, what.fault().toArray(String[]::new))
                .roles(
                        "observe = on",
                        "roles { compute { allow = [\"@jvm\"], class-path = deny } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(Reads.class, "role-1,main-like", "/etc/hostname")
                .exitsWith(0);
        String denied = result.value("role-1//etc/hostname");
        assertTrue(denied.matches("AccessDeniedException|FileSystemException"), denied + result.err());
        assertTrue(result.value("main-like//etc/hostname").endsWith(" bytes"), result::out);
        what.says().forEach(said -> assertTrue(result.err().contains(said), () -> said + " in:\n" + result.err()));
        assertEquals(
                "",
                result.out()
                        .lines()
                        .filter(line -> !line.contains("="))
                        .findAny()
                        .orElse(""));
    }
}
