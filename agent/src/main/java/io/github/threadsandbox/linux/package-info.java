/**
 * Facts of the Linux kernel as data: architectures, syscall numbers and parameters, errnos, constants.
 *
 * <p>Zone: the agent's own class loader. Pure: reads its own resources and nothing else. A JVM pays for what it reads at
 * start, so every table is read when first asked for.
 *
 * <p>Not responsible for: what any of it means for a role, that is {@code policy}.
 *
 * <p>Start reading at {@link io.github.threadsandbox.linux.SyscallTable}.
 */
package io.github.threadsandbox.linux;
