/**
 * The benchmark: what the agent costs, beside its alternatives, in one run, as ratios.
 *
 * <p>Start reading at {@link io.github.threadsandbox.it.benchmark.Benchmark}.
 */
package io.github.threadsandbox.it.benchmark;
