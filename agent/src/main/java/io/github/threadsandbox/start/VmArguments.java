package io.github.threadsandbox.start;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** What the JVM was started with. */
final class VmArguments {
    private VmArguments() {}

    /**
     * All options, those of files and environment variables included, as {@code RuntimeMXBean} has them; asked where that asks,
     * because management takes a JVM a tenth of a second.
     *
     * @param trusted the JDK's own lookup
     */
    static List<String> of(MethodHandles.Lookup trusted) {
        try {
            Class<?> vm = Class.forName("jdk.internal.misc.VM", false, null);
            String[] arguments =
                    (String[]) trusted.findStatic(vm, "getRuntimeArguments", MethodType.methodType(String[].class))
                            .invoke();
            // JVM_GetVmArguments of HotSpot gives null where there is none.
            return arguments == null ? List.of() : List.of(arguments);
        } catch (Throwable t) {
            throw new IllegalStateException("bug: this JDK does not say what it was started with", t);
        }
    }
}
