package sun.nio.fs;

import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What woven code calls where the kernel has refused a path or a port: what Landlock denies never comes to a seccomp filter. Public in
 * a package that no module exports: the JDK's own classes reach it, an application does not.
 */
public final class ThreadSandboxDenied {
    /** asm-generic/errno-base.h. */
    private static final int EACCES = 13;

    /** asm-generic/fcntl.h; the same on every architecture of the agent. */
    private static final int O_WRONLY = 1;

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;
    private static final int O_APPEND = 02000;

    /** {@code RandomAccessFile}'s own, for what it writes as well. */
    private static final int MODE_RDWR = 2;

    /** ProcessImpl_md.c, {@code throwIOException}: on JDK 17, and on JDK 25. */
    private static final String OF_PROGRAM = "error=" + EACCES + ",";

    private static final String OF_PROGRAM_LATER = "Exec failed, error: " + EACCES + " ";

    /** The program that starts others: the JDK's own, which comes with {@code files.execute}. */
    private static final String OF_HELPER = "posix_spawn failed, error: " + EACCES + " ";

    private static ThreadSandboxHook hook;

    /** EACCES in the C library's words, which are the locale's: what {@code java.io} and {@code java.net} have of an errno. */
    private static String inWords;

    private static String inBrackets;

    private ThreadSandboxDenied() {}

    /** Before anything is woven that calls this; the words as {@code Util.toString} decodes what comes from the C library. */
    static void arm(ThreadSandboxHook newHook, byte[] words) {
        hook = newHook;
        inWords = new String(words, Charset.forName(System.getProperty("sun.jnu.encoding")));
        inBrackets = "(" + inWords + ")";
    }

    /**
     * {@code FileInputStream.open} threw.
     *
     * @param thrown the JDK's own exception
     * @param path what was to be opened
     */
    public static void toRead(Throwable thrown, String path) {
        open(thrown, path, 0);
    }

    /**
     * {@code FileOutputStream.open} threw.
     *
     * @param thrown the JDK's own exception
     * @param path what was to be opened
     * @param append whether at its end
     */
    public static void toWrite(Throwable thrown, String path, boolean append) {
        open(thrown, path, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC));
    }

    /**
     * {@code RandomAccessFile.open} threw.
     *
     * @param thrown the JDK's own exception
     * @param path what was to be opened
     * @param mode the class's own bits
     */
    public static void atRandom(Throwable thrown, String path, int mode) {
        open(thrown, path, (mode & MODE_RDWR) == 0 ? 0 : O_RDWR | O_CREAT);
    }

    private static void open(Throwable thrown, String path, int flags) {
        if (speaksOfIt(thrown)) {
            hook.denied("openat", path, null, flags, true);
        }
    }

    /**
     * {@code FileSystem.createFileExclusively} threw.
     *
     * @param thrown the JDK's own exception
     * @param path what was to be made
     */
    public static void toMake(Throwable thrown, String path) {
        open(thrown, path, O_RDWR | O_CREAT | O_EXCL);
    }

    /** The JDK's message, {@code FILE (Permission denied)} or the words alone. */
    private static boolean speaksOfIt(Throwable thrown) {
        String message = thrown.getMessage();
        return message != null && (message.equals(inWords) || message.endsWith(inBrackets));
    }

    /**
     * {@code FileSystem.list} returned.
     *
     * @param list null where it could not
     * @param path the directory
     */
    public static void listed(String[] list, String path) {
        if (list == null) {
            hook.denied("opendir", path, null, 0, false);
        }
    }

    /**
     * {@code FileSystem.delete} returned.
     *
     * @param done whether it did
     * @param path what was to be deleted
     */
    public static void deleted(boolean done, String path) {
        if (!done) {
            hook.denied("remove", path, null, 0, false);
        }
    }

    /**
     * {@code FileSystem.createDirectory} returned.
     *
     * @param done whether it did
     * @param path what was to be made
     */
    public static void madeDirectory(boolean done, String path) {
        if (!done) {
            hook.denied("mkdir", path, null, 0, false);
        }
    }

    /**
     * {@code FileSystem.rename} returned.
     *
     * @param done whether it did
     * @param from what was to be renamed
     * @param to to what
     */
    public static void renamed(boolean done, String from, String to) {
        if (!done) {
            hook.denied("rename", from, to, 0, false);
        }
    }

    /**
     * A method of {@code UnixNativeDispatcher} threw.
     *
     * @param errno with what
     * @param call the syscall, or what the C library makes of one
     * @param path the first path, as the JDK's own {@code UnixPath}, or null
     * @param second the second
     * @param flags of open(2)
     */
    public static void call(int errno, String call, Object path, Object second, int flags) {
        if (errno == EACCES) {
            try {
                hook.denied(call, text(path), text(second), flags, true);
            } catch (Throwable t) {
                // No memory or no stack left: the exception that is on its way is what counts. Here and below.
            }
        }
    }

    /**
     * The same with a name in a directory that is open.
     *
     * @param errno with what
     * @param call the syscall
     * @param directory the descriptor
     * @param name in the platform's encoding
     * @param flags of the call
     */
    public static void callAt(int errno, String call, int directory, byte[] name, int flags) {
        if (errno == EACCES) {
            try {
                String text = new String(name, StandardCharsets.UTF_8);
                String whole = directory < 0 || text.startsWith("/") ? text : "/proc/self/fd/" + directory + "/" + text;
                hook.denied(call, whole, null, flags, true);
            } catch (Throwable t) {
                // As above.
            }
        }
    }

    private static String text(Object path) {
        return path == null ? null : path.toString();
    }

    /**
     * {@code Net.connect} threw.
     *
     * @param thrown the JDK's own exception
     * @param address where to
     * @param port the port
     */
    public static void toConnect(Throwable thrown, InetAddress address, int port) {
        port("connect", thrown, address, port);
    }

    /**
     * {@code Net.bind} threw.
     *
     * @param thrown the JDK's own exception
     * @param address which of this machine's
     * @param port the port
     */
    public static void toBind(Throwable thrown, InetAddress address, int port) {
        port("bind", thrown, address, port);
    }

    private static void port(String call, Throwable thrown, InetAddress address, int port) {
        if (speaksOfIt(thrown)) {
            try {
                hook.denied(call, address.getHostAddress(), null, port, true);
            } catch (Throwable t) {
                // As above.
            }
        }
    }

    /**
     * {@code ProcessImpl.start} threw.
     *
     * @param thrown the JDK's own exception
     * @param command the program and its arguments, copied by {@code ProcessBuilder}
     */
    public static void toStart(Throwable thrown, String[] command) {
        String message = thrown.getMessage();
        if (message != null
                && (message.startsWith(OF_PROGRAM)
                        || message.startsWith(OF_PROGRAM_LATER)
                        || message.startsWith(OF_HELPER))) {
            hook.denied("execve", command[0], null, 0, true);
        }
    }
}
