package io.github.threadsandbox.confine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;

/** Names what ran before the agent was attached. Nothing can confine a thread but the thread itself, or who starts it. */
final class NotReached {
    /** In one line of the log. */
    private static final int MOST_NAMES = 20;

    private final Generations generations;
    private final ThreadObserver observer;
    private final ThreadAccess access;
    private final ThreadRegister register;
    private final List<String> lines = new ArrayList<>();

    NotReached(Generations generations, ThreadObserver observer, ThreadAccess access, ThreadRegister register) {
        this.generations = generations;
        this.observer = observer;
        this.access = access;
        this.register = register;
    }

    List<String> among(List<Thread> threads) {
        List<String> forkJoin = new ArrayList<>();
        List<String> pools = new ArrayList<>();
        List<String> timers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Thread thread : threads) {
            if (register.get(thread) != null || access.isAgents(thread)) {
                continue;
            }
            String role = generations.current().assigner().roleOf(thread);
            if (role != null) {
                lines.add("thread " + quoted(thread) + " was running and stays without its role '" + role
                        + "': have it started anew");
            } else if (thread instanceof ForkJoinWorkerThread) {
                forkJoin.add(quoted(thread));
            } else if (observer.poolOf(thread) != null) {
                pools.add(quoted(thread));
            } else if (thread.getClass().getName().equals("java.util.TimerThread")) {
                timers.add(quoted(thread));
            } else {
                others.add(quoted(thread));
            }
        }
        add("workers of ForkJoinPools, whose tasks of before run without roles: ", forkJoin);
        add("workers of thread pools, whose tasks of before run without roles: ", pools);
        add("timers, which take no tasks with roles: ", timers);
        add("other threads that were running, and are under the base filter alone: ", others);
        virtualThreads();
        return List.copyOf(lines);
    }

    private void virtualThreads() {
        long begun = observer.countVirtual();
        if (begun != 0) {
            lines.add((begun < 0 ? "virtual threads" : begun + " virtual thread" + (begun == 1 ? "" : "s"))
                    + " that were begun, and go on without roles");
        }
    }

    private void add(String what, List<String> names) {
        for (int i = 0; i < names.size(); i += MOST_NAMES) {
            lines.add(what + String.join(", ", names.subList(i, Math.min(names.size(), i + MOST_NAMES))));
        }
    }

    /** A name may be anything; in the log it stays on its line. */
    private static String quoted(Thread thread) {
        return '"' + thread.getName().replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
