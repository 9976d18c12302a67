package io.github.threadsandbox.confine;

import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which class stays broken for every thread because a role denied its initialiser something, or its loading. Looked at
 * where the JVM makes the error, whoever catches it afterwards: {@code ExceptionInInitializerError} for an initialiser, {@code
 * NoClassDefFoundError} for a reference, which fails from then on as well (JVMS 5.4.3).
 *
 * <p>Runs on the thread that has the error, which is in the middle of anything: it reads what the JDK's {@code Throwable} has, and
 * calls nothing of an exception's own class.
 */
final class BrokenClasses {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");

    /** The errnos that roles deny with, in glibc's words. */
    private static final String[] DENIALS = {"Permission denied", "Operation not permitted", "Function not implemented"
    };

    private static final int MOST_CAUSES = 20;
    private static final int MOST_SAID = 1000;

    private final ThreadRegister register;
    private final Zygotes zygotes;
    private final ErrorAccess access;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    BrokenClasses(ThreadRegister register, Zygotes zygotes, ErrorAccess access) {
        this.register = register;
        this.zygotes = zygotes;
        this.access = access;
    }

    /** The JVM made an error; nothing comes of this but a line in the log. */
    void look(Throwable error) {
        try {
            RoleSet roles = register.current();
            if (!roles.isEmpty() && said.size() < MOST_SAID) {
                if (error instanceof ExceptionInInitializerError) {
                    initialiser(error, roles);
                } else {
                    reference(access.message(error), roles);
                }
            }
        } catch (Throwable t) {
            // No stack or no memory left, as like as not: the error itself is on its way.
        }
    }

    private void initialiser(Throwable error, RoleSet roles) throws Throwable {
        Throwable thrown = access.cause(error);
        if (thrown == null || thrown == error) {
            return;
        }
        String className = null;
        for (StackTraceElement frame : access.stack(thrown)) {
            if (frame.getMethodName().equals("<clinit>")) {
                className = frame.getClassName();
                break;
            }
        }
        String denial = denial(thrown);
        if (className != null && denial != null && said.add(className + " " + roles)) {
            say(className, "could not be initialised", roles, denial);
        }
    }

    /**
     * What was denied, as the innermost exception of the JDK's that speaks of it tells; null if none does: then it may be the class's
     * own fault.
     */
    private String denial(Throwable thrown) throws Throwable {
        String denial = null;
        Throwable next = thrown;
        for (int i = 0; next != null && i < MOST_CAUSES; i++) {
            String text = text(next);
            if (next.getClass().getClassLoader() == null && isDenial(next, text)) {
                StackTraceElement[] stack = access.stack(next);
                denial = next.getClass().getName()
                        + (text == null ? "" : ": " + text)
                        + (stack.length == 0 ? "" : ", in " + stack[0].getClassName() + "." + stack[0].getMethodName());
            }
            Throwable after = access.cause(next);
            next = after == next ? null : after;
        }
        return denial;
    }

    /** This one of the JDK's makes its message when asked for it: {@code FileSystemException.getMessage}. */
    private String text(Throwable thrown) throws Throwable {
        return thrown.getClass() == AccessDeniedException.class ? thrown.getMessage() : access.message(thrown);
    }

    private static boolean isDenial(Throwable thrown, String text) {
        if (thrown instanceof AccessDeniedException || thrown instanceof UnsatisfiedLinkError) {
            return true;
        }
        for (String denial : DENIALS) {
            if (text != null && text.contains(denial)) {
                return true;
            }
        }
        return false;
    }

    /** A class was not found. If an unconfined thread finds its file, that is the role's doing. */
    private void reference(String name, RoleSet roles) throws Throwable {
        // "Could not initialize class …" comes after an error that was looked at.
        if (name == null || name.indexOf(' ') >= 0 || said.contains(name + " " + roles)) {
            return;
        }
        ClassLoader system = ClassLoader.getSystemClassLoader();
        boolean[] there = new boolean[1];
        if (system.getClass().getClassLoader() == null) {
            zygotes.unconfined(() -> there[0] = system.getResource(name + ".class") != null);
        }
        if (there[0] && said.add(name + " " + roles)) {
            say(
                    name.replace('/', '.'),
                    "could not be loaded",
                    roles,
                    "its file is on the class path and was not opened");
        }
    }

    private void say(String className, String what, RoleSet roles, String denial) {
        int end = className.lastIndexOf('.');
        String pattern = end < 0 ? className : className.substring(0, end) + ".**";
        LOG.warn(
                "class {} {} on thread \"{}\", because role '{}' denied it ({}): from now on it is broken for every thread of"
                        + " the process; have it initialised before the first confined thread runs: preload = [\"{}\"]",
                className,
                what,
                Thread.currentThread().getName(),
                roles,
                denial,
                pattern);
    }
}
