package io.github.threadsandbox.it.probe;

import com.typesafe.config.ConfigFactory;
import jnr.ffi.LibraryLoader;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.slf4j.LoggerFactory;

/** An application that uses the agent's own libraries in versions of its own. */
public final class Clash {
    private Clash() {}

    /** The C library, by jnr-ffi. */
    public interface C {
        /** getpid(2). */
        int getpid();
    }

    /**
     * Uses all four and prints where each came from.
     *
     * @param arguments none
     * @throws Exception if one does not work
     */
    public static void main(String[] arguments) throws Exception {
        Kernel.print(
                "byteBuddy",
                new ByteBuddy()
                        .subclass(Object.class)
                        .method(ElementMatchers.named("toString"))
                        .intercept(FixedValue.value("woven"))
                        .make()
                        .load(Clash.class.getClassLoader())
                        .getLoaded()
                        .getDeclaredConstructor()
                        .newInstance());
        Kernel.print("config", ConfigFactory.parseString("a = 1").getInt("a"));
        Kernel.print(
                "jnr",
                LibraryLoader.create(C.class).load("c").getpid()
                        == ProcessHandle.current().pid());
        LoggerFactory.getLogger("application").info("logged by the application");
        for (Class<?> type :
                new Class<?>[] {ByteBuddy.class, ConfigFactory.class, LibraryLoader.class, LoggerFactory.class}) {
            String jar =
                    type.getProtectionDomain().getCodeSource().getLocation().getPath();
            Kernel.print("from-" + type.getSimpleName(), jar.substring(jar.lastIndexOf('/') + 1));
        }
        Thread thread = new Thread(() -> Kernel.print("confined", Kernel.open()), "role-1");
        thread.start();
        thread.join();
    }
}
