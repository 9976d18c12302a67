package io.github.threadsandbox.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/** Weaves the JDK's thread classes, and proves that every place was found as often as expected. */
public final class Weaver {
    private static final int VIRTUAL_THREADS_SINCE = 21;
    private static final String THREAD = "java/lang/Thread";
    private static final String VIRTUAL_THREAD = "java/lang/VirtualThread";

    private final Map<String, Integer> woven = new HashMap<>();
    private Throwable failure;

    private Weaver() {}

    /**
     * Weaves, and stays registered, so that the weaving survives what other agents do to the same classes.
     *
     * @param instrumentation the JVM's
     * @throws WeaveException if a class could not be woven exactly as expected; the message names it
     */
    public static void weave(Instrumentation instrumentation) throws WeaveException {
        new Weaver().weaveAll(instrumentation);
    }

    /** Loads what weaving needs, by weaving a class file that is then thrown away. */
    public static void load() {
        try (InputStream thread = Object.class.getResourceAsStream("Thread.class")) {
            if (thread != null) {
                new Weaver().rewrite(THREAD, thread.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read java.lang.Thread's class file", e);
        }
    }

    private void weaveAll(Instrumentation instrumentation) throws WeaveException {
        boolean virtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
        Map<String, Integer> expected = new HashMap<>();
        List<Class<?>> classes = new ArrayList<>(List.of(Thread.class));
        // start() and, since virtual threads, start(ThreadContainer).
        expected.put("start", virtualThreads ? 2 : 1);
        expected.put("run", 1);
        expected.put("exit", 1);
        if (virtualThreads) {
            expected.put("madeVirtual", 1);
            expected.put("startVirtual", 1);
            classes.add(named(VIRTUAL_THREAD));
        }
        instrumentation.addTransformer(new Transformer(), true);
        try {
            instrumentation.retransformClasses(classes.toArray(Class[]::new));
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new WeaveException(
                    "this JDK (" + Runtime.version() + ") does not let " + classes + " be woven: " + e);
        }
        if (failure != null || !woven.equals(expected)) {
            throw new WeaveException("this JDK (" + Runtime.version() + ") is not as the agent knows it: woven " + woven
                    + ", expected " + expected + (failure == null ? "" : "; " + failure)
                    + ": use one of the JDKs that README names");
        }
    }

    private static Class<?> named(String internalName) throws WeaveException {
        try {
            return Class.forName(internalName.replace('/', '.'), false, null);
        } catch (ClassNotFoundException e) {
            throw new WeaveException("this JDK (" + Runtime.version() + ") has no " + internalName);
        }
    }

    /** Knows its two classes by name and leaves every other class alone. */
    private final class Transformer implements ClassFileTransformer {
        @Override
        public byte[] transform(
                Module module,
                ClassLoader loader,
                String className,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] classFile) {
            if (loader != null || !(THREAD.equals(className) || VIRTUAL_THREAD.equals(className))) {
                return null;
            }
            try {
                synchronized (Weaver.this) {
                    return rewrite(className, classFile);
                }
            } catch (RuntimeException | Error e) {
                // The JVM would go on with the class as it was, and say nothing: weaveAll looks here.
                failure = e;
                throw e;
            }
        }
    }

    private byte[] rewrite(String className, byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return className.equals(THREAD)
                                ? thread(next, name, descriptor)
                                : virtualThread(next, name, descriptor);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private MethodVisitor thread(MethodVisitor next, String name, String descriptor) {
        if (name.equals("start")) {
            return new GateCall.InPlaceOfStart0(next, woven);
        }
        if (name.equals("run") && descriptor.equals("()V")) {
            return new GateCall.AtHead(next, woven, "run");
        }
        if (name.equals("exit") && descriptor.equals("()V")) {
            return new GateCall.AtHead(next, woven, "exit");
        }
        return next;
    }

    private MethodVisitor virtualThread(MethodVisitor next, String name, String descriptor) {
        // VirtualThread(Executor scheduler, String name, int characteristics, Runnable task)
        if (name.equals("<init>")
                && descriptor.equals("(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V")) {
            return new GateCall.WhenMade(next, woven, 4);
        }
        if (name.equals("start") && descriptor.equals("(Ljdk/internal/vm/ThreadContainer;)V")) {
            return new GateCall.AtHead(next, woven, "startVirtual");
        }
        return next;
    }
}
