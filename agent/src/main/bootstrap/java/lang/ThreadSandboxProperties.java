package java.lang;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The properties that the JVM gives to whoever may attach to its process ({@code VirtualMachine.getAgentProperties}), and, as
 * they are given, the agent's own.
 */
final class ThreadSandboxProperties extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Map<String, String>> more;

    ThreadSandboxProperties(Properties all, Supplier<Map<String, String>> more) {
        this.more = more;
        putAll(all);
    }

    /** What the JVM gives is what it finds under these names. */
    @Override
    public Set<String> stringPropertyNames() {
        for (String name : super.stringPropertyNames()) {
            if (name.startsWith("thread-sandbox.")) {
                remove(name);
            }
        }
        putAll(more.get());
        return super.stringPropertyNames();
    }
}
