package io.github.threadsandbox.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/** Weaves the JDK's thread classes and pools, and proves that every place that must be woven was. */
public final class Weaver {
    private static final int VIRTUAL_THREADS_SINCE = 21;

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Map<String, Weaving> weavings = new LinkedHashMap<>();
    private final Set<String> expected = new TreeSet<>();
    private final Set<String> woven = new TreeSet<>();
    private final Consumer<String> report;
    private Throwable failure;

    private Weaver(List<Weaving> all, Consumer<String> report) {
        this.report = report;
        for (Weaving weaving : all) {
            weavings.put(weaving.className(), weaving);
            if (weaving.atStart()) {
                expected.addAll(weaving.places());
            }
        }
    }

    static List<Weaving> all() {
        int feature = Runtime.version().feature();
        boolean virtualThreads = feature >= VIRTUAL_THREADS_SINCE;
        List<Weaving> all = new ArrayList<>(HandOffWeaving.all(feature));
        all.add(new ThreadWeaving(virtualThreads));
        all.addAll(CallbackWeaving.all());
        all.add(new LambdaWeaving());
        all.addAll(RevivalWeaving.all());
        all.add(new DefinitionWeaving());
        all.add(new AgentLoadWeaving());
        all.add(new BrokenClassWeaving("ExceptionInInitializerError"));
        all.add(new BrokenClassWeaving("NoClassDefFoundError"));
        all.add(new UnknownNameWeaving());
        all.add(new AgentLoadCommandWeaving());
        if (ModuleLayer.boot().findModule("java.management").isPresent()) {
            all.add(new ManagementWeaving());
        }
        if (virtualThreads) {
            all.add(new VirtualThreadWeaving());
        }
        if (feature < SystemWeaving.NEEDLESS_SINCE) {
            all.add(new SystemWeaving());
        }
        return all;
    }

    /**
     * Weaves where the JDK learns that a path or a port was refused to a thread. Nothing is confined by it: where it cannot be, nothing
     * else changes.
     *
     * @param instrumentation the JVM's
     * @param recorder called when the flight recorder's class is loaded that keeps its recordings, on whatever thread
     * @param report takes what goes wrong with a class that is woven when it is loaded
     * @throws WeaveException if a class could not be woven as it must be
     */
    public static void weaveDenied(Instrumentation instrumentation, Runnable recorder, Consumer<String> report)
            throws WeaveException {
        List<Weaving> all = new ArrayList<>(DeniedWeaving.all());
        all.add(new LoadNotice("jdk/jfr/internal/PlatformRecorder", recorder));
        new Weaver(all, report).weaveAll(instrumentation);
    }

    /**
     * Weaves, and stays registered, so that the weaving survives what other agents do to the same classes.
     *
     * @param instrumentation the JVM's
     * @param taskClass called when a class is loaded that carries {@code @SandboxedThread}
     * @param withRoles takes the name of each class that has or inherits a method with {@code @SandboxedThread}
     * @param named called when a class with the name of a framework's is defined, on the thread that does it
     * @param definitions takes what says, of a class file in an array of its own, what the class builds on, and whether it
     *     may be woven
     * @param report takes what goes wrong with a class that is woven when it is loaded
     * @throws WeaveException if a class could not be woven as it must be; the message names what is missing
     */
    public static void weave(
            Instrumentation instrumentation,
            Runnable taskClass,
            Consumer<String> withRoles,
            BiConsumer<ClassLoader, String> named,
            BiConsumer<Function<byte[], String[]>, Predicate<byte[]>> definitions,
            Consumer<String> report)
            throws WeaveException {
        Applications applications = new Applications(taskClass, withRoles, named, report);
        definitions.accept(applications::supers, applications::isConcerned);
        new Weaver(all(), report).weaveAll(instrumentation);
        applications.weave(instrumentation);
    }

    /**
     * Weaves in a JVM that somebody attached to. The application's classes first: from when the JDK's are woven on there are
     * confined threads.
     *
     * @param instrumentation the JVM's
     * @param taskClass called when a class carries {@code @SandboxedThread}
     * @param withRoles takes the name of each class that has or inherits a method with {@code @SandboxedThread}
     * @param named called when a class with the name of a framework's is defined, on the thread that does it
     * @param definitions takes what says, of a class file in an array of its own, what the class builds on, and whether it
     *     may be woven
     * @param report takes what goes wrong with a class that is woven when it is loaded
     * @param mention whether a loaded class mentions {@code @SandboxedThread}
     * @return a sentence for each class or method that is not reached
     * @throws WeaveException if a class of the JDK's could not be woven as it must be
     */
    public static List<String> weaveRunning(
            Instrumentation instrumentation,
            Runnable taskClass,
            Consumer<String> withRoles,
            BiConsumer<ClassLoader, String> named,
            BiConsumer<Function<byte[], String[]>, Predicate<byte[]>> definitions,
            Consumer<String> report,
            Predicate<Class<?>> mention)
            throws WeaveException {
        Applications applications = new Applications(taskClass, withRoles, named, report);
        definitions.accept(applications::supers, applications::isConcerned);
        List<String> notReached = applications.weaveRunning(instrumentation, mention);
        new Weaver(all(), report).weaveAll(instrumentation);
        return notReached;
    }

    /** Loads what weaving needs, by weaving a class file that is then thrown away. */
    public static void load() {
        try (InputStream thread = Object.class.getResourceAsStream("Thread.class")) {
            if (thread != null) {
                Weaver weaver = new Weaver(all(), problem -> {});
                byte[] classFile = thread.readAllBytes();
                weaver.rewrite(weaver.weavings.get("java/lang/Thread"), classFile);
                // What it initialises must not be initialised first where a stack ends: it would be broken for good.
                Applications applications = new Applications(() -> {}, name -> {}, (loader, name) -> {}, problem -> {});
                applications.supers(classFile);
                applications.isConcerned(classFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read java.lang.Thread's class file", e);
        }
    }

    private void weaveAll(Instrumentation instrumentation) throws WeaveException {
        List<Class<?>> classes = new ArrayList<>();
        Set<String> whenLoaded = new HashSet<>();
        for (Weaving weaving : weavings.values()) {
            if (weaving.atStart()) {
                classes.add(named(weaving.className()));
            } else {
                whenLoaded.add(weaving.className().replace('/', '.'));
            }
        }
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (whenLoaded.contains(loaded.getName()) && isOfTheJdk(loaded.getClassLoader())) {
                classes.add(loaded);
            }
        }
        instrumentation.addTransformer(new Transformer(), true);
        try {
            instrumentation.retransformClasses(classes.toArray(Class[]::new));
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new WeaveException(
                    "this JDK (" + Runtime.version() + ") does not let " + classes + " be woven: " + e);
        }
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(woven);
        if (failure != null || !missing.isEmpty()) {
            throw new WeaveException("this JDK (" + Runtime.version() + ") is not as the agent knows it: not woven "
                    + missing + (failure == null ? "" : "; " + failure) + ": use one of the JDKs that README names");
        }
    }

    /** Nobody else defines classes in these two. */
    private static boolean isOfTheJdk(ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }

    private static Class<?> named(String internalName) throws WeaveException {
        try {
            return Class.forName(internalName.replace('/', '.'), false, null);
        } catch (ClassNotFoundException e) {
            throw new WeaveException("this JDK (" + Runtime.version() + ") has no " + internalName);
        }
    }

    /** Knows its classes by name and leaves every other class alone. */
    private final class Transformer implements ClassFileTransformer {
        @Override
        public byte[] transform(
                Module module,
                ClassLoader loader,
                String className,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] classFile) {
            Weaving weaving = className != null && isOfTheJdk(loader) ? weavings.get(className) : null;
            if (weaving == null) {
                return null;
            }
            try {
                synchronized (Weaver.this) {
                    byte[] rewritten = rewrite(weaving, classFile);
                    if (!weaving.atStart() && !woven.containsAll(weaving.places())) {
                        report.accept("this JDK (" + Runtime.version() + ") is not as the agent knows it: " + className
                                + " is woven at " + woven + " only, and " + weaving.otherwise());
                    }
                    return rewritten;
                }
            } catch (RuntimeException | Error e) {
                // The JVM would go on with the class as it was, and say nothing: weaveAll looks here.
                failure = e;
                throw e;
            }
        }
    }

    private byte[] rewrite(Weaving weaving, byte[] classFile) {
        return MethodRewrite.of(OpenedClassReader.of(classFile), new MethodRewrite.Methods() {
            @Override
            public MethodVisitor method(MethodVisitor next, int access, String name, String descriptor) {
                return weaving.method(next, name, descriptor, woven::add);
            }

            @Override
            public void constant(String name, Object value) {
                weaving.constant(name, value);
            }
        });
    }
}
