package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.seccomp.UnixSocket;
import java.util.List;
import java.util.Optional;

/** The observer process: started by the agent with a socket as its standard input, and by nobody else. */
public final class ObserverMain {
    private static final int SOCKET = 0;
    private static final int PATIENCE_SECONDS = 30;

    private ObserverMain() {}

    /**
     * Answers until the JVM ends.
     *
     * @return the exit code
     */
    public static int run() {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        try {
            LibC libC = NativeLibrary.open(arch, Optional.empty());
            Kernel kernel = new Kernel(libC, arch);
            kernel.settle();
            kernel.killUnlessAlive();
            // Stopped before it answers, it holds nobody; but it is in the next one's place.
            kernel.alive(PATIENCE_SECONDS);
            UnixSocket socket = new UnixSocket(libC, arch, SOCKET);
            byte[] message = settings(kernel, socket);
            if (message.length == 0) {
                return 0;
            }
            Wire.In in = new Wire.In(message, message.length);
            long pid = in.number();
            if (kernel.parent() != pid) {
                return 0;
            }
            TargetMemory memory = TargetMemory.of(pid);
            long patience = in.number();
            boolean learns = in.number() == 1;
            Program own = Program.of("observer", arch, in.bytes());
            int file = socket.received();
            Seccomp seccomp = new Seccomp(libC, arch);
            seccomp.installOnEveryThread(seccomp.load(own));
            new Watch(kernel, socket, memory, libC, arch, file, patience, learns ? pid : 0).run();
            return 0;
        } catch (SeccompException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("thread-sandbox: the observer ends: " + e.getMessage());
            return 1;
        }
    }

    private static byte[] settings(Kernel kernel, UnixSocket socket) throws SeccompException {
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            kernel.await(List.of(SOCKET), false, 1000);
            byte[] message = kernel.isReadable(0) || kernel.isGone(0) ? socket.receive() : null;
            if (message != null) {
                return message;
            }
        }
        return new byte[0];
    }
}
