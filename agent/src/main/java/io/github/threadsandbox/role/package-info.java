/**
 * Which thread takes which role: traits, matchers, the role map.
 *
 * <p>Zone: the agent's own class loader. Pure, and holds names only: no live thread, no class.
 *
 * <p>Not responsible for: noticing traits ({@code confine}), what a role may do ({@code policy}), reading files
 * ({@code config}).
 */
package io.github.threadsandbox.role;
