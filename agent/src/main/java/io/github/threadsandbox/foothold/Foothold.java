package io.github.threadsandbox.foothold;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.jar.JarFile;

/**
 * Makes the agent's class loader, as a class of {@code java.base}, and the named module that holds the agent. No code of the
 * application runs meanwhile: nothing here asks the JDK for a service.
 */
public final class Foothold implements BiFunction<Instrumentation, JarFile, BiFunction<String, Boolean, Exception>> {
    private static final String MODULE = "io.github.threadsandbox.agent";
    private static final String ENTRY = "io.github.threadsandbox.start.Entry";

    /** Made by {@code premain}, by name. */
    public Foothold() {}

    /**
     * Takes the step.
     *
     * @param instrumentation the JVM's
     * @param jar the agent's, open
     * @return what arms the agent: takes the role map's file, and whether the application runs already
     */
    @Override
    public BiFunction<String, Boolean, Exception> apply(Instrumentation instrumentation, JarFile jar) {
        try {
            return open(instrumentation, jar);
        } catch (Throwable t) {
            throw new IllegalStateException("bug: no foothold in java.base of this JDK (" + Runtime.version() + ")", t);
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Boolean, Exception> open(Instrumentation instrumentation, JarFile jar)
            throws Throwable {
        Module javaBase = Object.class.getModule();
        instrumentation.redefineModule(
                javaBase,
                Set.of(),
                Map.of(),
                Map.of("java.lang.invoke", Set.of(Foothold.class.getModule())),
                Set.of(),
                Map.of());
        // A lookup that crosses modules loses rights on the way, and then cannot find caller-sensitive methods; the
        // JDK's
        // own (MethodHandles.Lookup.IMPL_LOOKUP) does not.
        Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        field.setAccessible(true);
        MethodHandles.Lookup trusted = (MethodHandles.Lookup) field.get(null);

        Set<String> packages = packages(jar);
        ClassLoader loader = loader(trusted.in(Object.class), jar, packages);
        Module module = (Module) trusted.in(Module.class)
                .findConstructor(
                        Module.class,
                        methodType(void.class, ModuleLayer.class, ClassLoader.class, ModuleDescriptor.class, URI.class))
                .invoke(
                        (ModuleLayer) null,
                        loader,
                        ModuleDescriptor.newModule(MODULE).packages(packages).build(),
                        (URI) null);
        Set<Module> reads = new HashSet<>(Set.of(javaBase, Instrumentation.class.getModule()));
        // jffi's.
        Optional<Module> unsupported = ModuleLayer.boot().findModule("jdk.unsupported");
        if (unsupported.isPresent()) {
            reads.add(unsupported.get());
        }
        instrumentation.redefineModule(module, reads, Map.of(), Map.of(), Set.of(), Map.of());

        Class<?> entry = loader.loadClass(ENTRY);
        return (BiFunction<String, Boolean, Exception>) trusted.in(entry)
                .findConstructor(
                        entry, methodType(void.class, Instrumentation.class, MethodHandles.Lookup.class, String.class))
                .invoke(instrumentation, trusted, jar.getName());
    }

    private static ClassLoader loader(MethodHandles.Lookup javaLang, JarFile jar, Set<String> packages)
            throws Throwable {
        Class<?> type;
        try {
            // Whoever attached before had a role map that was refused.
            type = javaLang.findClass("java.lang.ThreadSandboxLoader");
        } catch (ClassNotFoundException e) {
            type = javaLang.defineClass(read(jar, "inst/bootstrap/java/lang/ThreadSandboxLoader.classdata"));
        }
        return (ClassLoader) javaLang.findConstructor(type, methodType(void.class, JarFile.class, Set.class))
                .invoke(jar, packages);
    }

    /** As the build listed them: a module's packages are known when it is made. */
    private static Set<String> packages(JarFile jar) throws IOException {
        return Set.of(new String(read(jar, "inst/packages"), StandardCharsets.US_ASCII)
                .strip()
                .split("\n", -1));
    }

    private static byte[] read(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
            return in.readAllBytes();
        }
    }
}
