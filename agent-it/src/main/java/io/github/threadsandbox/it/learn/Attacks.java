package io.github.threadsandbox.it.learn;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import jnr.ffi.LibraryLoader;

/** What hostile input might have a thread do that took it in: nothing of it is what the thread is for. */
final class Attacks {
    private static final int EPERM = 1;
    private static final int EACCES = 13;

    private final LibC libC;
    private final jnr.ffi.Runtime runtime;
    private final ServerSocket elsewhere;
    private final Map<String, Attack> attacks = new LinkedHashMap<>();

    /** Throws if it is denied. */
    private interface Attack {
        void make() throws IOException;
    }

    /** The C library's: what the JDK has no method for. */
    public interface LibC {
        int socket(int domain, int type, int protocol);

        int ptrace(long request, long pid, long address, long data);

        int memfd_create(String name, int flags);

        int setuid(int uid);

        int getuid();

        int kill(int pid, int signal);

        int getpid();

        int mknod(String path, int mode, long device);

        int chdir(String path);
    }

    /** Makes ready what is not the thread's own doing; to be called on {@code main}. */
    Attacks(Path outside) throws IOException {
        libC = LibraryLoader.create(LibC.class).load("c");
        runtime = jnr.ffi.Runtime.getRuntime(libC);
        elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Files.writeString(outside.resolve("theirs.txt"), "theirs");
        attacks.put("process", () -> new ProcessBuilder("/bin/true").start());
        attacks.put("read-passwd", () -> Files.readAllBytes(Path.of("/etc/passwd")));
        attacks.put("read-environment", () -> Files.readAllBytes(Path.of("/proc/self/environ")));
        attacks.put("read-outside", () -> Files.readString(outside.resolve("theirs.txt")));
        attacks.put("write-outside", () -> Files.writeString(outside.resolve("mine.txt"), "mine"));
        attacks.put("delete-outside", () -> Files.delete(outside.resolve("theirs.txt")));
        attacks.put("write-class-path", this::openClassPath);
        attacks.put("connect-elsewhere", this::connect);
        attacks.put("bind", () -> new ServerSocket(0).close());
        attacks.put("unix-socket", () -> SocketChannel.open(StandardProtocolFamily.UNIX)
                .close());
        attacks.put(
                "chmod",
                () -> Files.setPosixFilePermissions(
                        outside.resolve("theirs.txt"), PosixFilePermissions.fromString("rwxrwxrwx")));
        attacks.put("raw-socket", () -> check(libC.socket(2, 3, 1)));
        attacks.put("ptrace", () -> check(libC.ptrace(7, 0, 0, 0)));
        attacks.put("memfd", () -> check(libC.memfd_create("x", 0)));
        attacks.put("setuid", () -> check(libC.setuid(libC.getuid())));
        attacks.put("signal", () -> check(libC.kill(libC.getpid(), 0)));
        attacks.put("fifo", () -> check(libC.mknod(outside.resolve("fifo").toString(), 0x11a4, 0)));
        attacks.put("chdir", () -> check(libC.chdir("/")));
    }

    /** Makes each, on the calling thread, and prints what came of it. */
    void make(String role) {
        attacks.forEach((name, attack) -> System.out.println("attack/" + role + "/" + name + "=" + make(attack)));
    }

    private static String make(Attack attack) {
        try {
            attack.make();
            return "done";
        } catch (AccessDeniedException e) {
            return "denied";
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return why.contains("Permission denied") || why.contains("ot permitted") || why.contains("error=9,")
                    ? "denied"
                    : why;
        }
    }

    private void check(int result) throws IOException {
        if (result < 0) {
            int errno = runtime.getLastError();
            throw new IOException(errno == EPERM || errno == EACCES ? "Permission denied" : "errno " + errno);
        }
    }

    private void openClassPath() throws IOException {
        String jar = System.getProperty("java.class.path").split(":", -1)[0];
        new FileOutputStream(jar, true).close();
    }

    private void connect() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), elsewhere.getLocalPort())) {
            socket.getOutputStream().write(1);
        }
    }
}
