package com.kenai.jffi;

/**
 * In place of jffi's own class of this name. That one asks the application's class loaders for another jffi first, starts
 * {@code java.util.logging} before an application could configure it, and unpacks the native library into the current
 * directory where the temporary one does not do. Here {@code JffiLibrary} has loaded the library before anything of jffi
 * is touched.
 */
final class Init {
    private Init() {}

    static void load() {
        // Loaded already, by the class loader that jffi's classes are in.
    }
}
