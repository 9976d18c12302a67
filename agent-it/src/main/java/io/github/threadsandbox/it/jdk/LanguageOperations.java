package io.github.threadsandbox.it.jdk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reflection, method handles, serialisation, resources and what else belongs to the language. */
final class LanguageOperations {
    private LanguageOperations() {}

    /** Something to write and read. */
    private record Pair(String name, List<Integer> numbers) implements java.io.Serializable {}

    private static Object copy(Object value, ObjectInputFilter filter) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            in.setObjectInputFilter(filter);
            return in.readObject();
        }
    }

    static void addTo(Operations to) {
        to.add("language.serialise", () -> copy(new Pair("a", List.of(1, 2)), null));
        to.add("language.filter", () -> {
            try {
                return copy(new ArrayList<>(), ObjectInputFilter.Config.createFilter("!java.util.ArrayList"));
            } catch (java.io.InvalidClassException e) {
                return e.getMessage();
            }
        });
        to.add("language.proxy", () -> ((Map<?, ?>) Proxy.newProxyInstance(
                        LanguageOperations.class.getClassLoader(),
                        new Class<?>[] {Map.class},
                        (proxy, method, arguments) -> method.getName().equals("size") ? 7 : null))
                .size());
        to.add("language.handle", () -> {
            MethodHandle length =
                    MethodHandles.publicLookup().findVirtual(String.class, "length", MethodType.methodType(int.class));
            return MethodHandles.filterReturnValue(
                            length,
                            MethodHandles.publicLookup()
                                    .findStatic(
                                            Integer.class,
                                            "toHexString",
                                            MethodType.methodType(String.class, int.class)))
                    .invoke("0123456789abcde");
        });
        to.add("language.handleProxy", () -> {
            MethodHandle constant = MethodHandles.constant(Object.class, "a");
            return MethodHandleProxies.asInterfaceInstance(java.util.concurrent.Callable.class, constant)
                    .call();
        });
        to.add("language.lambda", () -> IntStream.range(0, 100)
                .boxed()
                .collect(Collectors.groupingBy(i -> i % 3))
                .size());
        to.add("language.parallel", () -> IntStream.range(0, 10_000).parallel().sum());
        to.add(
                "language.reflect",
                () -> Pair.class.getRecordComponents().length
                        + List.class
                                .getMethod("of", Object.class)
                                .getGenericReturnType()
                                .getTypeName());
        to.add(
                "language.annotation",
                () -> FunctionalInterface.class.isAnnotationPresent(java.lang.annotation.Retention.class));
        to.add("language.walk", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.findFirst().map(StackWalker.StackFrame::getDeclaringClass)));
        to.add("language.cleaner", () -> {
            CountDownLatch cleaned = new CountDownLatch(1);
            Cleaner.create().register(new Object(), cleaned::countDown);
            for (int i = 0; i < 50 && cleaned.getCount() > 0; i++) {
                System.gc();
                cleaned.await(100, TimeUnit.MILLISECONDS);
            }
            return cleaned.getCount();
        });
        to.add("language.direct", () -> ByteBuffer.allocateDirect(1 << 20).capacity());
        to.add("language.resource", () -> {
            try (java.io.InputStream in = String.class.getResourceAsStream("String.class")) {
                return in.read();
            }
        });
        to.add("language.resourceUrl", () -> Object.class.getResource("Object.class"));
        to.add("language.ownResource", () -> {
            try (java.io.InputStream in = LanguageOperations.class.getResourceAsStream("Poison.class")) {
                return in.read();
            }
        });
        to.add("language.noResource", () -> LanguageOperations.class.getResource("/no/such"));
        to.add("language.services", () -> ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream()
                .count());
        to.add(
                "language.modules",
                () -> ModuleLayer.boot().findModule("java.sql").isPresent() + " "
                        + String.class.getModule().getDescriptor().exports().size() / 1000);
        to.add(
                "language.finder",
                () -> java.lang.module.ModuleFinder.ofSystem().find("java.base").isPresent());
        to.add("language.hook", () -> {
            Thread hook = new Thread(() -> {}, "hook");
            Runtime.getRuntime().addShutdownHook(hook);
            return Runtime.getRuntime().removeShutdownHook(hook);
        });
        to.add("language.processors", () -> Runtime.getRuntime().availableProcessors());
        to.add("language.version", () -> Runtime.version().feature());
        to.add("language.optional", () -> Optional.of(1).map(i -> i + 1));
        to.add("language.signal", () -> Class.forName("sun.misc.Signal")
                .getConstructor(String.class)
                .newInstance("USR2"));
    }
}
