package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * {@code java.lang.System}: nobody sets a security manager. Woven, because the JDK's own switch for it is a constant to the
 * JIT compiler ({@code System.allowSecurityManager} is {@code @Stable}) and is compiled in before an agent is loaded.
 */
final class SystemWeaving implements Weaving {
    /** JEP 486: from here on it always throws. */
    static final int NEEDLESS_SINCE = 24;

    private static final GateCall.Target GATE =
            new GateCall.Target("java/lang/ThreadSandboxGate", "setSecurityManager", "(Ljava/lang/SecurityManager;)V");

    @Override
    public String className() {
        return "java/lang/System";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return name.equals("setSecurityManager")
                ? GateCall.atHead(next, 0, GATE, () -> woven.add("System.setSecurityManager"))
                : next;
    }

    @Override
    public Set<String> places() {
        return Set.of("System.setSecurityManager");
    }
}
