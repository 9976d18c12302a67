package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import java.io.IOException;

/** A garbage collector: each calls the kernel on Java threads in its own way. */
enum Collector {
    SERIAL("Serial"),
    PARALLEL("Parallel"),
    G1("G1"),
    ZGC("Z"),
    SHENANDOAH("Shenandoah");

    private final String flag;

    Collector(String flag) {
        this.flag = flag;
    }

    String option() {
        return "-XX:+Use" + flag + "GC";
    }

    /** Whether this build of a JDK has it. */
    boolean isIn(Jdk jdk) throws IOException, InterruptedException {
        return new ProcessBuilder(jdk.java().toString(), option(), "-version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Override
    public String toString() {
        return this == G1 ? flag : flag.equals("Z") ? "ZGC" : flag;
    }
}
