package io.github.threadsandbox.landlock;

/** What a role may do with paths: the keys of {@code files}. */
public enum FileUse {
    /** Open files for reading, list directories. */
    READ("read", FileRight.READ_FILE, FileRight.READ_DIR),
    /** Change files that are there. */
    WRITE("write", FileRight.WRITE_FILE, FileRight.TRUNCATE, FileRight.IOCTL_DEV, FileRight.RESOLVE_UNIX),
    /** That, and make, rename, link and delete files and directories. No devices, ever. */
    CREATE(
            "create",
            FileRight.WRITE_FILE,
            FileRight.TRUNCATE,
            FileRight.MAKE_REG,
            FileRight.MAKE_DIR,
            FileRight.MAKE_SYM,
            FileRight.MAKE_SOCK,
            FileRight.MAKE_FIFO,
            FileRight.REMOVE_FILE,
            FileRight.REMOVE_DIR,
            FileRight.REFER),
    /** Start programs, which are read as well. */
    EXECUTE("execute", FileRight.EXECUTE, FileRight.READ_FILE, FileRight.READ_DIR);

    private final String key;
    private final long rights;

    FileUse(String key, FileRight... rights) {
        this.key = key;
        this.rights = FileRight.mask(rights);
    }

    /**
     * As a role map has it.
     *
     * @return the key in {@code files}
     */
    public String key() {
        return key;
    }

    /** What a rule lets through for it. */
    long rights() {
        return rights;
    }
}
