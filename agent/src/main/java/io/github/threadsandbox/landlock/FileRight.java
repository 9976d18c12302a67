package io.github.threadsandbox.landlock;

/** What Landlock may deny on files: {@code LANDLOCK_ACCESS_FS_*} of linux/landlock.h, and since when (landlock(7)). */
public enum FileRight {
    /** Starting a program. */
    EXECUTE(0, 1, true),
    /** Opening a file for writing. */
    WRITE_FILE(1, 1, true),
    /** Opening a file for reading. */
    READ_FILE(2, 1, true),
    /** Opening a directory, listing it. */
    READ_DIR(3, 1, false),
    /** Deleting or renaming a directory. */
    REMOVE_DIR(4, 1, false),
    /** Deleting or renaming a file. */
    REMOVE_FILE(5, 1, false),
    /** Making a character device. */
    MAKE_CHAR(6, 1, false),
    /** Making a directory. */
    MAKE_DIR(7, 1, false),
    /** Making a file. */
    MAKE_REG(8, 1, false),
    /** Making a unix socket. */
    MAKE_SOCK(9, 1, false),
    /** Making a named pipe. */
    MAKE_FIFO(10, 1, false),
    /** Making a block device. */
    MAKE_BLOCK(11, 1, false),
    /** Making a symbolic link. */
    MAKE_SYM(12, 1, false),
    /** Moving or linking from one directory to another; before, always denied under Landlock. */
    REFER(13, 2, false),
    /** Truncating a file by its path. */
    TRUNCATE(14, 3, true),
    /** ioctl(2) on a device that was opened under Landlock. */
    IOCTL_DEV(15, 5, true),
    /** Connecting to a unix socket by its path. */
    RESOLVE_UNIX(16, 9, true);

    private final int bit;
    private final int since;
    private final boolean ofFiles;

    FileRight(int bit, int since, boolean ofFiles) {
        this.bit = bit;
        this.since = since;
        this.ofFiles = ofFiles;
    }

    /** The first ABI that has it. */
    int since() {
        return since;
    }

    /** The rights as a rule has them. */
    static long mask(FileRight... rights) {
        long mask = 0;
        for (FileRight right : rights) {
            mask |= 1L << right.bit;
        }
        return mask;
    }

    /** Those that a rule on a file, not a directory, may have; the kernel refuses the others there (EINVAL). */
    static long maskOfFiles() {
        long mask = 0;
        for (FileRight right : values()) {
            mask |= right.ofFiles ? 1L << right.bit : 0;
        }
        return mask;
    }
}
