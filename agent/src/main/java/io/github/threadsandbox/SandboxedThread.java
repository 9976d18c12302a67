package io.github.threadsandbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the role that work takes.
 *
 * <ul>
 *   <li>On a {@link Thread} subclass, or on the class of a {@link Runnable} or {@link java.util.concurrent.Callable}: the role
 *       of the thread that runs it or, in a pool, of the lane that does for the worker.
 *   <li>On a method: a call from outside the role runs on a lane and returns or throws as a direct call would; from inside
 *       the role it is a plain call. A method that overrides or implements it has the same role, unless it carries the
 *       annotation itself, and so has a lambda.
 * </ul>
 *
 * <p>The role map's own entries come first; this annotation decides where none of them matches. A role that the map
 * does not define refuses the thread. The agent reads this annotation by name: without the agent it does nothing, and
 * an application does not need it at run time.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SandboxedThread {
    /**
     * The role's name, a key under {@code thread-sandbox.roles}.
     *
     * @return the role's name
     */
    String value();
}
