/**
 * The quickstart: a small service with three workers, run without and with the agent while hostile input arrives.
 *
 * <p>{@link io.github.threadsandbox.it.quickstart.Service} is an ordinary application that knows nothing of the agent;
 * start reading there. {@link io.github.threadsandbox.it.quickstart.Quickstart} runs it twice and prints the table.
 *
 * <p>Not responsible for: proving anything. The integration tests do that.
 */
package io.github.threadsandbox.it.quickstart;
