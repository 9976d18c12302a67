package io.github.threadsandbox.observe;

import static java.lang.invoke.MethodType.methodType;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Denials as events of the JDK Flight Recorder, {@code threadsandbox.Denied}. Where nobody records,
 * no class of {@code jdk.jfr} is initialised for it: it is told when the one is loaded that keeps recordings, and until then does nothing. By method handles, because a JDK may have no such
 * module, and the agent's own reads none.
 */
public final class FlightRecorder {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");
    private static final String JFR = "jdk.jfr.";

    /** Denials that have not been recorded. */
    private static final int MOST_WAITING = 1000;

    private final Function<Class<?>, MethodHandles.Lookup> in;
    private final Queue<Denial> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean loaded;
    private volatile Thread recorder;
    private boolean broken;

    /** Of an event: made when the first one is recorded. */
    private Object factory;

    private MethodHandle newEvent;
    private MethodHandle set;
    private MethodHandle commit;
    private MethodHandle isInitialized;

    /**
     * For one JDK.
     *
     * @param in full access to a class of whatever module
     */
    public FlightRecorder(Function<Class<?>, MethodHandles.Lookup> in) {
        this.in = in;
    }

    /** {@code jdk.jfr.internal.PlatformRecorder}, which the first recording needs, is being loaded, on whatever thread. */
    public void loaded() {
        loaded = true;
    }

    /** The thread that records. */
    void recordedBy(Thread thread) {
        recorder = thread;
    }

    /** Takes what is to be recorded, if anybody records. */
    void add(Denial denial) {
        if (!loaded || recorder == null) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        queue.add(denial);
        LockSupport.unpark(recorder);
    }

    /** Records what has come. */
    void recordAll() {
        for (Denial next = queue.poll(); next != null; next = queue.poll()) {
            waiting.decrementAndGet();
            try {
                if (!broken && isRecorder()) {
                    write(next);
                }
            } catch (Throwable t) {
                broken = true;
                LOG.warn("denials are not recorded as flight recorder events: {}", t.toString());
            }
        }
    }

    private boolean isRecorder() throws Throwable {
        if (isInitialized == null) {
            isInitialized = lookup("FlightRecorder")
                    .findStatic(type("FlightRecorder"), "isInitialized", methodType(boolean.class));
        }
        return (boolean) isInitialized.invoke();
    }

    private void write(Denial denial) throws Throwable {
        if (factory == null) {
            register();
        }
        Object event = newEvent.invoke(factory);
        int at = 0;
        for (Object value : fields(denial).values()) {
            set.invoke(event, at, value);
            at++;
        }
        commit.invoke(event);
    }

    /** In the order of the event's fields. */
    private static Map<String, Object> fields(Denial denial) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", denial.role());
        fields.put("roles", denial.roles());
        fields.put("mode", denial.audit() ? "audit" : "enforce");
        fields.put("threadName", denial.thread());
        fields.put("threadId", (long) denial.tid());
        fields.put("syscall", denial.call().syscall());
        fields.put("arguments", denial.call().toString());
        fields.put("path", denial.call().path());
        fields.put("address", denial.call().address());
        fields.put("port", denial.call().port());
        fields.put("use", denial.use());
        fields.put("errno", denial.errno());
        fields.put("count", denial.count());
        fields.put("allow", denial.allow());
        fields.put("frame", denial.frame());
        fields.put("stack", String.join("\n", denial.stack()));
        fields.put("note", denial.note());
        fields.put("first", denial.millis());
        return fields;
    }

    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("role", "The role that denied it"),
            Map.entry("roles", "All that confines the thread"),
            Map.entry("mode", "enforce: it was denied; audit: it would have been, and went on"),
            Map.entry("threadName", "The name of the thread that was denied it"),
            Map.entry("threadId", "The kernel's id of that thread"),
            Map.entry("syscall", "The call's name"),
            Map.entry("arguments", "The call with its arguments, decoded"),
            Map.entry("path", "The path, as the call was given it"),
            Map.entry("address", "The address"),
            Map.entry("port", "The port, or -1"),
            Map.entry("use", "The role's key that does not have it, where Landlock denied it"),
            Map.entry("errno", "What the call failed with"),
            Map.entry("count", "How many equal denials the event stands for"),
            Map.entry("allow", "What to add to the role map to allow it"),
            Map.entry("frame", "The application's innermost frame"),
            Map.entry("stack", "The stack of the thread that was denied it, the innermost frame first"),
            Map.entry("note", "What is missing, and why"),
            Map.entry("first", "When the first of them was"));

    private static final Map<String, String> LABELS = Map.of(
            "threadName",
            "Denied Thread",
            "threadId",
            "Kernel Thread Id",
            "first",
            "First Denial",
            "allow",
            "To Allow It");

    private void register() throws Throwable {
        List<Object> fields = new ArrayList<>();
        Denial none = new Denial(
                0,
                false,
                "",
                "",
                Asker.UNKNOWN,
                0,
                new DecodedCall("", Map.of(), "", "", -1),
                "",
                "",
                1,
                "",
                List.of(),
                "");
        for (Map.Entry<String, Object> field : fields(none).entrySet()) {
            fields.add(field(field.getKey(), field.getValue()));
        }
        List<Object> annotations = List.of(
                annotation("Name", "threadsandbox.Denied"),
                annotation("Label", "Denied Call"),
                annotation("Description", "A call that a role of thread-sandbox denied, or would have denied"),
                annotation("Category", new String[] {"Thread Sandbox"}),
                // Whoever is denied something is held, or has gone on: its stack is in the field.
                annotation("StackTrace", false));
        Class<?> type = type("EventFactory");
        Object made = lookup("EventFactory")
                .findStatic(type, "create", methodType(type, List.class, List.class))
                .invoke(annotations, fields);
        newEvent = lookup("EventFactory").findVirtual(type, "newEvent", methodType(type("Event")));
        set = lookup("Event").findVirtual(type("Event"), "set", methodType(void.class, int.class, Object.class));
        commit = lookup("Event").findVirtual(type("Event"), "commit", methodType(void.class));
        factory = made;
    }

    private Object field(String name, Object value) throws Throwable {
        List<Object> annotations = new ArrayList<>();
        String label = LABELS.getOrDefault(name, Character.toUpperCase(name.charAt(0)) + name.substring(1));
        annotations.add(annotation("Label", label));
        annotations.add(annotation("Description", DESCRIPTIONS.get(name)));
        if (name.equals("first")) {
            annotations.add(annotation("Timestamp", "MILLISECONDS_SINCE_EPOCH"));
        }
        Class<?> type = value instanceof Long ? long.class : value instanceof Integer ? int.class : String.class;
        return lookup("ValueDescriptor")
                .findConstructor(type("ValueDescriptor"), methodType(void.class, Class.class, String.class, List.class))
                .invoke(type, name, annotations);
    }

    @SuppressWarnings("unchecked")
    private Object annotation(String name, Object value) throws Throwable {
        Class<? extends Annotation> annotation = (Class<? extends Annotation>) type(name);
        return lookup("AnnotationElement")
                .findConstructor(type("AnnotationElement"), methodType(void.class, Class.class, Object.class))
                .invoke(annotation, value);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(JFR + name, true, null);
    }

    private MethodHandles.Lookup lookup(String name) throws ClassNotFoundException {
        return in.apply(type(name));
    }
}
