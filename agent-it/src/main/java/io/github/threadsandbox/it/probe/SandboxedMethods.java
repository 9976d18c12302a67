package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Methods that have a role, of every kind. */
public final class SandboxedMethods {
    /** How many are printed as {@code method/…}. */
    public static final int METHODS = 22;

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
            return Kernel.open();
        }

        @Override
        String of(String value) {
            return Kernel.open();
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

    /** Between the annotation and what implements the method. */
    private abstract static class Between extends Abstract {}

    private static final class Concrete extends Between {
        @Override
        String open() {
            return Kernel.open();
        }
    }

    /** Its implementations' classes say nothing, or are nobody's to weave. */
    private interface Work<T> {
        @SandboxedThread("compute")
        String on(T value);

        default String twice(T value) {
            return on(value).equals(on(value)) ? on(value) : "not one";
        }
    }

    private static final class Implementing implements Work<String> {
        @Override
        public String on(String value) {
            return Kernel.open();
        }
    }

    /** Knows nothing of the interface. */
    private static class Innocent {
        public String on(Object value) {
            return Kernel.open();
        }
    }

    private static final class Borrowing extends Innocent implements Work<Object> {}

    private static String referred(String value) {
        return Kernel.open();
    }

    /** Names a role of its own. */
    private static final class Naming implements Work<String> {
        @Override
        @SandboxedThread("reader")
        public String on(String value) {
            return Kernel.open();
        }
    }

    /** In the way of the next. */
    private interface Other {
        @SandboxedThread("reader")
        String on(String value);
    }

    private static final class Torn implements Other, Work<String> {
        @Override
        public String on(String value) {
            return Kernel.open();
        }
    }

    private static final class Native {
        @SandboxedThread("compute")
        native String open();
    }

    private interface Making {
        Object make();
    }

    private static String refusal(Making making) {
        try {
            return "made " + making.make();
        } catch (LinkageError e) {
            return "refused";
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
        Kernel.print("method/overridden", new Overriding().open());
        Base<String> overridden = new Overriding();
        Kernel.print("method/overriddenBridge", overridden.of("x"));
        Kernel.print("method/overriddenGeneric", new Overriding().of("x"));
        Work<String> work = new Implementing();
        Kernel.print("method/interface", work.on("x"));
        Kernel.print("method/interfaceByClass", new Implementing().on("x"));
        Kernel.print("method/interfaceDefault", work.twice("x"));
        Work<Object> borrowing = new Borrowing();
        Kernel.print("method/borrowed", borrowing.on("x"));
        Kernel.print("method/borrowedByClass", new Borrowing().on("x"));
        Work<String> lambda = value -> Kernel.open();
        Kernel.print("method/lambda", lambda.on("x"));
        Work<String> reference = SandboxedMethods::referred;
        Kernel.print("method/reference", reference.on("x"));
        Kernel.print("method/lambdaDefault", reference.twice("x"));
        Kernel.print("innocent", new Innocent().on("x"));
        Kernel.print("naming", new Naming().on("x"));
        Kernel.print("equal", lambda.equals(lambda) + " " + lambda.equals(reference));
        Kernel.print("torn", refusal(() -> new Torn()));
        Kernel.print("native", refusal(() -> new Native()));

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
