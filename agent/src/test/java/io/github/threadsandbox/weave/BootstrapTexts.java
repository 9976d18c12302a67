package io.github.threadsandbox.weave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/** What a class of the bootstrap zone, which tests cannot load, has in its constants. */
final class BootstrapTexts {
    private BootstrapTexts() {}

    /** The texts with which a class of the hand-off's package is initialised. */
    static Set<String> of(String className) throws IOException {
        Set<String> texts = new TreeSet<>();
        Path file = Path.of("target/bootstrap/java/util/concurrent", className + ".class");
        OpenedClassReader.of(Files.readAllBytes(file))
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return name.equals("<clinit>") ? collecting(texts) : null;
                            }
                        },
                        0);
        return texts;
    }

    private static MethodVisitor collecting(Set<String> texts) {
        return new MethodVisitor(OpenedClassReader.ASM_API) {
            @Override
            public void visitLdcInsn(Object value) {
                texts.add(value.toString());
            }
        };
    }
}
