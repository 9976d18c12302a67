/**
 * The kernel calls: probing, installing a program as a filter, putting threads under Landlock, reading back.
 *
 * <p>Zone: the agent's own class loader. The only importer of jnr-ffi's native layer, and of {@code java.lang.foreign} (by
 * method handles). {@link io.github.threadsandbox.seccomp.LibC} is all there is of native code in this agent.
 *
 * <p>Not responsible for: what a program says ({@code bpf}), on which thread it is installed and when ({@code confine},
 * {@code start}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.seccomp.Seccomp}.
 */
package io.github.threadsandbox.seccomp;
