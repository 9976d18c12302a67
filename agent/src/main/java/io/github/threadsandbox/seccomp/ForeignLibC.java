package io.github.threadsandbox.seccomp;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The C library through {@code java.lang.foreign}, from JDK 22 on, by method handles because the agent is compiled for 17.
 *
 * <p>Looked up with the rights of {@code java.base}, so that the restricted methods ({@code Linker.downcallHandle}) see a
 * caller that may: no warning, also under {@code --illegal-native-access=deny}, and no other module gains anything.
 */
final class ForeignLibC implements LibC {
    private static final String ERRNO = "errno";
    private static final int LONGEST_WORDS = 1024;

    private final MethodHandles.Lookup lookup;
    private final Class<?> segmentType = foreign("MemorySegment");
    private final Object arena;
    private final Object linker;
    private final Object function;
    private final MethodHandle syscall;

    /** Without arguments and errno; null until linked, which takes milliseconds. To capture the errno allocates. */
    private volatile MethodHandle plain;

    private final MethodHandle errno;

    /** One call at a time: they share the place where the errno is captured. */
    private final Object capture = new Object();

    /**
     * Links syscall(2).
     *
     * @param lookup with full access to a package of {@code java.base}
     * @throws Throwable whatever the linker throws
     */
    ForeignLibC(MethodHandles.Lookup lookup) throws Throwable {
        this.lookup = lookup;
        Class<?> linkerType = foreign("Linker");
        Class<?> optionType = foreign("Linker$Option");
        Class<?> intLayout = foreign("ValueLayout$OfInt");

        arena = lookup.findStatic(foreign("Arena"), "global", methodType(foreign("Arena")))
                .invoke();
        linker = lookup.findStatic(linkerType, "nativeLinker", methodType(linkerType))
                .invoke();
        function = function("syscall");
        Object captureErrno = lookup.findStatic(optionType, "captureCallState", methodType(optionType, String[].class))
                .asFixedArity()
                .invoke(new String[] {ERRNO});
        MethodHandle downcall = downcall(function, 6, captureErrno);

        Object captured = allocate(8);
        Object ints = lookup.findStaticGetter(foreign("ValueLayout"), "JAVA_INT", intLayout)
                .invoke();
        // The state's one member on Linux is errno, at offset 0.
        errno = MethodHandles.insertArguments(
                lookup.findVirtual(segmentType, "get", methodType(int.class, intLayout, long.class)),
                0,
                captured,
                ints,
                0L);
        syscall = MethodHandles.insertArguments(downcall, 0, captured);
    }

    private Object function(String name) throws Throwable {
        Class<?> symbolsType = foreign("SymbolLookup");
        Object symbols = lookup.findVirtual(foreign("Linker"), "defaultLookup", methodType(symbolsType))
                .invoke(linker);
        Optional<?> symbol =
                (Optional<?>) lookup.findVirtual(symbolsType, "find", methodType(Optional.class, String.class))
                        .invoke(symbols, name);
        return symbol.orElseThrow(() -> new IllegalStateException("the C library has no function '" + name + "'"));
    }

    /** Links a function that takes and returns a number of longs. */
    private MethodHandle downcall(Object called, int longs, Object... linkerOptions) throws Throwable {
        Class<?> layoutType = foreign("MemoryLayout");
        Class<?> descriptorType = foreign("FunctionDescriptor");
        Object aLong = lookup.findStaticGetter(foreign("ValueLayout"), "JAVA_LONG", foreign("ValueLayout$OfLong"))
                .invoke();
        Object[] parameters = (Object[]) Array.newInstance(layoutType, longs);
        Arrays.fill(parameters, aLong);
        Object descriptor = lookup.findStatic(
                        descriptorType, "of", methodType(descriptorType, layoutType, parameters.getClass()))
                .asFixedArity()
                .invoke(aLong, parameters);
        Object[] options = (Object[]) Array.newInstance(foreign("Linker$Option"), linkerOptions.length);
        System.arraycopy(linkerOptions, 0, options, 0, options.length);
        return (MethodHandle) lookup.findVirtual(
                        foreign("Linker"),
                        "downcallHandle",
                        methodType(MethodHandle.class, segmentType, descriptorType, options.getClass()))
                .asFixedArity()
                .invoke(linker, called, descriptor, options);
    }

    @Override
    public void prepare() {
        try {
            plain = downcall(function, 1);
        } catch (Throwable t) {
            // The other way does as well; it is slower.
            plain = null;
        }
    }

    @Override
    public long syscall(long number) {
        MethodHandle linked = plain;
        if (linked == null) {
            return syscall(number, 0, 0, 0, 0, 0);
        }
        try {
            return (long) linked.invokeExact(number);
        } catch (Throwable t) {
            throw new IllegalStateException("bug: syscall(2) through java.lang.foreign: " + t, t);
        }
    }

    @Override
    public long syscall(long number, long a, long b, long c, long d, long e) {
        try {
            synchronized (capture) {
                long result = (long) syscall.invokeExact(number, a, b, c, d, e);
                return result == -1 ? -(int) errno.invokeExact() : result;
            }
        } catch (Throwable t) {
            throw new IllegalStateException("bug: syscall(2) through java.lang.foreign: " + t, t);
        }
    }

    /** An int in a register that is as wide as a long, on every architecture of the agent. */
    @Override
    public byte[] words(int errno) {
        try {
            long address = (long) downcall(function("strerror"), 1).invokeExact((long) errno);
            Object nothing = lookup.findStatic(segmentType, "ofAddress", methodType(segmentType, long.class))
                    .invoke(address);
            Object text = lookup.findVirtual(segmentType, "reinterpret", methodType(segmentType, long.class))
                    .invoke(nothing, (long) LONGEST_WORDS);
            ByteBuffer bytes =
                    (ByteBuffer) lookup.findVirtual(segmentType, "asByteBuffer", methodType(ByteBuffer.class))
                            .invoke(text);
            int length = 0;
            while (bytes.get(length) != 0) {
                length++;
            }
            byte[] words = new byte[length];
            bytes.get(words);
            return words;
        } catch (Throwable t) {
            throw new IllegalStateException("bug: strerror(3) through java.lang.foreign: " + t, t);
        }
    }

    @Override
    public long memory(byte[] bytes) {
        NativeMemory copy = reserve(bytes.length);
        copy.bytes().put(bytes);
        return copy.address();
    }

    @Override
    public NativeMemory reserve(int size) {
        try {
            Object segment = allocate(size);
            ByteBuffer buffer =
                    (ByteBuffer) lookup.findVirtual(segmentType, "asByteBuffer", methodType(ByteBuffer.class))
                            .invoke(segment);
            long address = (long) lookup.findVirtual(segmentType, "address", methodType(long.class))
                    .invoke(segment);
            return new NativeMemory(address, buffer.order(ByteOrder.nativeOrder()));
        } catch (Throwable t) {
            throw new IllegalStateException("bug: memory through java.lang.foreign: " + t, t);
        }
    }

    private Object allocate(long bytes) throws Throwable {
        return lookup.findVirtual(
                        foreign("SegmentAllocator"), "allocate", methodType(segmentType, long.class, long.class))
                .invoke(arena, bytes, 8L);
    }

    private static Class<?> foreign(String name) {
        try {
            return Class.forName("java.lang.foreign." + name, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("bug: this JDK has no java.lang.foreign." + name, e);
        }
    }
}
