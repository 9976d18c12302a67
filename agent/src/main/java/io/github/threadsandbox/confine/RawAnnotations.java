package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A class's annotations from its class file (JVMS 4.7.16), by name. {@code Class.getAnnotations} would load the
 * annotations' classes and run their initialisers: the application's code.
 *
 * @param names the binary names of the class's own annotations
 * @param sandboxedThread the value of {@code @SandboxedThread}, if it is one of them
 */
record RawAnnotations(Set<String> names, Optional<String> sandboxedThread) {
    private static final String SANDBOXED_THREAD = "io.github.threadsandbox.SandboxedThread";
    private static final RawAnnotations NONE = new RawAnnotations(Set.of(), Optional.empty());

    RawAnnotations {
        names = Set.copyOf(names);
    }

    /** Reads them through {@code java.lang.Class}'s private methods. */
    static final class Reader {
        private final MethodHandle bytes;
        private final MethodHandle pool;
        private final MethodHandle utf8;

        Reader(MethodHandles.Lookup javaLang) throws ReflectiveOperationException {
            MethodHandles.Lookup inClass = MethodHandles.privateLookupIn(Class.class, javaLang);
            Class<?> poolType = inClass.findClass("jdk.internal.reflect.ConstantPool");
            bytes = inClass.findVirtual(Class.class, "getRawAnnotations", methodType(byte[].class));
            pool = inClass.findVirtual(Class.class, "getConstantPool", methodType(poolType))
                    .asType(methodType(Object.class, Class.class));
            utf8 = inClass.findVirtual(poolType, "getUTF8At", methodType(String.class, int.class))
                    .asType(methodType(String.class, Object.class, int.class));
        }

        RawAnnotations of(Class<?> type) {
            try {
                byte[] raw = (byte[]) bytes.invokeExact(type);
                if (raw == null) {
                    return NONE;
                }
                return new Parser(ByteBuffer.wrap(raw), (Object) pool.invokeExact(type)).parse();
            } catch (Throwable t) {
                // Fail closed: whoever starts the thread is refused.
                throw new IllegalStateException(
                        "thread-sandbox: cannot read the annotations of " + type.getName() + ": " + t);
            }
        }

        private final class Parser {
            private final ByteBuffer in;
            private final Object constants;
            private final Set<String> names = new HashSet<>();
            private Optional<String> role = Optional.empty();

            Parser(ByteBuffer in, Object constants) {
                this.in = in;
                this.constants = constants;
            }

            RawAnnotations parse() throws Throwable {
                for (int n = u2(); n > 0; n--) {
                    annotation(true);
                }
                return new RawAnnotations(names, role);
            }

            private void annotation(boolean top) throws Throwable {
                String descriptor = constant(u2());
                String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
                if (top) {
                    names.add(name);
                }
                for (int pairs = u2(); pairs > 0; pairs--) {
                    String element = constant(u2());
                    Optional<String> text = value();
                    if (top && name.equals(SANDBOXED_THREAD) && element.equals("value")) {
                        role = text;
                    }
                }
            }

            /** Reads one element_value; what it says if it is a String. */
            private Optional<String> value() throws Throwable {
                int tag = in.get();
                switch (tag) {
                    case 's' -> {
                        return Optional.of(constant(u2()));
                    }
                    case 'e' -> {
                        u2();
                        u2();
                    }
                    case '@' -> annotation(false);
                    case '[' -> {
                        for (int n = u2(); n > 0; n--) {
                            value();
                        }
                    }
                    default -> u2();
                }
                return Optional.empty();
            }

            private int u2() {
                return in.getShort() & 0xffff;
            }

            private String constant(int index) throws Throwable {
                return (String) utf8.invokeExact(constants, index);
            }
        }
    }
}
