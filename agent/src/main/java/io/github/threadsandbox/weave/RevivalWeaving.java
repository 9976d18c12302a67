package io.github.threadsandbox.weave;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * Where objects come to be without a constructor of their class, in which a framework's task is marked with the roles of who makes it:
 * {@code ObjectStreamClass.newInstance}, and {@code sun.reflect.ReflectionFactory} of the module {@code jdk.unsupported}, as JDK 17 to
 * 25 have them.
 */
final class RevivalWeaving implements Weaving {
    private static final String HAND_OFF = "java/util/concurrent/ThreadSandboxHandOff";

    private final String className;
    private final String place;

    private RevivalWeaving(String className, String method) {
        this.className = className;
        this.place = className.substring(className.lastIndexOf('/') + 1) + "." + method;
    }

    static List<Weaving> all() {
        return List.of(
                new RevivalWeaving("java/io/ObjectStreamClass", "newInstance"),
                new RevivalWeaving("sun/reflect/ReflectionFactory", "newConstructorForSerialization"));
    }

    @Override
    public String className() {
        return className;
    }

    /** Whoever loads them later has them woven then; a runtime may be without the second. */
    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        Runnable note = () -> woven.add(place);
        return switch (name + descriptor) {
            case "newInstance()Ljava/lang/Object;" ->
                GateCall.returned(
                        next,
                        "java/lang/Object",
                        new GateCall.Target(HAND_OFF, "revived", "(Ljava/lang/Object;)Ljava/lang/Object;"),
                        note);
            case "newConstructorForSerialization(Ljava/lang/Class;)Ljava/lang/reflect/Constructor;",
                    "newConstructorForSerialization(Ljava/lang/Class;Ljava/lang/reflect/Constructor;)Ljava/lang/reflect/Constructor;" ->
                GateCall.atHead(next, 1, new GateCall.Target(HAND_OFF, "refuseRevival", "(Ljava/lang/Object;)V"), note);
            default -> next;
        };
    }

    @Override
    public Set<String> places() {
        return Set.of(place);
    }
}
