/**
 * From the lines of JSON that tell of denials to one page about them.
 *
 * <p>Lines become {@link io.github.threadsandbox.report.Event}s; {@link io.github.threadsandbox.report.Summary} folds them by role and
 * place; {@link io.github.threadsandbox.report.Page} and {@link io.github.threadsandbox.report.TextReport} show it.
 *
 * <p>Zone: the agent's own class loader, in a JVM of its own ({@code java -jar}). Pure.
 *
 * <p>Not responsible for: watching ({@code observe}), proposing roles ({@code learn}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.report.Summary}.
 */
package io.github.threadsandbox.report;
