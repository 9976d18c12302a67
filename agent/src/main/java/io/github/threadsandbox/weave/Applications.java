package io.github.threadsandbox.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * An application's classes, as they are loaded: those that say which role their tasks or methods have, and those by which its
 * work changes hands.
 *
 * <p>A class that says so and cannot be woven is not loaded: its methods would run without their role. An executor that cannot be
 * woven is reported, and loaded as it is: it is a road out of confinement, but an application that does not start helps
 * nobody. Where the stack or the heap ends in the middle, which a confined thread can bring about, the class is not loaded
 * this time.
 *
 * <p>Hidden classes, and so lambdas, do not come by here (JEP 371): something is put around those that matter where they are
 * linked ({@link LambdaWeaving}).
 */
final class Applications implements ClassFileTransformer {
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final ClassLoader OWN = Applications.class.getClassLoader();

    /**
     * No class file begins like this: the JVM throws a ClassFormatError. An empty one would not do, for to the JVM that is no
     * change ({@code JvmtiExport::post_class_file_load_hook}, as 17 and 25 behave).
     */
    private static final byte[] NO_CLASS = {'n', 'o', 'n', 'e'};

    private final InheritedRoles inherited;
    private final Runnable taskClass;
    private final Consumer<String> report;

    /** Told of each class with the name of a framework's, on the thread that defines it. */
    private final BiConsumer<ClassLoader, String> named;

    /** Classes with {@code @SandboxedThread} that were there before the agent was attached. */
    private final Set<Class<?>> loadedBefore =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** What was looked through last, on whatever thread: it holds for its own bytes only. */
    private ClassFileScan latest;

    private final List<String> notReached = new CopyOnWriteArrayList<>();

    Applications(
            Runnable taskClass,
            Consumer<String> withRoles,
            BiConsumer<ClassLoader, String> named,
            Consumer<String> report) {
        this.named = named;
        this.inherited = new InheritedRoles(withRoles);
        this.taskClass = taskClass;
        this.report = report;
    }

    /** From now on, and of what other agents have loaded already. */
    void weave(Instrumentation instrumentation) throws WeaveException {
        instrumentation.addTransformer(this, true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (!type.isArray()
                    && ApplicationPools.isConcerned(type)
                    && isOfAnApplication(type.getClassLoader())
                    && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        try {
            if (!loaded.isEmpty()) {
                instrumentation.retransformClasses(loaded.toArray(Class[]::new));
            }
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new WeaveException(
                    "executors that were loaded before the agent cannot be woven: " + loaded + ": " + e);
        }
    }

    /**
     * The same in a JVM that somebody attached to, class by class: what cannot be woven there is named, and the rest is.
     *
     * @param mention whether a loaded class mentions {@code @SandboxedThread}
     * @return a sentence for each class or method that is not reached
     */
    List<String> weaveRunning(Instrumentation instrumentation, Predicate<Class<?>> mention) {
        instrumentation.addTransformer(this, true);
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.isArray() || !isOfAnApplication(type.getClassLoader())) {
                continue;
            }
            boolean mentions = mention.test(type);
            if (mentions) {
                loadedBefore.add(type);
            }
            if (mentions || ApplicationPools.isConcerned(type)) {
                retransform(instrumentation, type);
            }
        }
        if (!inherited.isEmpty()) {
            Set<Class<?>> seen = new HashSet<>();
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                weaveInheriting(instrumentation, type, seen);
            }
        }
        return List.copyOf(new LinkedHashSet<>(notReached));
    }

    /** What builds on classes that have methods with a role; those first. */
    private void weaveInheriting(Instrumentation instrumentation, Class<?> type, Set<Class<?>> seen) {
        if (type.isArray() || !isOfAnApplication(type.getClassLoader()) || !seen.add(type)) {
            return;
        }
        boolean inherits = false;
        List<Class<?>> supers = new ArrayList<>(Arrays.asList(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            supers.add(type.getSuperclass());
        }
        for (Class<?> above : supers) {
            weaveInheriting(instrumentation, above, seen);
            inherits |= inherited.knows(above.getName());
        }
        if (inherits && type.isHidden()) {
            notReached.add("class " + type.getName()
                    + " is loaded and hidden: the methods that it implements run without" + " their role");
        } else if (inherits) {
            loadedBefore.add(type);
            retransform(instrumentation, type);
        }
    }

    private void retransform(Instrumentation instrumentation, Class<?> type) {
        // Hidden classes, lambdas above all, are never woven.
        if (!instrumentation.isModifiableClass(type)) {
            return;
        }
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | LinkageError | RuntimeException e) {
            notReached.add("class " + type.getName() + " is loaded and cannot be woven: " + e);
        }
    }

    /**
     * What a class builds on, which an application's loader is about to define.
     *
     * @param classFile the class file, in an array of its own: nobody changes it
     * @return binary names; none of {@code java}'s
     */
    String[] supers(byte[] classFile) {
        try {
            ClassFileScan scan = ClassFileScan.of(classFile);
            latest = scan;
            return scan.supers();
        } catch (RuntimeException e) {
            // No class file: the JVM says so.
            return new String[0];
        }
    }

    /** Whether a class, which an application's loader is about to define after what it builds on, may be woven. */
    boolean isConcerned(byte[] classFile) {
        try {
            ClassFileScan scan = scan(classFile);
            return scan.takesTasks() || scan.isNamed() || mayHaveRoles(scan);
        } catch (RuntimeException e) {
            // No class file: the JVM says so.
            return false;
        }
    }

    private boolean mayHaveRoles(ClassFileScan scan) {
        return scan.isAnnotated() || inherited.knowsAny(scan.supers());
    }

    /**
     * The JVM shows a class that a loader defines a moment later, in an array of its own; another agent may have changed it, and
     * not every class comes from {@code ClassLoader.defineClass}. So it is looked through again unless every byte is the same.
     */
    private ClassFileScan scan(byte[] classFile) {
        ClassFileScan last = latest;
        return last != null && last.isOf(classFile) ? last : ClassFileScan.of(classFile);
    }

    private static boolean isOfAnApplication(ClassLoader loader) {
        return loader != null && loader != PLATFORM && loader != OWN;
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String className,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (!isOfAnApplication(loader)) {
            return null;
        }
        ClassFileScan scan;
        byte[] withRoles;
        try {
            scan = scan(classFile);
            if (redefined == null && scan.isNamed()) {
                named.accept(
                        loader, OpenedClassReader.of(classFile).getClassName().replace('/', '.'));
            }
            withRoles = redefined != null && loadedBefore.contains(redefined)
                    ? AnnotatedMethods.weaveLoaded(classFile, inherited, taskClass, notReached::add)
                    : mayHaveRoles(scan)
                            ? AnnotatedMethods.weave(classFile, scan.isAnnotated(), inherited, taskClass)
                            : null;
        } catch (RuntimeException | Error e) {
            report.accept("class " + className + " is refused, because it cannot be woven: "
                    + (e instanceof IllegalArgumentException ? e.getMessage() : e));
            return NO_CLASS;
        }
        try {
            byte[] woven = ApplicationPools.weave(withRoles == null ? classFile : withRoles, scan);
            return woven == null ? withRoles : woven;
        } catch (VirtualMachineError e) {
            return NO_CLASS;
        } catch (RuntimeException | Error e) {
            report.accept("work can leave a confined thread by "
                    + (className == null ? "a class" : className.replace('/', '.')) + ", which cannot be woven: " + e);
            return withRoles;
        }
    }
}
