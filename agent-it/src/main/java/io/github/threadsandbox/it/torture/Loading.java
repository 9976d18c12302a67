package io.github.threadsandbox.it.torture;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Classes loaded, and unloaded again; class space running out. */
final class Loading {
    private static final int LOADERS = 300;

    private Loading() {}

    static List<Workload> all() {
        return List.of(
                new Workload("class loading and unloading", LOADERS + 1, Loading::unloaded),
                new Workload("classes of the JDK", 8, Loading::ofTheJdk),
                new Workload("classes that are not there", 200, Loading::missing));
    }

    static List<Workload> exhausting() {
        return List.of(new Workload("out of class space", 1, Loading::full));
    }

    private static long unloaded() throws Exception {
        byte[] bytes = Spare.bytes();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < LOADERS; i++) {
            LongSupplier spare = Spare.of(bytes);
            sum += spare.getAsLong();
            loaders.add(new WeakReference<>(spare.getClass().getClassLoader()));
        }
        for (int i = 0; i < 100; i++) {
            System.gc();
            // The last one may still lie on this thread's stack.
            if (loaders.stream().filter(loader -> loader.get() != null).count() <= 1) {
                return sum + 1;
            }
            Thread.sleep(10);
        }
        return sum;
    }

    /** Rarely used ones, which no archive of shared classes holds: read from lib/modules, on this thread. */
    private static long ofTheJdk() throws Exception {
        long found = 0;
        for (String name : List.of(
                "java.util.zip.Adler32",
                "javax.swing.event.ListDataEvent",
                "java.text.CollationElementIterator",
                "java.awt.geom.QuadCurve2D",
                "javax.sql.rowset.BaseRowSet",
                "javax.naming.ldap.Rdn",
                "java.util.concurrent.Phaser",
                "javax.xml.xpath.XPathConstants")) {
            found += Class.forName(name, false, ClassLoader.getPlatformClassLoader()) == null ? 0 : 1;
        }
        return found;
    }

    private static long missing() {
        long missing = 0;
        for (int i = 0; i < 200; i++) {
            try {
                Class.forName("no.such.Class" + i);
            } catch (ClassNotFoundException e) {
                missing++;
            }
        }
        return missing;
    }

    private static long full() throws Exception {
        byte[] bytes = Spare.bytes();
        List<LongSupplier> kept = new ArrayList<>();
        try {
            for (int i = 0; i < 200_000; i++) {
                kept.add(Spare.of(bytes));
            }
            return 0;
        } catch (OutOfMemoryError e) {
            return kept.get(kept.size() - 1).getAsLong();
        }
    }
}
