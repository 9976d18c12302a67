package io.github.threadsandbox.it.torture;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What makes code while it runs: lambdas, method handles, hidden classes, compilation and its undoing. */
final class Code {
    private static final Class<?>[] SHAPES = {int.class, long.class, double.class, Object.class, float.class};
    private static final int HANDLES = 700;

    private Code() {}

    static List<Workload> all() {
        return List.of(
                new Workload("lambdas", 300, Code::lambdas),
                new Workload("method handles", HANDLES, Code::handles),
                new Workload("variable handles", 10_000, Code::variableHandles),
                new Workload("hidden classes", 300, Code::hidden),
                new Workload("compiled and undone", 3_000_000, Code::undone),
                new Workload("string concatenation", 20_000, Code::concatenated));
    }

    static long one() {
        return 1;
    }

    /** Each call of the factory spins a class, as each lambda expression of an application does once. */
    private static long lambdas() throws Exception {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle one = lookup.findStatic(Code.class, "one", MethodType.methodType(long.class));
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            CallSite site = LambdaMetafactory.metafactory(
                    lookup,
                    "getAsLong",
                    MethodType.methodType(LongSupplier.class),
                    MethodType.methodType(long.class),
                    one,
                    MethodType.methodType(long.class));
            sum += invoke(site.getTarget()).getAsLong();
        }
        return sum;
    }

    private static LongSupplier invoke(MethodHandle handle) {
        try {
            return (LongSupplier) handle.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** As many shapes of arguments, each of which needs adapters in the code cache. */
    private static long handles() {
        long sum = 0;
        for (int i = 0; i < HANDLES; i++) {
            List<Class<?>> parameters = new ArrayList<>();
            List<Object> arguments = new ArrayList<>();
            for (int rest = i + 5; rest > 0; rest /= SHAPES.length) {
                Class<?> type = SHAPES[rest % SHAPES.length];
                parameters.add(type);
                arguments.add(type == Object.class ? "text" : (Object) 1);
            }
            MethodHandle handle = MethodHandles.dropArguments(MethodHandles.constant(long.class, 1L), 0, parameters);
            handle = MethodHandles.filterReturnValue(handle, MethodHandles.identity(long.class));
            handle = MethodHandles.guardWithTest(
                    MethodHandles.dropArguments(MethodHandles.constant(boolean.class, true), 0, parameters),
                    handle,
                    handle);
            try {
                sum += (Long) handle.invokeWithArguments(arguments);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        return sum;
    }

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private static long variableHandles() {
        long[] array = new long[1];
        for (int i = 0; i < 10_000; i++) {
            ELEMENT.getAndAdd(array, 0, 1L);
        }
        return (long) ELEMENT.getVolatile(array, 0);
    }

    private static long hidden() throws Exception {
        byte[] bytes = Spare.bytes();
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            Class<?> type =
                    MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            sum += ((LongSupplier) type.getDeclaredConstructor().newInstance()).getAsLong();
        }
        return sum;
    }

    private static long undone() throws Exception {
        LongSupplier one = Code::one;
        long sum = loop(one, 1_000_000);
        sum += loop(Spare.inALoaderOfItsOwn(), 1_000_000);
        sum += loop(Spare.inALoaderOfItsOwn(), 1_000_000);
        return sum;
    }

    /** Compiled for one class of supplier; another one that comes later undoes that. */
    private static long loop(LongSupplier supplier, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += supplier.getAsLong();
        }
        return sum;
    }

    private static long concatenated() {
        long right = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = "a" + i + 'b' + (i % 2 == 0) + 1.5 + null + (long) i;
            right += text.length() > 10 && text.startsWith("a") ? 1 : 0;
        }
        return right;
    }
}
