package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

/** Which methods are woven: each has its body in a private one beside it. */
class AnnotatedMethodsTest {
    private final List<String> withRoles = new ArrayList<>();
    private final InheritedRoles known = new InheritedRoles(withRoles::add);

    interface Handler<T> {
        @SandboxedThread("a")
        String handle(T value);
    }

    interface Renamed extends Handler<String> {}

    static class Plain implements Renamed {
        @Override
        public String handle(String value) {
            return value;
        }

        String other() {
            return "";
        }
    }

    static class Base {
        public String handle(Object value) {
            return "base";
        }
    }

    static class Borrowing extends Base implements Handler<Object> {}

    abstract static class Unfinished extends Base implements Handler<Object> {}

    static class Finished extends Unfinished {}

    static class Below extends Plain {}

    static class Above extends Plain {
        @Override
        @SandboxedThread("b")
        public String handle(String value) {
            return value;
        }
    }

    static class Overloading implements Handler<String> {
        @Override
        public String handle(String value) {
            return value;
        }

        static String handle(int value) {
            return "";
        }
    }

    abstract static class PackagePrivate {
        @SandboxedThread("a")
        abstract String open();
    }

    static class InPackage extends PackagePrivate {
        @Override
        String open() {
            return "";
        }
    }

    interface Second {
        @SandboxedThread("b")
        String handle(String value);
    }

    static class Torn implements Second, Handler<String> {
        @Override
        public String handle(String value) {
            return value;
        }
    }

    static class Native {
        @SandboxedThread("a")
        native void open();
    }

    static class Neither {}

    @Test
    void findsWhatImplements() throws IOException {
        weave(Handler.class);
        assertEquals(Set.of(), weave(Renamed.class));
        assertEquals(Set.of("handle(Ljava/lang/String;)Ljava/lang/String;"), weave(Plain.class));
        assertEquals(Set.of("handle(Ljava/lang/String;)Ljava/lang/String;"), weave(Overloading.class));
        assertTrue(withRoles.contains(Renamed.class.getName()), withRoles::toString);
    }

    @Test
    void overridesWhatIsInheritedToImplement() throws IOException {
        weave(Handler.class);
        assertEquals(Set.of(), weave(Base.class));
        assertEquals(Set.of("handle(Ljava/lang/Object;)Ljava/lang/String;"), weave(Borrowing.class));
        assertEquals(Set.of(), weave(Unfinished.class));
        assertEquals(Set.of("handle(Ljava/lang/Object;)Ljava/lang/String;"), weave(Finished.class));
    }

    @Test
    void leavesToASuperclassWhatThatDoes() throws IOException {
        weave(Handler.class);
        weave(Renamed.class);
        weave(Plain.class);
        assertEquals(Set.of(), weave(Below.class));
        assertEquals(Set.of("handle(Ljava/lang/String;)Ljava/lang/String;"), weave(Above.class));
    }

    @Test
    void countsPackagePrivateMethodsInTheirPackage() throws IOException {
        weave(PackagePrivate.class);
        assertEquals(Set.of("open()Ljava/lang/String;"), weave(InPackage.class));
        assertTrue(InheritedRoles.of("a", "p/A", 0).isFor("p/B"));
        assertTrue(!InheritedRoles.of("a", "p/A", 0).isFor("q/B"));
        assertNull(InheritedRoles.of("a", "p/A", java.lang.reflect.Modifier.PRIVATE));
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        weave(Handler.class);
        weave(Second.class);
        String torn = assertThrows(IllegalArgumentException.class, () -> weave(Torn.class))
                .getMessage();
        assertTrue(torn.contains("inherits the roles"), torn);
        String none = assertThrows(IllegalArgumentException.class, () -> weave(Native.class))
                .getMessage();
        assertTrue(none.contains("on the native method"), none);
    }

    @Test
    void costsNothingWithoutSuchMethods() throws IOException {
        assertNull(AnnotatedMethods.weave(file(Neither.class), false, known, () -> {}));
        assertTrue(known.isEmpty());
    }

    private Set<String> weave(Class<?> type) throws IOException {
        byte[] file = file(type);
        byte[] woven = AnnotatedMethods.weave(file, ClassFileScan.of(file).isAnnotated(), known, () -> {});
        Set<String> bodies = new TreeSet<>();
        if (woven != null) {
            OpenedClassReader.of(woven)
                    .accept(
                            new ClassVisitor(OpenedClassReader.ASM_API) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    if (name.endsWith("$sandboxed")) {
                                        bodies.add(name.replace("$sandboxed", "") + descriptor);
                                    }
                                    return null;
                                }
                            },
                            0);
        }
        return bodies;
    }

    private static byte[] file(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return in.readAllBytes();
        }
    }
}
