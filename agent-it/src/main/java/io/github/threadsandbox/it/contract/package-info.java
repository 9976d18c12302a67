/**
 * What {@code java.util.concurrent} promises, looked at one contract at a time: a program that prints what it saw as
 * {@code submitter/executor/contract=value}, whatever the time it took, so that a run with the agent can be set beside one
 * without.
 *
 * <p>Start reading at {@link io.github.threadsandbox.it.contract.Contracts}.
 */
package io.github.threadsandbox.it.contract;
