package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/** The errors that the JVM makes where a class cannot be initialised or found: whoever catches them, they are looked at. */
final class BrokenClassWeaving implements Weaving {
    private final String error;

    /** Of a class of {@code java.lang}. */
    BrokenClassWeaving(String error) {
        this.error = error;
    }

    @Override
    public String className() {
        return "java/lang/" + error;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return name.equals("<init>")
                ? GateCall.whenMade(
                        next,
                        new GateCall.Target("java/lang/ThreadSandboxGate", "broken", "(Ljava/lang/Throwable;)V"),
                        () -> woven.add(error + ".<init>"),
                        0)
                : next;
    }

    @Override
    public Set<String> places() {
        return Set.of(error + ".<init>");
    }
}
