package io.github.threadsandbox.linux;

/** What the kernel looks at of an argument; a register always has 64 bits, and the rest is the caller's to fill. */
public enum Width {
    /** {@code umode_t}. */
    BITS_16(0xFFFFL),
    /** {@code int}, {@code unsigned int}, a file descriptor. */
    BITS_32(0xFFFF_FFFFL),
    /** {@code long}, {@code size_t}, an address. */
    BITS_64(-1L);

    private final long mask;

    Width(long mask) {
        this.mask = mask;
    }

    /**
     * The bits that the kernel looks at.
     *
     * @return all ones in that many bits
     */
    public long mask() {
        return mask;
    }

    /**
     * How many bits those are.
     *
     * @return 16, 32 or 64
     */
    public int bits() {
        return Long.bitCount(mask);
    }
}
