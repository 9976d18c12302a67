package io.github.threadsandbox.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.threadsandbox.SandboxedThread;
import io.github.threadsandbox.role.ThreadTraits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadObserverTest {
    private ThreadObserver observer;

    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {
        String[] names() default {};

        Class<?> type() default Object.class;

        Nested nested() default @Nested("x");

        int number() default 1;
    }

    @interface Nested {
        String value();
    }

    @Marked(
            names = {"a", "b"},
            type = String.class,
            nested = @Nested("compute"),
            number = 7)
    private static class Base extends Thread {}

    @SandboxedThread("parse")
    private static final class Derived extends Base {}

    @SandboxedThread("task")
    private static final class Task implements Runnable, Callable<String> {
        @Override
        public void run() {}

        @Override
        public String call() {
            return "";
        }
    }

    /** In a stream, what is around it. */
    private static final class Around implements Runnable, Serializable {
        private static final long serialVersionUID = 1;

        private Object wrapper;

        @Override
        public void run() {}

        private Object writeReplace() {
            return wrapper;
        }
    }

    @BeforeEach
    void make() throws Exception {
        observer = new ThreadObserver(new ThreadAccess(JavaLang.lookup()), JavaLang.lookup());
    }

    @Test
    void comesToAnEndWithAWrapperThatIsInItself() throws Exception {
        Around task = new Around();
        task.wrapper = ForkJoinTask.adapt(task);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task.wrapper);
        }
        Object inItself;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            inItself = in.readObject();
        }
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertSame(task.wrapper.getClass(), observer.taskType(inItself));
            assertNull(observer.ofOwnWrappers(inItself, Class::getName));
        });
    }

    @Test
    void noticesNameClassAndInheritedAnnotations() {
        Thread thread = new Derived();
        thread.setName("d-1");
        ThreadTraits traits = observer.observe(thread);
        assertEquals("d-1", traits.name());
        assertEquals(Derived.class.getName(), traits.threadClass());
        assertEquals(Optional.empty(), traits.taskClass());
        assertEquals(Set.of(Marked.class.getName(), SandboxedThread.class.getName()), traits.annotations());
        assertEquals(List.of("parse"), traits.sandboxedThread());
    }

    @Test
    void looksThroughTheJdksWrappersToTheTask() {
        String task = Task.class.getName();
        for (Runnable wrapped : List.of(
                new Task(),
                new FutureTask<>((Callable<String>) new Task()),
                new FutureTask<>((Runnable) new Task(), null),
                new FutureTask<>(Executors.callable(new FutureTask<>((Callable<String>) new Task()))))) {
            ThreadTraits traits = observer.observe(new Thread(wrapped));
            assertEquals(Optional.of(task), traits.taskClass());
            assertEquals(List.of("task"), traits.sandboxedThread());
        }
    }

    @Test
    void letsTheTasksAnnotationComeBeforeTheThreads() {
        ThreadTraits traits = observer.observe(new Derived(), new Task());
        assertEquals(List.of("task"), traits.sandboxedThread());
        assertEquals(Set.of(Marked.class.getName(), SandboxedThread.class.getName()), traits.annotations());
    }

    @Test
    void countsALambdaAsTheClassItStandsIn() {
        ThreadTraits traits = observer.observe(new Thread(() -> {}));
        assertEquals(Optional.of(ThreadObserverTest.class.getName()), traits.taskClass());
    }

    @Test
    void tellsAPoolsWorkerFromAThreadThatIsWork() throws Exception {
        AtomicReference<Thread> made = new AtomicReference<>();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    made.set(new Thread(task));
                    return made.get();
                });
        pool.submit(() -> {}).get();
        assertSame(pool, observer.ownerOf(made.get()));
        pool.shutdown();
        assertNull(observer.ownerOf(new Thread(() -> {})));
        assertNull(observer.ownerOf(new Derived()));

        ForkJoinPool forkJoin = new ForkJoinPool(1);
        assertSame(
                forkJoin,
                observer.ownerOf(forkJoin.submit(Thread::currentThread).get()));
        forkJoin.shutdown();
    }
}
