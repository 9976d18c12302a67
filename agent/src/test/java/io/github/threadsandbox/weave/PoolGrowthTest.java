package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PoolGrowthTest {
    @Test
    void knowsWhereAPoolStartsItsWorkers() {
        assertTrue(PoolGrowth.isPool("org/eclipse/jetty/util/thread/QueuedThreadPool"));
        assertTrue(PoolGrowth.startsWorker("org/eclipse/jetty/util/thread/QueuedThreadPool", "startThread", "()V"));
        assertFalse(PoolGrowth.startsWorker("org/eclipse/jetty/util/thread/QueuedThreadPool", "startThread", "(I)V"));
        assertFalse(PoolGrowth.startsWorker("a/Pool", "startThread", "()V"));
        assertFalse(PoolGrowth.isPool("a/Pool"));
    }

    @Test
    void knowsAPoolThatCameInsideAnothersPackages() {
        String shaded = "io/grpc/netty/shaded/io/netty/util/concurrent/SingleThreadEventExecutor";
        assertTrue(PoolGrowth.isPool(shaded));
        assertTrue(PoolGrowth.startsWorker(shaded, "doStartThread", "()V"));
        assertFalse(PoolGrowth.isPool("notio/netty/util/concurrent/SingleThreadEventExecutor"));
        assertFalse(PoolGrowth.isPool("util/concurrent/SingleThreadEventExecutor"));
    }

    /** What is woven and what the hand-off then calls: a method that only one of the two knows would be woven for nothing. */
    @Test
    void agreesWithTheHandOff() throws IOException {
        Set<String> woven = new TreeSet<>(PoolGrowth.methods());
        woven.add("java.util.concurrent.ThreadPoolExecutor.addWorker");
        woven.add("java.util.concurrent.ForkJoinPool.createWorker");
        woven.addAll(MadeWorkWeaving.beginnings());
        assertEquals(woven, BootstrapTexts.of("ThreadSandboxGrowth"));
    }
}
