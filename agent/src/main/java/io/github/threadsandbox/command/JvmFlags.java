package io.github.threadsandbox.command;

import java.util.List;

/** What we recommend to write on the command line of a JVM that confines threads, and why. */
final class JvmFlags {
    private JvmFlags() {}

    /**
     * A recommendation.
     *
     * @param flag what to write
     * @param why what it spares
     */
    record Flag(String flag, String why) {}

    static List<Flag> all() {
        return List.of(
                new Flag(
                        "-XmsN -XmxN, the same N",
                        "a heap that grows is grown by the thread that allocates, a confined one as well (mmap, with ZGC fallocate):"
                                + " @jvm allows that, and a heap of one size does without. Nor does it shrink where the agent's"
                                + " classes bring the JVM over its first limit of metaspace (-XX:MetaspaceSize, 21 MB): there G1"
                                + " looks at the heap's size, and collects more often in a smaller one"),
                new Flag(
                        "-XX:InitialCodeCacheSize=N -XX:ReservedCodeCacheSize=N, the same N",
                        "a code cache that grows is mapped executable by the thread that needs it; needed where a role is to"
                                + " deny mmap(prot & PROT_EXEC == PROT_EXEC) under floor = none, which otherwise ends the JVM"),
                new Flag(
                        "-Xlog:async",
                        "a log file that is turned over is so on a thread of the JVM's own; without it, the agent refuses to"
                                + " start beside -Xlog:…:file with roles that may write no files"),
                new Flag(
                        "-XX:OnOutOfMemoryError=\"jcmd %p GC.heap_dump FILE &\"",
                        "in place of -XX:+HeapDumpOnOutOfMemoryError, which dumps on the thread that ran out of memory: the"
                                + " agent refuses that beside roles that may write no files"),
                new Flag(
                        "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector",
                        "with Log4j and its disruptor: a log file is turned over on a thread of Log4j's own; without it, a role"
                                + " that may not write there loses lines. Logback has AsyncAppender for that, in its"
                                + " configuration; with either, loggers are to be made before the first confined thread logs"),
                new Flag(
                        "-Djava.awt.headless=true",
                        "said here and not in main, the JDK's image and font classes can be initialised before a confined thread"
                                + " needs them; without it they are where DISPLAY is not set"));
    }
}
