package io.github.threadsandbox.seccomp;

import java.nio.ByteBuffer;

/**
 * Memory outside the heap that the kernel and this process both read and write.
 *
 * @param address where it is
 * @param bytes the same, in the machine's byte order
 */
public record NativeMemory(long address, ByteBuffer bytes) {}
