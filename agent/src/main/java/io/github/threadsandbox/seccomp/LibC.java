package io.github.threadsandbox.seccomp;

/** All that the agent needs of native code: to make a syscall on the calling thread, and memory that the kernel reads. */
public interface LibC {
    /**
     * Makes a syscall through syscall(2) of the C library.
     *
     * @param number the call's number on this architecture
     * @param a the first argument
     * @param b the second
     * @param c the third
     * @param d the fourth
     * @param e the fifth
     * @return what the call returned, or its errno, negated
     */
    long syscall(long number, long a, long b, long c, long d, long e);

    /**
     * Makes a syscall that takes no arguments, for threads that begin and end: allocates nothing once {@link #prepare} is done.
     *
     * @param number the call's number on this architecture
     * @return what the call returned; something below zero if it failed
     */
    default long syscall(long number) {
        return syscall(number, 0, 0, 0, 0, 0);
    }

    /**
     * What the C library calls an errno, in the process's locale: strerror(3). The JDK's own way to it,
     * {@code UnixNativeDispatcher.strerror}, gives the words of whatever errno was last (JDK 17 and 25).
     *
     * @param errno the errno
     * @return in the platform's encoding
     */
    default byte[] words(int errno) {
        throw new UnsupportedOperationException();
    }

    /** Does what can wait until after the start, on a thread of the agent's. */
    default void prepare() {}

    /**
     * Copies bytes to memory outside the heap, which is kept for as long as the process lives.
     *
     * @param bytes what to copy
     * @return its address, a multiple of 8
     */
    long memory(byte[] bytes);

    /**
     * Memory outside the heap, zeroed, which is kept for as long as the process lives.
     *
     * @param size in bytes
     * @return the memory; its address is a multiple of 8
     */
    NativeMemory reserve(int size);
}
