package io.github.threadsandbox.it.jdk;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What later JDKs have: reached by reflection, because the probes are compiled for JDK 17. */
@SuppressWarnings({"AddressSelection"}) // what programs do
final class NewerOperations {
    private NewerOperations() {}

    static void addTo(Operations to) {
        if (Runtime.version().feature() >= 21) {
            to.add("virtual.start", () -> {
                CompletableFuture<Boolean> done = new CompletableFuture<>();
                Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
                start.invoke(null, (Runnable) () -> done.complete(true));
                return done.get(30, TimeUnit.SECONDS);
            });
            to.add("virtual.sleep", () -> {
                CompletableFuture<Boolean> done = new CompletableFuture<>();
                Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
                start.invoke(null, (Runnable) () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(2);
                        done.complete(true);
                    } catch (InterruptedException e) {
                        done.complete(false);
                    }
                });
                return done.get(30, TimeUnit.SECONDS);
            });
            to.add("virtual.socket", () -> {
                CompletableFuture<Object> done = new CompletableFuture<>();
                Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
                start.invoke(null, (Runnable) () -> {
                    try (java.net.ServerSocket server =
                            new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
                        server.setSoTimeout(5);
                        done.complete(server.accept());
                    } catch (java.io.IOException e) {
                        done.complete(e.getMessage());
                    }
                });
                return done.get(30, TimeUnit.SECONDS);
            });
        }
        if (Runtime.version().feature() >= 22) {
            to.add("foreign.arena", () -> {
                Object arena = Class.forName("java.lang.foreign.Arena")
                        .getMethod("ofAuto")
                        .invoke(null);
                Object segment = Class.forName("java.lang.foreign.Arena")
                        .getMethod("allocate", long.class)
                        .invoke(arena, 16L);
                return Class.forName("java.lang.foreign.MemorySegment")
                        .getMethod("byteSize")
                        .invoke(segment);
            });
            to.add("foreign.linker", () -> {
                Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
                Object linker = linkerType.getMethod("nativeLinker").invoke(null);
                Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
                return ((java.util.Optional<?>) Class.forName("java.lang.foreign.SymbolLookup")
                                .getMethod("find", String.class)
                                .invoke(lookup, "strlen"))
                        .isPresent();
            });
        }
    }
}
