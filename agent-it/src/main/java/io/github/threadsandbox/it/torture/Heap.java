package io.github.threadsandbox.it.torture;

import java.lang.ref.Cleaner;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Allocation, growth, references of every kind, direct memory, and running out of it. */
final class Heap {
    private static final int BLOCK = 64 * 1024;

    /** A heap is at least so large ({@code Inside}'s JVMs have 192 MB): some must grow for it. */
    private static final int GROWTH = 1300;

    private static final AtomicInteger FINALIZED = new AtomicInteger();

    private Heap() {}

    static List<Workload> all() {
        return List.of(
                new Workload("allocation and heap growth", 2L * GROWTH, Heap::growth),
                new Workload("humongous objects", 20L * 2_000_000, Heap::humongous),
                new Workload("small objects", 300_000L * 299_999 / 2, Heap::small),
                new Workload("weak, soft and phantom references", 3_000, Heap::references),
                new Workload("cleaners", 300, Heap::cleaners),
                new Workload("finalizers", 300, Heap::finalizers),
                new Workload("System.gc", 5, Heap::collections),
                new Workload("direct buffers", 200, Heap::direct));
    }

    /** Allocation that some hundred threads can do at once in 512 MB. */
    static List<Workload> steady() {
        return List.of(
                new Workload("short-lived objects", 200_000L * 199_999 / 2, Heap::shortLived),
                new Workload("a megabyte kept for a while", 64, Heap::aMegabyte),
                new Workload("many small arrays", 100_000, Heap::arrays));
    }

    /** These take what others may need at the same time. */
    static List<Workload> exhausting() {
        return List.of(
                new Workload("out of heap at once", 3, Heap::tooLarge),
                new Workload("out of heap bit by bit", 2, Heap::full),
                new Workload("out of direct memory", 2, Heap::fullOfBuffers));
    }

    private static long growth() {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < GROWTH; i++) {
            byte[] block = new byte[BLOCK];
            block[i] = 1;
            kept.add(block);
        }
        long marks = 0;
        for (int i = 0; i < kept.size(); i++) {
            marks += kept.get(i)[i];
        }
        return kept.size() + marks;
    }

    private static long humongous() {
        long length = 0;
        for (int i = 0; i < 20; i++) {
            int[] array = new int[2_000_000];
            array[array.length - 1] = i;
            length += array[array.length - 1] == i ? array.length : 0;
        }
        return length;
    }

    private record Node(int number, Node next) {}

    private static long small() {
        Node list = null;
        for (int i = 0; i < 300_000; i++) {
            list = new Node(i, list);
        }
        long sum = 0;
        for (Node node = list; node != null; node = node.next) {
            sum += node.number;
        }
        return sum;
    }

    private static long shortLived() {
        long sum = 0;
        Node last = null;
        for (int i = 0; i < 200_000; i++) {
            last = new Node(i, i % 100 == 0 ? null : last);
            sum += last.number;
        }
        return sum;
    }

    private static long aMegabyte() {
        List<byte[]> kept = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            kept.clear();
            for (int i = 0; i < 64; i++) {
                kept.add(new byte[16 * 1024]);
            }
        }
        return kept.stream().filter(block -> block[block.length - 1] == 0).count();
    }

    private static long arrays() {
        long length = 0;
        for (int i = 0; i < 100_000; i++) {
            length += new int[1 + i % 50][1].length > 0 ? 1 : 0;
        }
        return length;
    }

    private static long references() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        List<Reference<Object>> references = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            references.add(new WeakReference<>(new Object(), queue));
            references.add(new PhantomReference<>(new Object(), queue));
            references.add(new SoftReference<>(new byte[16]));
        }
        long seen = 0;
        for (int i = 0; i < 200 && seen < 2_000; i++) {
            System.gc();
            while (queue.remove(20) != null) {
                seen++;
            }
        }
        for (Reference<Object> reference : references) {
            // Soft ones stay while there is room, or are cleared: both are right, a broken object is not.
            Object object = reference instanceof SoftReference ? reference.get() : null;
            seen += reference instanceof SoftReference && (object == null || ((byte[]) object).length == 16) ? 1 : 0;
        }
        return seen;
    }

    private static long cleaners() throws InterruptedException {
        AtomicInteger cleaned = new AtomicInteger();
        Cleaner cleaner = Cleaner.create();
        for (int i = 0; i < 300; i++) {
            cleaner.register(new Object(), cleaned::incrementAndGet);
        }
        for (int i = 0; i < 500 && cleaned.get() < 300; i++) {
            System.gc();
            Thread.sleep(5);
        }
        Reference.reachabilityFence(cleaner);
        return cleaned.get();
    }

    private static final class Final {
        @Override
        @SuppressWarnings({"deprecation", "removal"})
        protected void finalize() {
            FINALIZED.incrementAndGet();
        }
    }

    /** All are called, or none: for what a confined thread makes, because the JVM's thread that calls them has no role. */
    private static long finalizers() throws InterruptedException {
        int before = FINALIZED.get();
        for (int i = 0; i < 300; i++) {
            new Final();
        }
        for (int i = 0; i < 50 && FINALIZED.get() - before < 300; i++) {
            System.gc();
            Thread.sleep(5);
        }
        int called = FINALIZED.get() - before;
        return called == 0 ? 300 : called;
    }

    private static long collections() {
        int done = 0;
        for (int i = 0; i < 5; i++) {
            System.gc();
            done++;
        }
        return done;
    }

    private static long direct() {
        long sum = 0;
        for (int i = 0; i < 200; i++) {
            // The JVM may have 48 MB of them: reserving more waits for the collector to free some.
            ByteBuffer buffer = ByteBuffer.allocateDirect(i % 2 == 0 ? 1 << 20 : 4096);
            buffer.put(buffer.capacity() - 1, (byte) 1);
            sum += buffer.get(buffer.capacity() - 1);
        }
        return sum;
    }

    private static long tooLarge() {
        long caught = 0;
        for (int i = 0; i < 3; i++) {
            try {
                long[] array = new long[200_000_000 + i];
                caught -= array.length;
            } catch (OutOfMemoryError e) {
                caught++;
            }
        }
        return caught;
    }

    private static long full() {
        long caught = 0;
        for (int i = 0; i < 2; i++) {
            List<byte[]> kept = new ArrayList<>();
            try {
                while (true) {
                    kept.add(new byte[1 << 20]);
                }
            } catch (OutOfMemoryError e) {
                caught++;
            }
            kept.clear();
        }
        return caught;
    }

    private static long fullOfBuffers() {
        long caught = 0;
        for (int i = 0; i < 2; i++) {
            List<ByteBuffer> kept = new ArrayList<>();
            try {
                while (true) {
                    kept.add(ByteBuffer.allocateDirect(8 << 20));
                }
            } catch (OutOfMemoryError e) {
                caught++;
            }
            kept.clear();
        }
        return caught;
    }
}
