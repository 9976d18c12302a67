/**
 * The agent's first step into {@code java.base}.
 *
 * <p>Zone: a class loader of its own, which is dropped as soon as the step is done. {@code java.base} stays open to that
 * class loader's module, and nobody has it any more; the agent itself, in a named module, has nothing opened to it and opens
 * nothing: what it may do is in the lookups that it is given here.
 *
 * <p>Not responsible for: the rest of the start; go on reading in {@code start}.
 */
package io.github.threadsandbox.foothold;
