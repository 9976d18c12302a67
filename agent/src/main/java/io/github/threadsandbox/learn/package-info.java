/**
 * From what was denied, or would have been, to a role map as a person would have written it.
 *
 * <p>Lines of JSON become {@link io.github.threadsandbox.learn.Observations}; {@link io.github.threadsandbox.learn.Grouping} makes
 * groups of their threads; {@link io.github.threadsandbox.learn.Needs} works out what each group needs, {@link
 * io.github.threadsandbox.learn.Guards} what it should not have without a person's word; {@link
 * io.github.threadsandbox.learn.RoleMapText} writes it down.
 *
 * <p>Zone: the agent's own class loader, in a JVM of its own ({@code java -jar}). Pure: what files there are on this machine is the
 * command's to say.
 *
 * <p>Not responsible for: watching ({@code observe}), what rules mean ({@code policy}), reading role maps ({@code config}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.learn.Proposals}.
 */
package io.github.threadsandbox.learn;
