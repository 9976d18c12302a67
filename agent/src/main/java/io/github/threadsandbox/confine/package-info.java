/**
 * The join at run time: a thread is noticed, assigned a role, and started by the role's zygote, confined from birth.
 *
 * <p>Zone: the agent's own class loader, and its module; the preload runs in {@code java.base}. {@link io.github.threadsandbox.confine.Confiner} is what woven code reaches through
 * the gate; its methods run on application threads, in the middle of {@code Thread.start}. So they run no code of the
 * application (no overridable method of its threads, no {@code equals} of its objects, no annotation of its classes),
 * give it no object of the agent's, and throw only classes of the JDK.
 *
 * <p>Not responsible for: what a role may do ({@code policy}), reading the role map ({@code config}), weaving
 * ({@code weave}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.confine.Confiner}.
 */
package io.github.threadsandbox.confine;
