package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ApplicationsTest {
    private final List<String> reports = new ArrayList<>();
    private final List<String> taskClasses = new ArrayList<>();
    private final List<String> withRoles = new ArrayList<>();
    private final Applications applications =
            new Applications(() -> taskClasses.add("one"), withRoles::add, reports::add);

    /** Its method has a role, and its tasks are followed. */
    static final class Both implements Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @SandboxedThread("role")
        int answer() {
            return 42;
        }
    }

    @SandboxedThread("role")
    static final class Task {}

    static final class Neither {}

    @Test
    void scansEachClassForWhatItMayBeWovenFor() throws Exception {
        assertEquals(new ClassFileScan(true, true), ClassFileScan.of(file(Both.class)));
        assertEquals(new ClassFileScan(false, true), ClassFileScan.of(file(Task.class)));
        assertEquals(new ClassFileScan(false, false), ClassFileScan.of(file(Neither.class)));
    }

    @Test
    void weavesWhatAClassAsksForAndLeavesTheOthers() throws Exception {
        ClassFileScan woven = ClassFileScan.of(assertNotNullOf(transform(Both.class, file(Both.class))));
        assertTrue(woven.takesTasks() && woven.isAnnotated());
        assertNull(transform(Neither.class, file(Neither.class)));
        assertNull(transform(Task.class, file(Task.class)));
        assertEquals(List.of("one"), taskClasses);
        assertEquals(List.of(), reports);
    }

    @Test
    void refusesAClassThatHasARoleAndCannotBeWoven() throws Exception {
        byte[] whole = file(Both.class);
        byte[] refused = transform(Both.class, Arrays.copyOf(whole, whole.length - 40));
        assertEquals(1, reports.size());
        assertTrue(reports.get(0).contains("is refused, because it cannot be woven"), reports.get(0));
        // Not an empty one, which to the JVM is the class as it was.
        assertTrue(refused.length > 0);
        assertThrows(ClassFormatError.class, () -> new Defining().define(refused));
    }

    private static final class Defining extends ClassLoader {
        void define(byte[] classFile) {
            defineClass(null, classFile, 0, classFile.length);
        }
    }

    private static byte[] assertNotNullOf(byte[] classFile) {
        assertNotNull(classFile);
        return classFile;
    }

    private byte[] transform(Class<?> type, byte[] classFile) throws IOException {
        try (URLClassLoader anApplications = new URLClassLoader(new URL[0])) {
            return applications.transform(
                    null, anApplications, type.getName().replace('.', '/'), null, null, classFile);
        }
    }

    private static byte[] file(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return in.readAllBytes();
        }
    }
}
