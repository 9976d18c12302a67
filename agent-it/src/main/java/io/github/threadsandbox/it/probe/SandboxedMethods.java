package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Methods that have a role, of every kind. */
public final class SandboxedMethods {
    /** How many are printed as {@code method/…}. */
    public static final int METHODS = 11;

    private int number = 12;

    private SandboxedMethods() {}

    /** One with a default method and a static one. */
    private interface Opener {
        @SandboxedThread("compute")
        default String byDefault() {
            return Kernel.open() + suffix();
        }

        @SandboxedThread("compute")
        static String inInterface() {
            return Kernel.open();
        }

        String suffix();
    }

    private static final class Opening implements Opener {
        @Override
        public String suffix() {
            return "";
        }
    }

    /** A class to build on. */
    private static class Base<T> {
        @SandboxedThread("compute")
        String open() {
            return Kernel.open();
        }

        @SandboxedThread("compute")
        T of(T value) {
            return value;
        }
    }

    private static final class Inheriting extends Base<String> {}

    private static final class Overriding extends Base<String> {
        @Override
        String open() {
            return "overridden: " + Kernel.open();
        }
    }

    private static final class CallingSuper extends Base<String> {
        @Override
        String open() {
            return super.open();
        }

        @Override
        @SandboxedThread("compute")
        String of(String value) {
            return Kernel.open();
        }
    }

    private abstract static class Abstract {
        @SandboxedThread("compute")
        abstract String open();
    }

    private static final class Concrete extends Abstract {
        @Override
        @SandboxedThread("compute")
        String open() {
            return Kernel.open();
        }
    }

    @SandboxedThread("compute")
    private static String inClass() {
        return Kernel.open();
    }

    @SandboxedThread("compute")
    private String overloaded() {
        return number == 12 ? Kernel.open() : "wrong object";
    }

    @SandboxedThread("compute")
    private String overloaded(long ignored, String text) {
        return text.equals("x") ? Kernel.open() : "wrong argument";
    }

    @SandboxedThread("compute")
    synchronized String holding() {
        return Thread.holdsLock(this) ? Kernel.open() : "no monitor";
    }

    @SandboxedThread("compute")
    private String lambdas() {
        return List.of(1).stream().map(one -> Kernel.open()).findFirst().orElse("");
    }

    @SandboxedThread("compute")
    private static boolean isTrue() {
        return true;
    }

    @SandboxedThread("compute")
    private static char letter() {
        return 'z';
    }

    @SandboxedThread("compute")
    private static byte one() {
        return 1;
    }

    @SandboxedThread("compute")
    private static short two() {
        return 2;
    }

    @SandboxedThread("compute")
    private static int three(int a, long b, byte c) {
        return (int) (a + b + c);
    }

    @SandboxedThread("compute")
    private static long four(double a, boolean b, String c, float d) {
        return b && c.isEmpty() ? (long) (a + d) : 0;
    }

    @SandboxedThread("compute")
    private static float five() {
        return 5.5f;
    }

    @SandboxedThread("compute")
    private static double six() {
        return 6.5;
    }

    @SandboxedThread("compute")
    private static void nothing(StringBuilder into) {
        into.append("text");
    }

    @SandboxedThread("compute")
    private static void checked() throws IOException {
        throw new IOException("on purpose");
    }

    @SandboxedThread("compute")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @SandboxedThread("compute")
    private static int factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    @SandboxedThread("compute")
    private static <T extends Comparable<T>> List<T> sorted(T a, T b) {
        return a.compareTo(b) < 0 ? List.of(a, b) : List.of(b, a);
    }

    @SandboxedThread("compute")
    private static String waits(CountDownLatch running) {
        running.countDown();
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    @SandboxedThread("compute")
    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @SandboxedThread("nobody-defined-this")
    private static String undefined() {
        return "ran";
    }

    @SandboxedThread("compute")
    private synchronized int monitor() {
        return nested();
    }

    private synchronized int nested() {
        return number;
    }

    /**
     * Calls them.
     *
     * @param arguments none
     * @throws Exception if one fails
     */
    public static void main(String[] arguments) throws Exception {
        SandboxedMethods self = new SandboxedMethods();
        Kernel.print("method/static", inClass());
        Kernel.print("method/instance", self.overloaded());
        Kernel.print("method/overloaded", self.overloaded(1L, "x"));
        Kernel.print("method/synchronized", self.holding());
        Kernel.print("method/lambdas", self.lambdas());
        Kernel.print("method/default", new Opening().byDefault());
        Kernel.print("method/inInterface", Opener.inInterface());
        Kernel.print("method/inherited", new Inheriting().open());
        Kernel.print("method/super", new CallingSuper().open());
        Base<String> bridged = new CallingSuper();
        Kernel.print("method/bridge", bridged.of("x"));
        Kernel.print("method/implemented", new Concrete().open());
        Kernel.print("overridden", new Overriding().open());

        StringBuilder text = new StringBuilder();
        nothing(text);
        Kernel.print(
                "primitives",
                isTrue() + " " + letter() + " " + one() + " " + two() + " " + three(1, 1, (byte) 1) + " "
                        + four(1.5, true, "", 2.5f) + " " + five() + " " + six() + " " + text);
        try {
            checked();
        } catch (IOException e) {
            Kernel.print("checked", e);
        }
        try {
            endless(0);
        } catch (StackOverflowError e) {
            Kernel.print("error", e);
        }
        Kernel.print("recursion", factorial(5));
        Kernel.print("generic", sorted("b", "a"));
        CountDownLatch running = new CountDownLatch(1);
        Thread caller = new Thread(() -> Kernel.print("interrupt", waits(running)));
        caller.start();
        running.await();
        caller.interrupt();
        caller.join();
        Thread.currentThread().interrupt();
        boolean seen = isInterrupted();
        Kernel.print("flag", seen && Thread.interrupted());
        Kernel.print("monitor", self.monitor());
        try {
            Kernel.print("undefined", undefined());
        } catch (IllegalStateException e) {
            Kernel.print("undefined", e.getMessage());
        }
        Kernel.print("end", "yes");
        System.exit(0);
    }
}
