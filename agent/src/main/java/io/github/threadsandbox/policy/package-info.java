/**
 * The language of policies: what a role may ask the kernel, in names and conditions, before any number is known.
 *
 * <p>Text is parsed to {@link io.github.threadsandbox.policy.Rule}s; {@link io.github.threadsandbox.policy.PolicyBuilder}
 * expands their groups and decides each syscall; the result is a {@link io.github.threadsandbox.policy.Policy}.
 *
 * <p>Zone: the agent's own class loader. Pure: reads its own resources ({@code groups/}, {@code never.txt},
 * {@code errnos.txt}) and nothing else.
 *
 * <p>Not responsible for: files of role maps ({@code config}), numbers and instructions ({@code bpf}).
 */
package io.github.threadsandbox.policy;
