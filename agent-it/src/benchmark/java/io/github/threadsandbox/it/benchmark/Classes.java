package io.github.threadsandbox.it.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Loads generated classes, tens of thousands of them, and prints what one took. */
public final class Classes {
    /** {@code return}. */
    private static final int RETURN = 0xb1;

    private static final int WARM = 5_000;

    private Classes() {}

    /** Defines what it is given. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(Classes.class.getClassLoader());
        }

        Class<?> define(String name, byte[] code) {
            return defineClass(name, code, 0, code.length);
        }
    }

    /**
     * Prints microseconds of wall time for each, and those of processor time of this thread.
     *
     * @param arguments how many; {@code plain}, or {@code runnable} for classes that are tasks
     * @throws IOException never
     */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        boolean task = arguments[1].equals("runnable");
        byte[][] code = new byte[count + WARM][];
        String[] names = new String[code.length];
        for (int i = 0; i < code.length; i++) {
            names[i] = "generated.of" + i % 100 + ".Class" + i;
            code[i] = code(names[i].replace('.', '/'), task);
        }
        Loader loader = new Loader();
        long begin = 0;
        long cpu = 0;
        for (int i = 0; i < code.length; i++) {
            if (i == WARM) {
                begin = System.nanoTime();
                cpu = cpu();
            }
            loader.define(names[i], code[i]);
        }
        System.out.printf(
                Locale.ROOT, "%.4f %.4f%n", (System.nanoTime() - begin) / 1e3 / count, (cpu() - cpu) / 1e3 / count);
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A class file (JVMS 4) with some methods that do nothing. */
    private static byte[] code(String name, boolean task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        String[] methods = {"run", "accept", "close", "first", "second", "third", "fourth", "fifth"};
        out.writeInt(0xCAFEBABE);
        out.writeInt(52);
        out.writeShort(9 + methods.length);
        utf8(out, name);
        constantClass(out, 1);
        utf8(out, "java/lang/Object");
        constantClass(out, 3);
        utf8(out, "java/lang/Runnable");
        constantClass(out, 5);
        utf8(out, "()V");
        utf8(out, "Code");
        for (String method : methods) {
            utf8(out, method);
        }
        out.writeShort(0x0021);
        out.writeShort(2);
        out.writeShort(4);
        out.writeShort(task ? 1 : 0);
        if (task) {
            out.writeShort(6);
        }
        out.writeShort(0);
        out.writeShort(methods.length);
        for (int i = 0; i < methods.length; i++) {
            out.writeShort(0x0001);
            out.writeShort(9 + i);
            out.writeShort(7);
            out.writeShort(1);
            out.writeShort(8);
            out.writeInt(13);
            out.writeShort(0);
            out.writeShort(1);
            out.writeInt(1);
            out.writeByte(RETURN);
            out.writeShort(0);
            out.writeShort(0);
        }
        out.writeShort(0);
        return bytes.toByteArray();
    }

    private static void utf8(DataOutputStream out, String text) throws IOException {
        out.writeByte(1);
        out.writeUTF(text);
    }

    private static void constantClass(DataOutputStream out, int name) throws IOException {
        out.writeByte(7);
        out.writeShort(name);
    }
}
