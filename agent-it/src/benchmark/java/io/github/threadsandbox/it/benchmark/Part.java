package io.github.threadsandbox.it.benchmark;

import java.util.List;

/**
 * One part of the benchmark.
 *
 * @param name as {@code -Dbenchmark.only} takes it
 * @param title of its section
 * @param about what is measured how
 * @param scope on how many JDKs
 * @param measurement measures
 */
record Part(String name, String title, String about, Scope scope, Measurement measurement) {
    /** On how many JDKs a part runs. */
    enum Scope {
        /** One after the other. */
        EVERY_JDK,
        /** On the one that runs the benchmark: the JDK takes no part. */
        ONCE
    }

    /** Measures. */
    interface Measurement {
        void measure(Run run, Results results) throws Exception;
    }

    static final List<Part> ALL = List.of(
            new Part(
                    "thread-start",
                    "Threads",
                    "Starting a thread and waiting for its end. A thread of a role is started by the role's zygote and inherits its"
                            + " filter; the alternative is a plain thread, in turns in one JVM, or one that installs the filter itself, as"
                            + " seccomp libraries have it. The latter are few: a process that frees more than a thousand filters at"
                            + " once can deadlock the kernel (seen on 6.18).",
                    Scope.EVERY_JDK,
                    ThreadStartRun::measure),
            new Part(
                    "crowd",
                    "Many threads",
                    "A role's threads and plain ones, in turns in one JVM with the agent: all there at the same time; started by several"
                            + " threads at once, which a role's zygote starts one after the other; a burst.",
                    Scope.EVERY_JDK,
                    CrowdRun::measure),
            new Part(
                    "tasks",
                    "Tasks, and what people do today",
                    "An empty task and its result back, in turns in one JVM with the agent; the worker process is a JVM that answers a"
                            + " byte with a byte, a JVM for each task prints a line.",
                    Scope.EVERY_JDK,
                    TaskRun::measure),
            new Part(
                    "hand-off",
                    "Tasks and methods",
                    "A task to an executor and its result back: on a lane, beside one on the worker, in turns in one JVM (JMH); and with"
                            + " the agent and without it, where no rule concerns the task. A task that is waited for on a second"
                            + " thread takes four switches of threads, not two, whoever does it: two plain executors in a row show that."
                            + " In some runs a wake-up crosses processors, in others not: that is a matter of tens of microseconds to either.",
                    Scope.EVERY_JDK,
                    HandOffRun::measure),
            new Part(
                    "filter-objects",
                    "Kernel memory of filters",
                    "The growth of VmallocUsed, Slab and Percpu with many threads of a role, and with threads that install the same"
                            + " filter themselves, each against as many plain threads.",
                    Scope.EVERY_JDK,
                    FilterObjects::measure),
            new Part(
                    "virtual-threads",
                    "Virtual threads",
                    "10,000 at once, each of which computes, yields, parks, sleeps and computes again; ratios of throughput.",
                    Scope.EVERY_JDK,
                    VirtualThreadRun::measure),
            new Part(
                    "coverage",
                    "Looking at threads",
                    "The processor time of the agent's own threads while a thousand threads wait and each one's filters are looked at"
                            + " from time to time, the first looks included.",
                    Scope.EVERY_JDK,
                    CoverageCost::measure),
            new Part(
                    "observe",
                    "Denials and the observer",
                    "A call that is allowed, and one that is denied: with a plain errno, told and counted, told with its Java stack.",
                    Scope.EVERY_JDK,
                    ObserverCost::measure),
            new Part(
                    "start-up",
                    "Start-up",
                    "Each round starts one JVM of each kind: bare, with this agent, with BlockHound 1.0.13, with OpenTelemetry's agent 2.31.1"
                            + " (exporters off). Wall time until `main` prints or a Tomcat answers the first request; processor time until"
                            + " there is no more of it. What is compared is what each agent adds to the bare JVM.",
                    Scope.EVERY_JDK,
                    StartUp::measure),
            new Part(
                    "archive",
                    "Start-up with an archive of the application's classes",
                    "The archive is made by a run without the agent and used with it; README has the recipe (\"Start-up\").",
                    Scope.EVERY_JDK,
                    ArchiveRun::measure),
            new Part(
                    "scale",
                    "Scale",
                    "A role map of 100 roles and 1,000 rules of every kind. Classes are generated and defined by a class loader of the"
                            + " program's own; what is counted is the processor time of the thread that loads them.",
                    Scope.EVERY_JDK,
                    ScaleRun::measure),
            new Part(
                    "service",
                    "A real service",
                    "A web application in an embedded Tomcat on 127.0.0.1 (each request reads a file, sorts its words and sends three"
                            + " kilobytes) under `wrk` with 16 connections on the same machine, which keeps both processors busy: every kind of"
                            + " JVM is up at the same time and they are asked in turns. The role of the request threads is held to one folder"
                            + " (`files.read`).",
                    Scope.EVERY_JDK,
                    ServiceRun::measure),
            new Part(
                    "compiler",
                    "The compiler",
                    "The same policies compiled by libseccomp, by the better of its two ways in each column"
                            + " (`SCMP_FLTATR_CTL_OPTIMIZE` 2, a tree, and 1, by priority; 0 is unused): every role of `conf/` as far as"
                            + " libseccomp's rules can say it, 50 policies by chance, and policies of 1 to 400 calls with 0 to 5 conditions each."
                            + " Figures are means over the policies, ratios medians and quartiles over them. Instructions are counted in the BPF"
                            + " machine, over every call and the arguments where decisions change; a service's calls are those of"
                            + " `agent-it/src/benchmark/data/mix.txt`. Nanoseconds are the least of many slices in a child of C, under a second"
                            + " filter that denies everything, so that nothing is carried out; what a call takes under that one alone is"
                            + " taken off where it is said to be the filter's. Steps, and what each won over"
                            + " the shipped role maps: ranges of argument values, and no test for what is denied as all else is, 5 % of the"
                            + " instructions; rows of single values, 3 %; weight on what services call most, a sixth of what the kernel executes for"
                            + " a service's calls; conditions of 32 bits before those of 64, nothing there and 2 % of the policies by chance. Tried"
                            + " and dropped: what the base filter denies left out (1 % fewer instructions, more of them executed), conditions that"
                            + " alternatives share first, weight on allowed values. Where calls that lie apart are decided by number alone, a list is"
                            + " shorter than any search; the kernel runs neither for what it allows so.",
                    Scope.ONCE,
                    CompilerRun::measure),
            new Part(
                    "calls",
                    "System calls of one large role",
                    "A role with `@jvm`, `@jvm-threads`, `@file-write` and `@network-server`: a call that the number allows, and every"
                            + " alternative that allows a call by masked equalities, each made with the arguments that it asks for, against the"
                            + " same policy compiled by libseccomp. Left out are denials that come before an alternative, which libseccomp's"
                            + " rules cannot say.",
                    Scope.ONCE,
                    Calls::measure),
            new Part(
                    "paths",
                    "Paths",
                    "Open and close under a role that is held to paths, against Landlock alone with these paths, in C.",
                    Scope.ONCE,
                    Paths::measure),
            new Part(
                    "path-start",
                    "Start of a role with paths",
                    "Rule set, program, and a thread under both.",
                    Scope.EVERY_JDK,
                    Paths::measureStart));
}
