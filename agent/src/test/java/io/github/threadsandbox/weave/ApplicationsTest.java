package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
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
            new Applications(() -> taskClasses.add("one"), withRoles::add, (loader, name) -> {}, reports::add);

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

    /** Inherits a method with a role, and says nothing of it. */
    static final class Heir extends Parent {
        @Override
        int answer() {
            return 43;
        }
    }

    static class Parent {
        @SandboxedThread("role")
        int answer() {
            return 42;
        }
    }

    @Test
    void isConcernedBeforeAClassIsDefined() throws Exception {
        assertTrue(isConcerned(Both.class));
        assertTrue(isConcerned(Task.class));
        assertFalse(isConcerned(Neither.class));
        assertFalse(isConcerned(Heir.class));
        assertNotNull(transform(Parent.class, file(Parent.class)));
        assertTrue(isConcerned(Heir.class));
        assertFalse(isConcerned(Neither.class));
        assertNotNull(transform(Heir.class, file(Heir.class)));
    }

    private boolean isConcerned(Class<?> type) throws IOException {
        byte[] file = file(type);
        applications.supers(file);
        return applications.isConcerned(file);
    }

    @Test
    void whatIsNoClassFileIsForTheJvmToRefuse() {
        byte[] none = {1, 2, 3};
        assertEquals(0, applications.supers(none).length);
        assertFalse(applications.isConcerned(none));
    }

    @Test
    void looksAgainAtAClassThatAnotherAgentChangedMeanwhile() throws Exception {
        byte[] whole = file(Both.class);
        byte[] before = whole.clone();
        byte[] name = "execute".getBytes(StandardCharsets.US_ASCII);
        byte[] annotation = "Lio/github/threadsandbox/SandboxedThread;".getBytes(StandardCharsets.US_ASCII);
        int changed = 0;
        for (int i = 0; i < before.length - annotation.length; i++) {
            if (Texts.isAt(before, i, name) || Texts.isAt(before, i, annotation)) {
                before[i]++;
                changed++;
            }
        }
        assertEquals(2, changed);
        applications.supers(before);
        assertFalse(applications.isConcerned(before));
        assertNull(transform(Both.class, before.clone()));
        ClassFileScan woven = ClassFileScan.of(assertNotNullOf(transform(Both.class, whole)));
        assertTrue(woven.takesTasks() && woven.isAnnotated());
        assertNull(transform(Both.class, before.clone()));
    }

    @Test
    void weavesAnExecutorWhoseLoaderDoesNotSayItsName() throws Exception {
        try (URLClassLoader anApplications = new URLClassLoader(new URL[0])) {
            assertNotNull(applications.transform(null, anApplications, null, null, null, file(Pool.class)));
        }
    }

    static final class Pool implements Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
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
