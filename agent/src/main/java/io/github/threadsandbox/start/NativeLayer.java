package io.github.threadsandbox.start;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.weave.Weaver;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/**
 * What arming needs whatever the role map says, and what takes longest: the gate's classes, native code, the weaver's
 * classes loaded.
 *
 * @param javaBase with the gate defined, not armed
 * @param publication with its classes defined
 * @param libC the C library
 */
record NativeLayer(JavaBase javaBase, Publication publication, LibC libC) {
    static NativeLayer reach(MethodHandles.Lookup trusted, Arch arch) throws Exception {
        JavaBase javaBase = JavaBase.of(trusted);
        javaBase.defineGate();
        Publication publication = Publication.prepare(javaBase);
        LibC libC = NativeLibrary.open(arch, Optional.of(javaBase.javaLang()));
        Weaver.load();
        return new NativeLayer(javaBase, publication, libC);
    }
}
