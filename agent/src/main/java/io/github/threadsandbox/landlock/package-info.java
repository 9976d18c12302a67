/**
 * What Landlock is to hold a role to: rights by the kernel's ABI, what a role map says of paths and ports, the named sets, and
 * the rule set that is made of them.
 *
 * <p>Zone: the agent's own class loader. Pure: reads its own resources and nothing else; a lower ABI than this kernel's is
 * another argument.
 *
 * <p>Not responsible for: what a named set holds on this machine ({@code paths}), the kernel calls ({@code seccomp}), the
 * calls that Landlock does not look at ({@code policy}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.landlock.Ruleset}.
 */
package io.github.threadsandbox.landlock;
