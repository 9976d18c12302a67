/**
 * The command line: what a role map means, what the groups hold, what this machine offers.
 *
 * <p>Zone: the agent's own class loader, in a JVM of its own ({@code java -jar}). The only importer of picocli.
 *
 * <p>Not responsible for: confining anything. {@code doctor} tries filters, on a thread of its own process.
 *
 * <p>Start reading at {@link io.github.threadsandbox.command.CommandLineMain}.
 */
package io.github.threadsandbox.command;
