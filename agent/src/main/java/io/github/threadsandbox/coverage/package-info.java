/**
 * The proof at run time: what the kernel says of every thread, against what the agent knows of it.
 *
 * <p>Zone: the agent's own class loader. {@link io.github.threadsandbox.coverage.Comparison} is pure;
 * {@link io.github.threadsandbox.coverage.ProcTasks} reads {@code /proc}; {@link io.github.threadsandbox.coverage.Coverage}
 * looks, on a thread of the agent's own, and says what it saw.
 *
 * <p>Not responsible for: confining ({@code confine}), the command that asks a JVM from outside ({@code command}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.coverage.Coverage}.
 */
package io.github.threadsandbox.coverage;
