package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

class MadeWorkWeavingTest {
    @Test
    void knowsAClassThatCameInsideAnothersPackages() {
        assertTrue(MadeWorkWeaving.isConcerned("io/netty/util/HashedWheelTimer$HashedWheelTimeout"));
        assertTrue(MadeWorkWeaving.isConcerned("a/shaded/io/netty/util/HashedWheelTimer$HashedWheelTimeout"));
        assertFalse(MadeWorkWeaving.isConcerned("a/radio/netty/util/HashedWheelTimer$HashedWheelTimeout"));
    }

    /** What only one of the two knew would run under nobody's roles. */
    @Test
    void agreesWithTheHandOff() throws IOException {
        Set<String> known = new TreeSet<>();
        Path concern = Path.of("target/bootstrap/java/util/concurrent/ThreadSandboxConcern.class");
        OpenedClassReader.of(Files.readAllBytes(concern))
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return !name.equals("<clinit>")
                                        ? null
                                        : new MethodVisitor(OpenedClassReader.ASM_API) {
                                            @Override
                                            public void visitLdcInsn(Object value) {
                                                known.add(value.toString());
                                            }
                                        };
                            }
                        },
                        0);
        assertEquals(
                MadeWorkWeaving.classes().stream()
                        .map(name -> name.replace('/', '.'))
                        .collect(Collectors.toCollection(TreeSet::new)),
                known);
    }
}
