package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Weaves nothing: tells that a class of the JDK's is there, or is about to be. */
final class LoadNotice implements Weaving {
    private final String className;
    private final Runnable loaded;

    /**
     * Of a class that may never be loaded.
     *
     * @param className its internal name
     * @param loaded called on the thread that loads it, whatever that is
     */
    LoadNotice(String className, Runnable loaded) {
        this.className = className;
        this.loaded = loaded;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        loaded.run();
        return next;
    }

    @Override
    public Set<String> places() {
        return Set.of();
    }
}
