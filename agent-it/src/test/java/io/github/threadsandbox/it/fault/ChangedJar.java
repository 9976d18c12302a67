package io.github.threadsandbox.it.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** A copy of a jar with other classes in it. All its entries are deflated, so that reading them takes inflaters. */
final class ChangedJar {
    private ChangedJar() {}

    /** What becomes of an entry. */
    interface Change {
        byte[] of(String name, byte[] bytes);
    }

    /** What becomes of a method. */
    interface MethodChange {
        MethodVisitor of(MethodVisitor next, int access, String owner, String method);
    }

    /** A class with other methods. */
    static byte[] rewrite(byte[] bytes, MethodChange change) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        String owner = reader.getClassName();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return change.of(next, access, owner, name);
                    }
                },
                0);
        return writer.toByteArray();
    }

    static void make(Path jar, Path changed, Change change, Map<String, byte[]> more) {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(changed);
                ZipOutputStream to = new ZipOutputStream(file)) {
            to.setLevel(0);
            Enumeration<? extends ZipEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                byte[] bytes;
                try (InputStream in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                write(to, entry.getName(), change.of(entry.getName(), bytes));
            }
            for (Map.Entry<String, byte[]> entry : more.entrySet()) {
                write(to, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ZipOutputStream to, String name, byte[] bytes) throws IOException {
        to.putNextEntry(new ZipEntry(name));
        to.write(bytes);
        to.closeEntry();
    }
}
