package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What {@code java.lang.Throwable} has of an exception, past what an application's own class could override. */
public final class ErrorAccess {
    private final VarHandle cause;
    private final VarHandle message;
    private final MethodHandle stack;

    /**
     * Finds it all.
     *
     * @param javaLang with full access to {@code java.lang}
     * @throws ReflectiveOperationException if this JDK is not as the agent knows it
     */
    public ErrorAccess(MethodHandles.Lookup javaLang) throws ReflectiveOperationException {
        MethodHandles.Lookup in = MethodHandles.privateLookupIn(Throwable.class, javaLang);
        cause = in.findVarHandle(Throwable.class, "cause", Throwable.class);
        message = in.findVarHandle(Throwable.class, "detailMessage", String.class);
        stack = in.findVirtual(Throwable.class, "getOurStackTrace", methodType(StackTraceElement[].class));
    }

    /** The cause, or null; of one that was given none yet, the exception itself. */
    Throwable cause(Throwable thrown) {
        return (Throwable) cause.get(thrown);
    }

    String message(Throwable thrown) {
        return (String) message.get(thrown);
    }

    StackTraceElement[] stack(Throwable thrown) throws Throwable {
        return (StackTraceElement[]) stack.invokeExact(thrown);
    }
}
