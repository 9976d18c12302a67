package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.ThreadTraits;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Notices a thread's traits, without running any code of the application. */
public final class ThreadObserver {
    private static final int VIRTUAL_SINCE = 21;

    private static final String VIRTUAL = "java.lang.VirtualThread";

    private final ThreadAccess access;
    private final TaskAccess tasks;
    private final PoolWorkers workers;
    private final Schedulers schedulers;
    private final ContinuationTasks continuations;
    private final ClassTraitsCache classes;
    private final VirtualCensus census;

    /**
     * For one JVM.
     *
     * @param access to threads
     * @param javaLang with full access to {@code java.base}
     * @throws ReflectiveOperationException if this JDK is not as the agent knows it
     */
    public ThreadObserver(ThreadAccess access, MethodHandles.Lookup javaLang) throws ReflectiveOperationException {
        this.access = access;
        this.tasks = new TaskAccess(access, javaLang);
        this.workers = new PoolWorkers(javaLang);
        this.schedulers = Schedulers.of(javaLang);
        this.continuations =
                Runtime.version().feature() >= VIRTUAL_SINCE ? new ContinuationTasks(tasks, javaLang) : null;
        this.census = new VirtualCensus(schedulers, javaLang);
        this.classes = new ClassTraitsCache(new RawAnnotations.Reader(javaLang));
    }

    /** What a class says of a thread or a task; superclasses' annotations count. */
    private record ClassTraits(String name, Set<String> annotations, List<String> sandboxedThread) {}

    /** Kept with the class, for as long as the class is. */
    private static final class ClassTraitsCache extends ClassValue<ClassTraits> {
        private final RawAnnotations.Reader reader;

        ClassTraitsCache(RawAnnotations.Reader reader) {
            this.reader = reader;
        }

        @Override
        protected ClassTraits computeValue(Class<?> type) {
            Set<String> annotations = new HashSet<>();
            List<String> roles = new ArrayList<>();
            for (Class<?> c = type; c != null && c != Object.class && c != Thread.class; c = c.getSuperclass()) {
                RawAnnotations own = reader.of(c);
                annotations.addAll(own.names());
                own.sandboxedThread().ifPresent(roles::add);
            }
            return new ClassTraits(hostName(type), Set.copyOf(annotations), List.copyOf(roles));
        }

        /** A lambda's class is hidden and counts as the class it stands in: {@code a.B$$Lambda/0x…} as {@code a.B}. */
        private static String hostName(Class<?> type) {
            String name = type.getName();
            int lambda = name.indexOf("$$Lambda");
            return lambda > 0 && type.isHidden() ? name.substring(0, lambda) : name;
        }
    }

    Schedulers schedulers() {
        return schedulers;
    }

    /** Whether this is a virtual thread, or what one submits of itself: both have their roles by themselves. */
    boolean isVirtualThreads(Object work) {
        return continuations != null && (schedulers.isVirtual(work) || continuations.contain(work));
    }

    /** Whose worker this thread is, or null for a thread that is work. */
    Object ownerOf(Thread thread) {
        return workers.ownerOf(thread, access.task(thread));
    }

    /** Whether a thread is the JDK's own, and whoever comes by uses it. */
    boolean isShared(Thread thread) {
        return workers.isShared(thread, access.task(thread));
    }

    /** Whether a virtual thread is the JDK's own, by its task. */
    boolean isShared(Object task) {
        return task != null && workers.isShared(tasks.unwrap(task));
    }

    /** Of which kind a platform thread is. What a pool's worker runs first says nothing of what it runs later. */
    Kind kindOf(Thread thread) {
        ThreadTraits traits = observe(thread);
        boolean worker = ownerOf(thread) != null || poolOf(thread) != null;
        return new Kind(
                traits.name(),
                traits.threadClass(),
                worker ? "" : traits.taskClass().orElse(""));
    }

    /** The same of a virtual thread that need not have been made yet. */
    Kind kindOfVirtual(String name, Object task) {
        ThreadTraits traits = observeVirtual(name, task == null ? null : taskType(task));
        boolean worker = task != null && poolOfVirtual(task) != null;
        return new Kind(name, VIRTUAL, worker ? "" : traits.taskClass().orElse(""));
    }

    /** The pool whose worker a platform thread is, by its task; null for any other thread. */
    Object poolOf(Thread thread) {
        return workers.poolOf(access.task(thread));
    }

    /** How many virtual threads have begun and not ended; -1 where that cannot be told. */
    long countVirtual() {
        return continuations == null ? 0 : census.count();
    }

    /** The virtual thread that is mounted on a thread, or null. */
    Thread mountedOn(Thread thread) {
        return continuations != null && schedulers.ofCarrier(thread) != null ? census.mountedOn(thread) : null;
    }

    /** The pool whose worker a virtual thread is that runs this, or null. */
    Object poolOfVirtual(Object task) {
        return workers.poolOf(task);
    }

    /** The traits of a platform thread. */
    ThreadTraits observe(Thread thread) {
        return observe(thread, access.task(thread));
    }

    /** The traits of a thread whose task it does not hold itself. */
    ThreadTraits observe(Thread thread, Object wrapped) {
        return observe(thread, wrapped == null ? null : taskType(wrapped));
    }

    /** The traits of a thread whose task is of this class; null for none. */
    ThreadTraits observe(Thread thread, Class<?> taskType) {
        ClassTraits own = classes.get(thread.getClass());
        if (taskType == null) {
            return new ThreadTraits(
                    thread.getName(), own.name(), Optional.empty(), own.annotations(), own.sandboxedThread());
        }
        ClassTraits task = classes.get(taskType);
        return new ThreadTraits(
                thread.getName(),
                own.name(),
                Optional.of(task.name()),
                join(own.annotations(), task.annotations()),
                task.sandboxedThread().isEmpty() ? own.sandboxedThread() : task.sandboxedThread());
    }

    /** Whether a class is one of the JDK's that hold a task of somebody's. */
    boolean isWrapper(Class<?> type) {
        return tasks.isWrapper(type);
    }

    /** The class of the task that somebody wrote, in whatever wrapper of the JDK's. */
    Class<?> taskType(Object task) {
        return tasks.innermost(task).getClass();
    }

    /**
     * The class of a wrapper of somebody's own around a task, by which an entry of the role map may ask for it as well: one that
     * decides.
     *
     * @param task the task, in whatever wrappers
     * @param decides what is decided of a class; null for nothing
     * @return null if none of them decides
     */
    <T> T ofOwnWrappers(Object task, Function<Class<?>, T> decides) {
        T decided = null;
        Object each = task;
        for (int i = 0; i < TaskAccess.MOST && each != null && decided == null; i++) {
            Object next = tasks.within(each);
            if (next != null && !PoolWorkers.isOfTheJdk(each.getClass())) {
                decided = decides.apply(each.getClass());
            }
            each = next;
        }
        return decided;
    }

    /** What a platform thread runs, in whatever wrapper; null for nothing. */
    Object taskOf(Thread thread) {
        return access.task(thread);
    }

    /** The traits of a virtual thread that need not have been made yet. */
    ThreadTraits observeVirtual(String name, Class<?> taskType) {
        if (taskType == null) {
            return new ThreadTraits(name, VIRTUAL, Optional.empty(), Set.of(), List.of());
        }
        ClassTraits task = classes.get(taskType);
        return new ThreadTraits(name, VIRTUAL, Optional.of(task.name()), task.annotations(), task.sandboxedThread());
    }

    /** The traits of a task that a pool's worker runs: the worker's name and class, and the task's own. */
    ThreadTraits observeTask(Optional<Thread> worker, Class<?> type) {
        ClassTraits task = classes.get(type);
        return new ThreadTraits(
                worker.map(Thread::getName).orElse(""),
                worker.map(thread -> classes.get(thread.getClass()).name()).orElse(""),
                Optional.of(task.name()),
                task.annotations(),
                task.sandboxedThread());
    }

    private static Set<String> join(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        Set<String> both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }
}
