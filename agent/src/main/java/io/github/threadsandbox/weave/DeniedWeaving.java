package io.github.threadsandbox.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Where the JDK learns that the kernel has refused a path or a port, on whatever thread: one class of those that call the kernel. What
 * is woven runs only then, as an exception handler, which throws on what it caught; or looks at what a call returned.
 */
final class DeniedWeaving implements Weaving {
    private static final String TARGET = "sun/nio/fs/ThreadSandboxDenied";
    private static final String FILE_SYSTEM = "java/io/FileSystem";
    private static final String UNIX_EXCEPTION = "sun/nio/fs/UnixException";
    private static final String PATH = "Lsun/nio/fs/UnixPath;";
    private static final String ONE = "(Ljava/io/File;)";

    private final String className;
    private final boolean atStart;
    private final Map<String, BiFunction<MethodVisitor, Runnable, MethodVisitor>> methods = new TreeMap<>();

    private DeniedWeaving(String className, boolean atStart) {
        this.className = className;
        this.atStart = atStart;
    }

    static List<Weaving> all() {
        List<Weaving> all = new ArrayList<>();
        all.add(new DeniedWeaving("java/io/FileInputStream", true).stream("open(Ljava/lang/String;)V", "toRead"));
        all.add(new DeniedWeaving("java/io/FileOutputStream", true).stream("open(Ljava/lang/String;Z)V", "toWrite"));
        all.add(new DeniedWeaving("java/io/RandomAccessFile", true).stream("open(Ljava/lang/String;I)V", "atRandom"));
        all.add(ofFile());
        all.add(ofPaths());
        // These two are loaded when the first socket, the first process is made.
        String end = "(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";
        all.add(new DeniedWeaving("sun/nio/ch/Net", false)
                .port("connect" + end + "I", "toConnect")
                .port("bind" + end + "V", "toBind"));
        all.add(new DeniedWeaving("java/lang/ProcessImpl", false)
                .thrown(
                        "start([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;[Ljava/lang/ProcessBuilder$Redirect;Z)"
                                + "Ljava/lang/Process;",
                        true,
                        "java/io/IOException",
                        to -> {
                            to.visitVarInsn(Opcodes.ALOAD, 0);
                            call(to, "toStart", "(Ljava/lang/Throwable;[Ljava/lang/String;)V");
                        }));
        return all;
    }

    /** {@code java.io.File}: what it calls says that it was not done, and not why. */
    private static Weaving ofFile() {
        return new DeniedWeaving("java/io/File", true)
                .returned("normalizedList()[Ljava/lang/String;", "list" + ONE, "[Ljava/lang/String;", "listed", 0)
                .returned("delete()Z", "delete" + ONE, "Z", "deleted", 0)
                .returned("mkdir()Z", "createDirectory" + ONE, "Z", "madeDirectory", 0)
                .returned("renameTo" + ONE + "Z", "rename(Ljava/io/File;Ljava/io/File;)", "Z", "renamed", 0, 1)
                .made("createNewFile()Z")
                .made("createTempFile(Ljava/lang/String;Ljava/lang/String;Ljava/io/File;)Ljava/io/File;");
    }

    /** {@code java.nio.file}: what calls the kernel for it, and throws the errno. */
    private static Weaving ofPaths() {
        return new DeniedWeaving("sun/nio/fs/UnixNativeDispatcher", true)
                .path("open(" + PATH + "II)I", "openat", "0F1")
                .path("opendir(" + PATH + ")J", "opendir", "0")
                .path("unlink(" + PATH + ")V", "unlink", "0")
                .path("rmdir(" + PATH + ")V", "rmdir", "0")
                .path("mkdir(" + PATH + "I)V", "mkdir", "0")
                .path("rename(" + PATH + PATH + ")V", "rename", "01")
                .path("link(" + PATH + PATH + ")V", "link", "01")
                .path("symlink([B" + PATH + ")V", "symlink", "1")
                .name("openat(I[BII)I", "openat")
                .name("unlinkat(I[BI)V", "unlinkat");
    }

    private DeniedWeaving thrown(String method, boolean isStatic, String exception, Consumer<MethodVisitor> look) {
        String descriptor = method.substring(method.indexOf('('));
        methods.put(method, (next, woven) -> {
            woven.run();
            return new OnThrow(next, isStatic, descriptor, exception, look);
        });
        return this;
    }

    /** A private method that opens what is a stream: its parameters are told. */
    private DeniedWeaving stream(String method, String target) {
        Type[] parameters = Type.getArgumentTypes(method.substring(method.indexOf('(')));
        return thrown(method, false, "java/io/FileNotFoundException", to -> {
            StringBuilder descriptor = new StringBuilder("(Ljava/lang/Throwable;");
            for (int i = 0; i < parameters.length; i++) {
                to.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), i + 1);
                descriptor.append(parameters[i].getDescriptor());
            }
            call(to, target, descriptor + ")V");
        });
    }

    private DeniedWeaving port(String method, String target) {
        return thrown(method, true, "java/net/BindException", to -> {
            to.visitVarInsn(Opcodes.ALOAD, 2);
            to.visitVarInsn(Opcodes.ILOAD, 3);
            call(to, target, "(Ljava/lang/Throwable;Ljava/net/InetAddress;I)V");
        });
    }

    /** @param told the variables of one path or two; behind F that of the flags */
    private DeniedWeaving path(String method, String syscall, String told) {
        int flags = told.indexOf('F');
        String paths = flags < 0 ? told : told.substring(0, flags);
        return thrown(method, true, UNIX_EXCEPTION, to -> {
            errno(to, syscall);
            to.visitVarInsn(Opcodes.ALOAD, paths.charAt(0) - '0');
            if (paths.length() > 1) {
                to.visitVarInsn(Opcodes.ALOAD, paths.charAt(1) - '0');
            } else {
                to.visitInsn(Opcodes.ACONST_NULL);
            }
            if (flags >= 0) {
                to.visitVarInsn(Opcodes.ILOAD, told.charAt(flags + 1) - '0');
            } else {
                to.visitInsn(Opcodes.ICONST_0);
            }
            call(to, "call", "(ILjava/lang/String;Ljava/lang/Object;Ljava/lang/Object;I)V");
        });
    }

    /** A name in a directory that is open. */
    private DeniedWeaving name(String method, String syscall) {
        return thrown(method, true, UNIX_EXCEPTION, to -> {
            errno(to, syscall);
            to.visitVarInsn(Opcodes.ILOAD, 0);
            to.visitVarInsn(Opcodes.ALOAD, 1);
            to.visitVarInsn(Opcodes.ILOAD, 2);
            call(to, "callAt", "(ILjava/lang/String;I[BI)V");
        });
    }

    /** In place of the exception. */
    private static void errno(MethodVisitor to, String syscall) {
        to.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNIX_EXCEPTION, "errno", "()I", false);
        to.visitLdcInsn(syscall);
    }

    private static void call(MethodVisitor to, String name, String descriptor) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, name, descriptor, false);
    }

    /** A file is made by a path, and if it cannot be, there is an exception that does not name it. */
    private DeniedWeaving made(String method) {
        methods.put(method, (next, woven) -> {
            woven.run();
            return new OnThrow.OfCall(
                    next,
                    FILE_SYSTEM,
                    "createFileExclusively(Ljava/lang/String;)Z",
                    "java/io/IOException",
                    to -> call(to, "toMake", "(Ljava/lang/Throwable;Ljava/lang/String;)V"));
        });
        return this;
    }

    /**
     * Looks at what a call returned, and at the paths of the files that it was given: the fields, because an application can override
     * what gets them.
     */
    private DeniedWeaving returned(String method, String called, String result, String target, int... files) {
        String descriptor = "(" + result + "Ljava/lang/String;".repeat(files.length) + ")V";
        methods.put(method, (next, woven) -> new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, name, type, isInterface);
                if (owner.equals(FILE_SYSTEM) && (name + type).equals(called + result)) {
                    super.visitInsn(Opcodes.DUP);
                    for (int file : files) {
                        super.visitVarInsn(Opcodes.ALOAD, file);
                        super.visitFieldInsn(Opcodes.GETFIELD, className, "path", "Ljava/lang/String;");
                    }
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, target, descriptor, false);
                    woven.run();
                }
            }
        });
        return this;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public boolean atStart() {
        return atStart;
    }

    @Override
    public String otherwise() {
        return "denials of paths and ports are told in part only";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        var weaves = methods.get(name + descriptor);
        return weaves == null ? next : weaves.apply(next, () -> woven.add(place(name + descriptor)));
    }

    private String place(String method) {
        return className.substring(className.lastIndexOf('/') + 1) + "." + method.substring(0, method.indexOf('('));
    }

    @Override
    public Set<String> places() {
        Set<String> places = new TreeSet<>();
        methods.keySet().forEach(method -> places.add(place(method)));
        return places;
    }
}
