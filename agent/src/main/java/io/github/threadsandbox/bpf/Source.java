package io.github.threadsandbox.bpf;

/**
 * What the accumulator holds before a test: a word of {@code struct seccomp_data} (linux/seccomp.h), perhaps masked.
 *
 * @param offset of the word: {@code nr} 0, {@code arch} 4, the low word of argument n 16 + 8n, its high word 4 more (every
 *     architecture that the agent knows is little-endian)
 * @param mask what is kept of it; -1 for all
 */
record Source(int offset, int mask) {
    static final Source NUMBER = new Source(0, -1);
    static final Source ARCH = new Source(4, -1);

    static Source low(int argument, long mask) {
        return new Source(16 + 8 * argument, (int) mask);
    }

    static Source high(int argument, long mask) {
        return new Source(20 + 8 * argument, (int) (mask >>> 32));
    }

    boolean isMasked() {
        return mask != -1;
    }

    Source whole() {
        return new Source(offset, -1);
    }

    // By hand: a record's own are linked when first called, one by one, and a JVM pays for that at its start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Source that && offset == that.offset && mask == that.mask;
    }

    @Override
    public int hashCode() {
        return 31 * offset + mask;
    }
}
