package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

class PoolGrowthTest {
    private static final Pattern METHOD = Pattern.compile("[a-z]\\w*(\\.[\\w$]+){3,}");

    @Test
    void knowsWhereAPoolStartsItsWorkers() {
        assertTrue(PoolGrowth.isPool("org/eclipse/jetty/util/thread/QueuedThreadPool"));
        assertTrue(PoolGrowth.startsWorker("org/eclipse/jetty/util/thread/QueuedThreadPool", "startThread", "()V"));
        assertFalse(PoolGrowth.startsWorker("org/eclipse/jetty/util/thread/QueuedThreadPool", "startThread", "(I)V"));
        assertFalse(PoolGrowth.startsWorker("a/Pool", "startThread", "()V"));
        assertFalse(PoolGrowth.isPool("a/Pool"));
    }

    @Test
    void knowsAPoolThatCameInsideAnothersPackages() {
        String shaded = "io/grpc/netty/shaded/io/netty/util/concurrent/SingleThreadEventExecutor";
        assertTrue(PoolGrowth.isPool(shaded));
        assertTrue(PoolGrowth.startsWorker(shaded, "doStartThread", "()V"));
        assertFalse(PoolGrowth.isPool("notio/netty/util/concurrent/SingleThreadEventExecutor"));
        assertFalse(PoolGrowth.isPool("util/concurrent/SingleThreadEventExecutor"));
    }

    /** What is woven and what the hand-off then calls: a method that only one of the two knows would be woven for nothing. */
    @Test
    void agreesWithTheHandOff() throws IOException {
        Set<String> called = new TreeSet<>();
        Path growth = Path.of("target/bootstrap/java/util/concurrent/ThreadSandboxGrowth.class");
        OpenedClassReader.of(Files.readAllBytes(growth))
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new MethodVisitor(OpenedClassReader.ASM_API) {
                                    @Override
                                    public void visitLdcInsn(Object value) {
                                        Matcher method = METHOD.matcher(value.toString());
                                        if (method.matches()) {
                                            called.add(value.toString());
                                        }
                                    }
                                };
                            }
                        },
                        0);
        Set<String> woven = new TreeSet<>(PoolGrowth.methods());
        woven.add("java.util.concurrent.ThreadPoolExecutor.addWorker");
        assertEquals(woven, called);
    }
}
