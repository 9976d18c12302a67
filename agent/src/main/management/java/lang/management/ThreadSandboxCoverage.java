package java.lang.management;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.Descriptor;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfo;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * What the agent last saw of the JVM's threads, for JMX; and what has it take its role map anew. Of open types alone.
 *
 * <p>Lives in {@code java.management}: whoever reaches the platform's MBean server can ask it for a bean's class loader, and the
 * agent's leads into the agent.
 */
final class ThreadSandboxCoverage implements DynamicMBean {
    private static final String[] FIELDS = {
        "tid", "name", "role", "generation", "filters", "expected", "state", "origin"
    };
    private static final String PROBLEM = "Problem";
    private static final OpenType<?>[] TYPES = {
        SimpleType.INTEGER,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.INTEGER,
        SimpleType.INTEGER,
        SimpleType.INTEGER,
        SimpleType.STRING,
        SimpleType.STRING
    };

    /** From whether the look must be new to what it saw: numbers, and {@code Threads} as rows of {@link #FIELDS}. */
    private static Function<Boolean, Map<String, Object>> source;

    /** Denials, and the role map's generation: known where threads cannot be looked at as well. */
    private static Supplier<Map<String, Object>> denials;

    /** Takes the role map as it is now, and gives what that changes; throws if it cannot be taken, or may not by this thread. */
    private static Supplier<String[]> reload;

    private final CompositeType thread;
    private final MBeanInfo info;

    private ThreadSandboxCoverage() throws OpenDataException {
        thread = new CompositeType(
                "io.github.threadsandbox.Thread", "A thread and the filters that it is under", FIELDS, FIELDS, TYPES);
        ArrayType<CompositeData[]> threads = ArrayType.getArrayType(thread);
        OpenMBeanAttributeInfo[] attributes = {
            attribute("Time", "When the threads were looked at last: milliseconds since 1970", SimpleType.LONG),
            attribute("BaseFilters", "The filters that every thread is under", SimpleType.INTEGER),
            attribute("Generation", "The role map that is in force: 1 is the first", SimpleType.INTEGER),
            attribute("ThreadCount", "Threads of the process", SimpleType.INTEGER),
            attribute("ConfinedCount", "Threads that roles confine", SimpleType.INTEGER),
            attribute("MismatchCount", "Threads that are not confined as they should be", SimpleType.INTEGER),
            attribute("Threads", "Every thread of the process", threads),
            attribute(PROBLEM, "Why the threads cannot be looked at; empty where they can", SimpleType.STRING),
            attribute("DeniedCount", "Calls that were denied, as far as the observer told", SimpleType.LONG),
            attribute("AuditedCount", "Calls that would have been denied, and went on", SimpleType.LONG),
            attribute(
                    "LastDenials",
                    "The last that the observer told, a line of JSON each",
                    ArrayType.getArrayType(SimpleType.STRING))
        };
        OpenMBeanOperationInfo[] operations = {
            new OpenMBeanOperationInfoSupport(
                    "look",
                    "Looks at every thread now",
                    new OpenMBeanParameterInfo[0],
                    threads,
                    MBeanOperationInfo.INFO),
            new OpenMBeanOperationInfoSupport(
                    "reload",
                    "Takes the role map as it is now, for threads that start from then on; says what that changes",
                    new OpenMBeanParameterInfo[0],
                    ArrayType.getArrayType(SimpleType.STRING),
                    MBeanOperationInfo.ACTION)
        };
        Descriptor descriptor = new ImmutableDescriptor("immutableInfo=true", "mxbean=true");
        info = new OpenMBeanInfoSupport(
                ThreadSandboxCoverage.class.getName(),
                "Whether every thread is confined as it should be",
                attributes,
                null,
                operations,
                null,
                descriptor);
    }

    private static OpenMBeanAttributeInfo attribute(String name, String description, OpenType<?> type) {
        return new OpenMBeanAttributeInfoSupport(name, description, type, true, false, false);
    }

    /** Takes the agent's side, once. */
    static synchronized void arm(
            Function<Boolean, Map<String, Object>> newSource,
            Supplier<Map<String, Object>> newDenials,
            Supplier<String[]> newReload) {
        if (source != null) {
            throw new IllegalStateException("thread-sandbox: armed already");
        }
        reload = newReload;
        denials = newDenials;
        source = newSource;
    }

    /**
     * Called where the platform's MBean server is made, on whatever thread needs it, before the server has anything else in it.
     * Never called by a thread of the agent's: a registration calls the application's listeners.
     */
    static void register(MBeanServer server) {
        if (source == null) {
            return;
        }
        try {
            server.registerMBean(new ThreadSandboxCoverage(), new ObjectName("io.github.threadsandbox:type=Coverage"));
        } catch (JMException | RuntimeException e) {
            // A server of the application's own may not take it; the JDK's beans are registered all the same.
        }
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        Object value = denials.get().get(name);
        if (value == null) {
            value = PROBLEM.equals(name) ? problem() : value(source.apply(false), name);
        }
        if (value == null) {
            throw new AttributeNotFoundException(name);
        }
        return value;
    }

    /** Why the threads cannot be looked at. */
    private static String problem() {
        try {
            source.apply(false);
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private Object value(Map<String, Object> look, String name) {
        Object value = name == null ? null : look.get(name);
        if (!(value instanceof Object[][])) {
            return value;
        }
        Object[][] rows = (Object[][]) value;
        CompositeData[] threads = new CompositeData[rows.length];
        for (int i = 0; i < rows.length; i++) {
            try {
                threads[i] = new CompositeDataSupport(thread, FIELDS, rows[i]);
            } catch (OpenDataException e) {
                throw new IllegalStateException("thread-sandbox: bug: " + e.getMessage());
            }
        }
        return threads;
    }

    @Override
    public Object invoke(String name, Object[] arguments, String[] signature) throws ReflectionException {
        boolean none = signature == null || signature.length == 0;
        if (none && "look".equals(name)) {
            return value(source.apply(true), "Threads");
        }
        if (none && "reload".equals(name)) {
            return reload.get();
        }
        throw new ReflectionException(new NoSuchMethodException(name), "the operations are look() and reload()");
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " is read-only");
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList values = new AttributeList();
        Map<String, Object> known = new HashMap<>(denials.get());
        try {
            known.putAll(source.apply(false));
            known.put(PROBLEM, "");
        } catch (IllegalStateException e) {
            // What is known without is given all the same.
            known.put(PROBLEM, e.getMessage());
        }
        for (String name : names) {
            Object value = value(known, name);
            if (value != null) {
                values.add(new Attribute(name, value));
            }
        }
        return values;
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return info;
    }
}
