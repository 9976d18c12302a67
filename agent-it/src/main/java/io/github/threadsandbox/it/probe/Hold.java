package io.github.threadsandbox.it.probe;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A confined thread that holds every class and class loader of the agent, as if somebody had handed it all of them, and tries
 * to reach something with them.
 */
public final class Hold {
    private static Instrumentation instrumentation;
    private static final Set<String> REACHED = new TreeSet<>();
    private static int tried;

    private Hold() {}

    /**
     * As a second agent it can list the classes that are loaded: nobody else could find them all.
     *
     * @param arguments none
     * @param newInstrumentation the JVM's
     */
    public static void premain(String arguments, Instrumentation newInstrumentation) {
        instrumentation = newInstrumentation;
    }

    /**
     * Prints what providers saw, then tries on a confined thread.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        // The first confined thread waits until the preload is over.
        Thread first = new Thread(() -> Kernel.print("confined", Kernel.open()), "role-0");
        first.start();
        first.join();
        Witness.print();
        if (instrumentation == null) {
            return;
        }
        List<Class<?>> classes = held();
        Thread thread = new Thread(() -> classes.forEach(Hold::attempt), "role-1");
        thread.start();
        thread.join();
        Kernel.print("classes", classes.size());
        Set<String> modules = new TreeSet<>();
        classes.forEach(type -> modules.add(String.valueOf(type.getModule())));
        Kernel.print("modules", modules);
        Kernel.print("tried", tried);
        Kernel.print("reached", REACHED);
        REACHED.clear();
        attempt(Open.class);
        Kernel.print("control", REACHED);
        Thread second = new Thread(() -> Kernel.print("after", Kernel.open()), "role-2");
        second.start();
        second.join();
    }

    /** A class that the attempts reach: it is in a class loader's unnamed module, as the application's classes are. */
    private static final class Open {
        private static String secret() {
            return "told";
        }
    }

    /** Every class of the agent's that is loaded and that somebody could have, so that a collection leaves it. */
    private static List<Class<?>> held() {
        System.gc();
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (Witness.isAgents(type.getClassLoader()) && !type.isArray()) {
                classes.add(type);
            }
        }
        return classes;
    }

    private static void attempt(Class<?> type) {
        reach(type);
        ClassLoader loader = type.getClassLoader();
        // What the class loader itself is made of.
        for (Class<?> of = loader.getClass(); of != null && of != Object.class; of = of.getSuperclass()) {
            reach(of);
        }
        tried++;
        if (loader.getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider") != null) {
            REACHED.add("resource");
        }
        tried++;
        try {
            MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            REACHED.add("lookup in " + type.getName());
        } catch (IllegalAccessException e) {
            // As it should be.
        }
        tried++;
        try {
            type.getModule().addOpens(type.getPackageName(), Hold.class.getModule());
            REACHED.add("opened " + type.getName());
        } catch (RuntimeException e) {
            // As it should be.
        }
    }

    private static void reach(Class<?> type) {
        List<AccessibleObject> members = new ArrayList<>();
        members.addAll(Arrays.asList(type.getDeclaredFields()));
        members.addAll(Arrays.asList(type.getDeclaredMethods()));
        members.addAll(Arrays.asList(type.getDeclaredConstructors()));
        for (AccessibleObject member : members) {
            Member named = (Member) member;
            boolean ofTheJdk = type.getClassLoader() == null && Modifier.isPublic(named.getModifiers());
            tried++;
            try {
                member.setAccessible(true);
                if (!ofTheJdk) {
                    REACHED.add(type.getName() + "." + named.getName());
                }
            } catch (InaccessibleObjectException e) {
                // As it should be.
            }
            if (ofTheJdk || !Modifier.isStatic(named.getModifiers())) {
                continue;
            }
            try {
                if (member instanceof Field field) {
                    field.get(null);
                    REACHED.add("read " + type.getName() + "." + field.getName());
                } else if (member instanceof Method method && method.getParameterCount() == 0) {
                    method.invoke(null);
                    REACHED.add("called " + type.getName() + "." + method.getName());
                }
            } catch (ReflectiveOperationException e) {
                // As it should be.
            }
        }
    }
}
