package io.github.threadsandbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the role that a thread takes: on a {@link Thread} subclass, or on the class of the {@link Runnable} or
 * {@link java.util.concurrent.Callable} that a thread of its own runs.
 *
 * <p>The role map's own entries come first; this annotation decides where none of them matches. A role that the map
 * does not define refuses the thread. The agent reads this annotation by name: without the agent it does nothing, and
 * an application does not need it at run time.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SandboxedThread {
    /**
     * The role's name, a key under {@code thread-sandbox.roles}.
     *
     * @return the role's name
     */
    String value();
}
