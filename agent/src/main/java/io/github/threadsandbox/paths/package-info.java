/**
 * What the named sets of paths hold on this machine, in this JVM.
 *
 * <p>Zone: the agent's own class loader. Reads the class path's manifests, so it runs beside the start, not in its way.
 *
 * <p>Not responsible for: which sets there are and why ({@code landlock}), giving them to the kernel ({@code seccomp}).
 */
package io.github.threadsandbox.paths;
