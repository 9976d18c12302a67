/**
 * What is woven where: calls of the gate in {@code java.lang.Thread} and, on JDK 21 and later, {@code VirtualThread}; of the
 * hand-off where the JDK hands work on or calls back ({@code Weaver}); and in an application's classes, where
 * executors take tasks and methods have a role ({@code Applications}).
 *
 * <p>Zone: the agent's own class loader. The only importer of Byte Buddy, which is used at the level of its ASM:
 * {@code AgentBuilder} would cost half a second of every start for a few known classes.
 *
 * <p>Not responsible for: what happens behind the gate ({@code confine}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.weave.Weaver}.
 */
package io.github.threadsandbox.weave;
