package io.github.threadsandbox.observe;

import java.util.ArrayList;
import java.util.List;

/** A stack in words, without the frames that the agent put into it. */
final class Frames {
    private static final String OWN = ".ThreadSandbox";

    /** Characters of one. A class file's names may have 65535, and a message has no room for many of those. */
    private static final int MOST = 300;

    private Frames() {}

    static List<String> of(List<StackTraceElement> stack, int most) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (frames.size() == most) {
                break;
            }
            String type = frame.getClassName();
            // A hidden class's name has its address, which is another in each JVM; what it calls has a frame of its
            // own.
            if (!type.contains(OWN) && type.indexOf('/') < 0) {
                frames.add(text(frame));
            }
        }
        return frames;
    }

    /** Without module and class loader, which {@code toString} puts before it. */
    private static String text(StackTraceElement frame) {
        String where = frame.isNativeMethod()
                ? "native"
                : frame.getFileName() == null
                        ? "unknown"
                        : frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
        return Texts.shortened(frame.getClassName() + "." + frame.getMethodName() + "(" + where + ")", MOST);
    }
}
