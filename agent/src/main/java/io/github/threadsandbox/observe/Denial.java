package io.github.threadsandbox.observe;

import io.github.threadsandbox.json.JsonWriter;
import io.github.threadsandbox.json.OddCharacters;
import io.github.threadsandbox.role.JdkNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What was denied, or would have been. As JSON it is one object on one line; fields that have no value are left out, and more may
 * come with later versions:
 *
 * <pre>
 * time      of the first denial that the line stands for: 2026-01-31T12:00:00.123Z
 * mode      enforce: it was denied; audit: it would have been, and went on
 * role      the role that denies it
 * roles     what confines the thread, if more than that role: fetch+parse
 * thread    the thread's name; of several that the line stands for, the first one's
 * class     its class
 * task      the class of its task, if it has one; for a lambda the class that it stands in
 * kinds     whose work the call was, if a role of kinds = apart says so: [{"thread": "http-1", "class": …, "task": …}], each kind of
 *           threads as its first one was when it started
 * tid       the kernel's id of it
 * syscall   the call's name
 * args      its arguments by the man page's names, decoded: {"flags": "O_RDONLY|O_CLOEXEC"}
 * path      the path, if it has one, as the call was given it
 * address   the address, if it has one: an IP address, or unix:NAME
 * port      the port, if it has one
 * use       where Landlock denied it: the key of the role's that does not have the path or port: files.read, tcp.connect
 * errno     what the call failed with, or would have
 * count     how many denials the line stands for: equal ones that came since the line before it
 * allow     what to add to the role map to allow it; left out where no role may
 * frame     the innermost frame of the stack that is the application's
 * stack     the frames, the innermost first: com.acme.Parser.read(Parser.java:42)
 * note      why there is no stack, path or address
 * </pre>
 *
 * <p>Equal are denials of the same mode, role, call, path, address, errno and stack, and of the same kinds of threads. To count
 * denials, sum up {@code count}.
 *
 * <p>Other lines, of {@link Surroundings}, have no {@code syscall}.
 *
 * @param millis since 1970
 * @param audit whether it went on
 * @param role who denies it
 * @param roles what confines the thread
 * @param asker the thread
 * @param tid its id
 * @param call the decoded call
 * @param use the role's key that does not have it, where Landlock denied it; else empty
 * @param errno by name
 * @param count how many
 * @param allow what would allow it; empty where nothing does
 * @param stack the frames
 * @param note what is missing, and why; may be empty
 */
record Denial(
        long millis,
        boolean audit,
        String role,
        String roles,
        Asker asker,
        int tid,
        DecodedCall call,
        String use,
        String errno,
        long count,
        String allow,
        List<String> stack,
        String note) {

    /** How many frames a line for people shows from the application's first on. */
    private static final int SHOWN = 4;

    /** Of the frames before it, how many of the innermost: what was called. */
    private static final int INNERMOST = 2;

    /** Characters; one may be three bytes of the 65536 that a message has, and each text has its length before it. */
    private static final int MOST = 20_000;

    private static final int MOST_OF_A_FRAME = 100;

    /** Kotlin's own, whose frames are as little the application's as the JDK's. */
    private static final String COROUTINES = "kotlin.coroutines.";

    Denial {
        stack = List.copyOf(stack);
    }

    /** The thread's name. */
    String thread() {
        return asker.thread();
    }

    /** What makes two denials equal: of their own texts, which take no more room so. */
    Object key() {
        return List.of(
                asker.kinds(),
                audit,
                role,
                call.syscall(),
                call.path(),
                call.address(),
                call.port(),
                use,
                errno,
                stack);
    }

    /** How many characters its texts have. */
    int length() {
        int length = asker.length() + call.length() + allow.length() + note.length() + roles.length();
        for (String frame : stack) {
            length += frame.length();
        }
        return length;
    }

    /** Itself, or what of it fits into a message: who, what and which path remain whole. */
    Denial fitting() {
        return length() <= MOST
                ? this
                : new Denial(
                        millis,
                        audit,
                        role,
                        roles,
                        asker,
                        tid,
                        call.shortened(),
                        use,
                        errno,
                        count,
                        allow,
                        stack.stream()
                                .map(frame -> Texts.shortened(frame, MOST_OF_A_FRAME))
                                .toList(),
                        note);
    }

    /** Itself, of the thread of an equal one. */
    Denial by(Denial equal) {
        return new Denial(
                millis, audit, role, equal.roles, equal.asker, equal.tid, call, use, errno, count, allow, stack, note);
    }

    Denial with(long first, long counted) {
        return new Denial(first, audit, role, roles, asker, tid, call, use, errno, counted, allow, stack, note);
    }

    Denial noting(String more) {
        return new Denial(millis, audit, role, roles, asker, tid, call, use, errno, count, allow, stack, more);
    }

    /** The application's innermost frame, or empty. */
    String frame() {
        for (String frame : stack) {
            if (!JdkNames.areOf(frame) && !frame.startsWith(COROUTINES)) {
                return frame;
            }
        }
        return "";
    }

    /** One line of JSON, without its end. */
    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", Instant.ofEpochMilli(millis).toString());
        fields.put("mode", audit ? "audit" : "enforce");
        fields.put("role", role);
        put(fields, "roles", roles.equals(role) ? "" : roles);
        Asker.put(fields, asker.thread(), asker.threadClass(), asker.task());
        if (!asker.kinds().isEmpty()) {
            fields.put("kinds", asker.kindFields());
        }
        fields.put("tid", tid);
        fields.put("syscall", call.syscall());
        fields.put("args", call.arguments());
        put(fields, "path", call.path());
        put(fields, "address", call.address());
        if (call.port() >= 0) {
            fields.put("port", call.port());
        }
        put(fields, "use", use);
        fields.put("errno", errno);
        fields.put("count", count);
        put(fields, "allow", allow);
        put(fields, "frame", frame());
        if (!stack.isEmpty()) {
            fields.put("stack", stack);
        }
        put(fields, "note", note);
        return JsonWriter.line(fields);
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /** One line for people. */
    String line() {
        StringBuilder line = new StringBuilder(audit ? "audit: would deny: " : "denied: ");
        line.append("role '")
                .append(role)
                .append("', thread ")
                .append(thread().isEmpty() ? Long.toString(tid) : '"' + thread() + "\" (" + tid + ")")
                .append(": ");
        line.append(call).append(audit ? ", would be " : " = ").append(errno);
        line.append(use.isEmpty() ? "" : ", not in its " + use);
        if (count > 1) {
            line.append(", ").append(count).append(" times");
        }
        if (!stack.isEmpty()) {
            line.append(", at ").append(shortStack());
        }
        if (!note.isEmpty()) {
            line.append(" (").append(note).append(')');
        }
        line.append(
                allow.isEmpty()
                        ? note.isEmpty() ? "; no role may" : "; no further line allows it"
                        : "; to allow it: " + allow);
        return OddCharacters.replaced(line.toString());
    }

    /** What led to the call in the JDK in short, the application's first frame in whole between brackets, and a few that called it. */
    private String shortStack() {
        String own = frame();
        int at = own.isEmpty() ? stack.size() : stack.indexOf(own);
        StringJoiner joined = new StringJoiner(" < ");
        for (int i = 0; i < Math.min(stack.size(), at + SHOWN); i++) {
            if (i < INNERMOST || i >= at - (SHOWN - INNERMOST)) {
                joined.add(i == at ? "[" + stack.get(i) + "]" : shortened(stack.get(i)));
            } else if (i == INNERMOST) {
                joined.add("…");
            }
        }
        return joined.toString();
    }

    private static String shortened(String frame) {
        String method = frame.substring(0, Math.max(0, frame.indexOf('(')));
        int dot = method.lastIndexOf('.', method.lastIndexOf('.') - 1);
        return method.substring(dot + 1);
    }

    void write(Wire.Out out) {
        out.put(millis).put(audit ? 1 : 0).put(role).put(roles);
        asker.write(out);
        out.put(tid);
        call.write(out);
        out.put(use).put(errno).put(count).put(allow).put(note).put(stack.size());
        stack.forEach(out::put);
    }

    static Denial read(Wire.In in) {
        long millis = in.number();
        boolean audit = in.number() == 1;
        String role = in.text();
        String roles = in.text();
        Asker asker = Asker.read(in);
        int tid = (int) in.number();
        DecodedCall call = DecodedCall.read(in);
        String use = in.text();
        String errno = in.text();
        long count = in.number();
        String allow = in.text();
        String note = in.text();
        return new Denial(millis, audit, role, roles, asker, tid, call, use, errno, count, allow, texts(in), note);
    }

    static List<String> texts(Wire.In in) {
        List<String> texts = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            texts.add(in.text());
        }
        return texts;
    }
}
