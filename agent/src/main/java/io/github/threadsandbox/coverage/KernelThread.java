package io.github.threadsandbox.coverage;

/**
 * One thread as the kernel has it.
 *
 * @param tid its id
 * @param name its name there: the first 15 bytes of Java's, or native code's own
 * @param filters how many seccomp filters it is under: {@code Seccomp_filters} of proc(5)
 */
record KernelThread(int tid, String name, int filters) {}
