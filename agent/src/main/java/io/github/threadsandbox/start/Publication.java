package io.github.threadsandbox.start;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where what the agent sees can be asked for: by JMX, and by whoever may attach to the process. Both go through classes of the
 * JDK's own zone, and give data alone.
 */
final class Publication {
    private static final String BEAN = "java.lang.management.ThreadSandboxCoverage";

    private final JavaBase javaBase;
    private final Optional<MethodHandles.Lookup> management;

    private Publication(JavaBase javaBase, Optional<MethodHandles.Lookup> management) {
        this.javaBase = javaBase;
        this.management = management;
    }

    /** Defines the bean's class, where this JDK has JMX. To be called before {@code ManagementFactory} is woven, which names it. */
    static Publication prepare(JavaBase javaBase) throws IOException, ReflectiveOperationException {
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return new Publication(javaBase, Optional.empty());
        }
        Class<?> host = Class.forName("java.lang.management.PlatformManagedObject", false, null);
        Class<?> bean = JavaBase.define(BEAN, javaBase.in(host));
        return new Publication(javaBase, Optional.of(javaBase.in(bean)));
    }

    /** Tells whoever attached why the agent did not stay: the JVM itself gives back no more than that it failed. */
    static void refused(MethodHandles.Lookup trusted, String why) {
        try {
            Class<?> support = Class.forName("jdk.internal.vm.VMSupport", false, null);
            Properties properties = (Properties) trusted.in(support)
                    .findStatic(support, "getAgentProperties", methodType(Properties.class))
                    .invoke();
            properties.setProperty("thread-sandbox.refused", why);
        } catch (Throwable t) {
            throw new IllegalStateException("bug: " + why + ": and that cannot be told: " + t, t);
        }
    }

    /**
     * Adds to the properties that {@code VirtualMachine.getAgentProperties} gives.
     *
     * @param more asked each time, on the JVM's attach listener
     */
    void toWhoAttaches(Supplier<Map<String, String>> more) throws Throwable {
        MethodHandles.Lookup javaLang = javaBase.javaLang();
        Class<?> support = Class.forName("jdk.internal.vm.VMSupport", false, null);
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(support, javaLang);
        Properties before = (Properties) lookup.findStatic(support, "getAgentProperties", methodType(Properties.class))
                .invoke();
        Properties with = (Properties) javaLang.findConstructor(
                        javaLang.findClass("java.lang.ThreadSandboxProperties"),
                        methodType(void.class, Properties.class, Supplier.class))
                .invoke(before, more);
        lookup.findStaticVarHandle(support, "agentProps", Properties.class).set(with);
    }

    /**
     * Has a bean registered with the platform's MBean server, when there is one.
     *
     * @param source asked for the threads, on those of whoever asks
     * @param denials asked for what is known without looking at them
     * @param reload the same
     */
    void toManagement(
            Function<Boolean, Map<String, Object>> source,
            Supplier<Map<String, Object>> denials,
            Supplier<String[]> reload,
            Instrumentation instrumentation)
            throws Throwable {
        if (management.isEmpty()) {
            return;
        }
        MethodHandles.Lookup bean = management.get();
        bean.findStatic(
                        bean.lookupClass(),
                        "arm",
                        methodType(void.class, Function.class, Supplier.class, Supplier.class))
                .invoke(source, denials, reload);
        registerWhereAnotherAgentWasFirst(bean, instrumentation);
    }

    /** The server may have been made before it was woven; there is no confined thread yet that could listen to it. */
    private static void registerWhereAnotherAgentWasFirst(MethodHandles.Lookup bean, Instrumentation instrumentation)
            throws Throwable {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals("com.sun.jmx.mbeanserver.JmxMBeanServer")) {
                Class<?> factory = Class.forName("java.lang.management.ManagementFactory", true, null);
                Class<?> type = Class.forName("javax.management.MBeanServer", false, null);
                Object server = MethodHandles.privateLookupIn(factory, bean)
                        .findStaticVarHandle(factory, "platformMBeanServer", type)
                        .get();
                if (server != null) {
                    bean.findStatic(bean.lookupClass(), "register", methodType(void.class, type))
                            .invoke(server);
                }
                return;
            }
        }
    }
}
