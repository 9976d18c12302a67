/**
 * Explains denials: from a call at which the kernel holds a thread to role, call, arguments and Java stack.
 *
 * <p>Zone: two processes. {@link io.github.threadsandbox.observe.Observer} lives in the JVM that is watched, in the agent's own class
 * loader: it starts the observer process, hands listeners over, tells stacks when asked, and reports. {@link
 * io.github.threadsandbox.observe.ObserverMain} is that process: it alone answers the kernel, and never waits for the JVM longer than
 * it was told.
 *
 * <p>Not responsible for: what is denied ({@code policy}, {@code bpf}), installing filters ({@code confine}), the kernel calls
 * ({@code seccomp}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.observe.Watch}; what is told of a denial is
 * {@link io.github.threadsandbox.observe.Denial}.
 */
package io.github.threadsandbox.observe;
