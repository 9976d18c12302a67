package io.github.threadsandbox.it.torture;

import java.util.List;

/** Exceptions that begin as signals, stack overflow, deep recursion. */
final class Stacks {
    private static final int ROUNDS = 20_000;

    private static Object nothing;
    private static int zero;
    private static final int[] ONE = {1};

    private Stacks() {}

    static List<Workload> all() {
        return List.of(
                new Workload("implicit exceptions", 6L * ROUNDS, Stacks::implicit),
                new Workload("deep recursion", 2_000L * 2_001 / 2, () -> sum(2_000)),
                new Workload("deep stack traces", 200, Stacks::traces),
                new Workload("stack overflow", 30, Stacks::overflows),
                new Workload("stack overflow in handlers", 10, Stacks::nested));
    }

    private static long implicit() {
        long caught = 0;
        for (int i = 0; i < ROUNDS; i++) {
            for (int kind = 0; kind < 6; kind++) {
                try {
                    caught -= provoke(kind);
                } catch (NullPointerException
                        | ArithmeticException
                        | ArrayIndexOutOfBoundsException
                        | ClassCastException
                        | ArrayStoreException
                        | NegativeArraySizeException e) {
                    caught++;
                }
            }
        }
        return caught;
    }

    private static int provoke(int kind) {
        return switch (kind) {
            case 0 -> nothing.hashCode();
            case 1 -> 1 / zero;
            case 2 -> ONE[zero + 1];
            case 3 -> ((Integer) (Object) "text").intValue();
            case 4 -> store(new Integer[1]);
            default -> new int[zero - 1].length;
        };
    }

    private static int store(Object[] array) {
        array[0] = "text";
        return 1;
    }

    private static long sum(int n) {
        return n == 0 ? 0 : n + sum(n - 1);
    }

    private static long traces() {
        long deep = 0;
        for (int i = 0; i < 200; i++) {
            try {
                throwAt(500);
            } catch (IllegalStateException e) {
                deep += e.getStackTrace().length > 500 ? 1 : 0;
            }
        }
        return deep;
    }

    private static void throwAt(int depth) {
        if (depth == 0) {
            throw new IllegalStateException("here");
        }
        throwAt(depth - 1);
    }

    private static int forever(int n) {
        return forever(n + 1) + 1;
    }

    private static long overflows() {
        long caught = 0;
        for (int i = 0; i < 30; i++) {
            try {
                caught -= forever(0);
            } catch (StackOverflowError e) {
                caught++;
            }
        }
        return caught;
    }

    private static long nested() {
        long caught = 0;
        for (int i = 0; i < 10; i++) {
            try {
                overflowThenMore(3);
            } catch (StackOverflowError e) {
                caught++;
            }
        }
        return caught;
    }

    private static void overflowThenMore(int more) {
        try {
            forever(0);
        } catch (StackOverflowError e) {
            if (more > 0) {
                overflowThenMore(more - 1);
            }
            throw e;
        } finally {
            zero = 0;
        }
    }
}
