/**
 * From policy to the kernel's classic BPF: a decision graph for each syscall, a search over numbers, instructions.
 *
 * <p>Zone: the agent's own class loader. Pure: no input or output, no clock, so that the compiler is tested exhaustively
 * against a small BPF machine, and the same expectations are replayed in the kernel.
 *
 * <p>Not responsible for: what a policy says ({@code policy}), giving a program to the kernel ({@code seccomp}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.bpf.PolicyCompiler}.
 */
package io.github.threadsandbox.bpf;
