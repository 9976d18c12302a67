package io.github.threadsandbox.linux;

/** Flags of open(2): asm-generic/fcntl.h, where each {@link Arch} has the same numbers for these. */
public final class OpenFlags {
    /** Open for writing alone. */
    public static final int O_WRONLY = 1;

    /** What says whether a file is opened for reading, writing or both: 0 for reading. */
    public static final int O_ACCMODE = 3;

    /** Make the file if it is not there. */
    public static final int O_CREAT = 0100;

    /** Empty the file. */
    public static final int O_TRUNC = 01000;

    /** Write behind what is there. */
    public static final int O_APPEND = 02000;

    /** Wait for nobody. */
    public static final int O_NONBLOCK = 04000;

    /** Not for programs that are started. */
    public static final int O_CLOEXEC = 02000000;

    /** Find it, and do nothing with what is in it. */
    public static final int O_PATH = 010000000;

    private OpenFlags() {}
}
