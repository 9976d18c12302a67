/**
 * Wires the agent, in the order things happen: read the role map, reach native code, install the base filter, start the
 * zygotes, weave, prove it.
 *
 * <p>Zone: the agent's own class loader, and its module. Imports everything and is imported by nothing.
 *
 * <p>Start reading at {@link io.github.threadsandbox.start.Start}.
 */
package io.github.threadsandbox.start;
