package io.github.threadsandbox.landlock;

/** What a role may do with TCP ports: the keys of {@code tcp}; {@code LANDLOCK_ACCESS_NET_*} of linux/landlock.h. */
public enum PortUse {
    /** Listen on a port. */
    BIND("bind", 0),
    /** Connect to a port, of any address. */
    CONNECT("connect", 1);

    /** Linux 6.7. */
    static final int SINCE = 4;

    private final String key;
    private final int bit;

    PortUse(String key, int bit) {
        this.key = key;
        this.bit = bit;
    }

    /**
     * As a role map has it.
     *
     * @return the key in {@code tcp}
     */
    public String key() {
        return key;
    }

    /**
     * The right as a rule has it.
     *
     * @return one bit
     */
    public long mask() {
        return 1L << bit;
    }
}
