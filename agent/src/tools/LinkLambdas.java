import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Links lambdas and method references when the agent is built: {@code LinkLambdas FOLDER SUFFIX}, in place. Each becomes an
 * ordinary class beside its host, of the same nest (so that it may call what is private there), as
 * java.lang.invoke.LambdaMetafactory would make it whenever a JVM starts. Serializable ones, and whatever else is not made by
 * its plain {@code metafactory}, stay as they are; so do those of classes older than nests (Java 11).
 */
final class LinkLambdas {
    private final Map<String, byte[]> made = new TreeMap<>();
    private final Map<String, List<String>> nests = new TreeMap<>();

    public static void main(String[] arguments) throws IOException {
        new LinkLambdas().link(Path.of(arguments[0]), arguments[1]);
    }

    private void link(Path folder, String suffix) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                classes.put(new ClassReader(bytes).getClassName(), bytes);
            }
        }
        classes.replaceAll((name, bytes) -> {
            ClassWriter out = new ClassWriter(0);
            new ClassReader(bytes).accept(new Host(name, out), 0);
            return out.toByteArray();
        });
        nests.forEach((host, members) -> classes.computeIfPresent(host, (name, bytes) -> withMembers(bytes, members)));
        classes.putAll(made);
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            Files.write(folder.resolve(type.getKey() + suffix), type.getValue());
        }
        System.out.println(made.size() + " lambdas linked");
    }

    private static byte[] withMembers(byte[] host, List<String> members) {
        ClassWriter out = new ClassWriter(0);
        new ClassReader(host)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, out) {
                            @Override
                            public void visitEnd() {
                                members.forEach(this::visitNestMember);
                                super.visitEnd();
                            }
                        },
                        0);
        return out.toByteArray();
    }

    /** A class whose lambdas are taken out. */
    private final class Host extends ClassVisitor {
        private final String name;
        private String nest;
        private int version;
        private int lambdas;

        Host(String name, ClassVisitor out) {
            super(Opcodes.ASM9, out);
            this.name = name;
            this.nest = name;
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            this.version = version;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public void visitNestHost(String host) {
            nest = host;
            super.visitNestHost(host);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, out) {
                @Override
                public void visitInvokeDynamicInsn(String method, String site, Handle bootstrap, Object... arguments) {
                    if (version < Opcodes.V11
                            || !bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                            || !bootstrap.getName().equals("metafactory")) {
                        super.visitInvokeDynamicInsn(method, site, bootstrap, arguments);
                        return;
                    }
                    String lambda = Host.this.name + "$$Lambda" + lambdas++;
                    Lambda shape = new Lambda(
                            lambda,
                            method,
                            Type.getType(site),
                            (Type) arguments[0],
                            (Handle) arguments[1],
                            (Type) arguments[2]);
                    made.put(lambda, shape.write(version, nest));
                    nests.computeIfAbsent(nest, host -> new ArrayList<>()).add(lambda);
                    shape.get(mv);
                }
            };
        }
    }

    /**
     * A lambda's class.
     *
     * @param site takes what is captured, and gives the interface
     * @param erased the interface's method
     * @param body what it calls
     * @param actual the interface's method as it is used here
     */
    private record Lambda(String name, String method, Type site, Type erased, Handle body, Type actual) {
        /** Where the host had the lambda. */
        void get(MethodVisitor out) {
            out.visitMethodInsn(Opcodes.INVOKESTATIC, name, "of", site.getDescriptor(), false);
        }

        byte[] write(int version, String nest) {
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            out.visit(
                    version,
                    Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                    name,
                    null,
                    "java/lang/Object",
                    new String[] {site.getReturnType().getInternalName()});
            out.visitNestHost(nest);
            constructor(out);
            maker(out);
            body(out);
            return out.toByteArray();
        }

        private void constructor(ClassWriter out) {
            Type[] captured = site.getArgumentTypes();
            MethodVisitor code =
                    out.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructorDescriptor(), null, null);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            int variable = 1;
            for (int i = 0; i < captured.length; i++) {
                out.visitField(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "a" + i, captured[i].getDescriptor(), null, null);
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), variable);
                code.visitFieldInsn(Opcodes.PUTFIELD, name, "a" + i, captured[i].getDescriptor());
                variable += captured[i].getSize();
            }
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
        }

        private String constructorDescriptor() {
            return Type.getMethodDescriptor(Type.VOID_TYPE, site.getArgumentTypes());
        }

        /**
         * A new one each time, also where nothing is captured: an initialiser, which makes one for all, could be come to for the
         * first time where a stack ends, and would have failed for good.
         */
        private void maker(ClassWriter out) {
            Type[] captured = site.getArgumentTypes();
            MethodVisitor code = out.visitMethod(Opcodes.ACC_STATIC, "of", site.getDescriptor(), null, null);
            code.visitTypeInsn(Opcodes.NEW, name);
            code.visitInsn(Opcodes.DUP);
            int variable = 0;
            for (Type type : captured) {
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
                variable += type.getSize();
            }
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructorDescriptor(), false);
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(0, 0);
        }

        private void body(ClassWriter out) {
            MethodVisitor code = out.visitMethod(Opcodes.ACC_PUBLIC, method, erased.getDescriptor(), null, null);
            boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
            if (makes) {
                code.visitTypeInsn(Opcodes.NEW, body.getOwner());
                code.visitInsn(Opcodes.DUP);
            }
            List<Type> wanted = new ArrayList<>();
            if (body.getTag() != Opcodes.H_INVOKESTATIC && !makes) {
                wanted.add(Type.getObjectType(body.getOwner()));
            }
            wanted.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
            Type[] captured = site.getArgumentTypes();
            for (int i = 0; i < captured.length; i++) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitFieldInsn(Opcodes.GETFIELD, name, "a" + i, captured[i].getDescriptor());
                convert(code, captured[i], captured[i], wanted.get(i));
            }
            Type[] given = erased.getArgumentTypes();
            int variable = 1;
            for (int i = 0; i < given.length; i++) {
                code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), variable);
                convert(code, given[i], actual.getArgumentTypes()[i], wanted.get(captured.length + i));
                variable += given[i].getSize();
            }
            code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            Type result = makes ? Type.getObjectType(body.getOwner()) : Type.getReturnType(body.getDesc());
            Type returned = erased.getReturnType();
            convert(code, result, result, returned);
            code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
            code.visitMaxs(0, 0);
        }

        private int opcode() {
            return switch (body.getTag()) {
                case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
                case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
                case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
                case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
                // A private method, here called from another class of its nest.
                case Opcodes.H_INVOKESPECIAL -> body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
                default -> throw new IllegalStateException("a lambda that calls " + body);
            };
        }

        /** From what is on the stack, which is known to be of another type, to what is wanted. */
        private static void convert(MethodVisitor code, Type from, Type known, Type to) {
            boolean isObject = from.getSort() >= Type.ARRAY;
            if (to.getSort() == Type.VOID) {
                if (from.getSort() != Type.VOID) {
                    code.visitInsn(from.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
                }
            } else if (isObject && to.getSort() >= Type.ARRAY) {
                if (!from.equals(to) && !to.getInternalName().equals("java/lang/Object")) {
                    code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
                }
            } else if (isObject) {
                Type boxed = Type.getObjectType(boxOf(to));
                if (!known.equals(boxed) && !known.getInternalName().equals("java/lang/Object")) {
                    throw new IllegalStateException("a lambda that makes " + to + " of " + known);
                }
                if (!from.equals(boxed)) {
                    code.visitTypeInsn(Opcodes.CHECKCAST, boxed.getInternalName());
                }
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        boxed.getInternalName(),
                        to.getClassName() + "Value",
                        "()" + to.getDescriptor(),
                        false);
            } else if (to.getSort() >= Type.ARRAY) {
                String box = boxOf(from);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC, box, "valueOf", "(" + from.getDescriptor() + ")L" + box + ";", false);
            } else if (from.equals(Type.INT_TYPE) && to.equals(Type.LONG_TYPE)) {
                code.visitInsn(Opcodes.I2L);
            } else if (!from.equals(to)) {
                throw new IllegalStateException("a lambda that makes " + to + " of " + from);
            }
        }

        private static String boxOf(Type primitive) {
            return switch (primitive.getSort()) {
                case Type.BOOLEAN -> "java/lang/Boolean";
                case Type.CHAR -> "java/lang/Character";
                case Type.INT -> "java/lang/Integer";
                case Type.BYTE -> "java/lang/Byte";
                case Type.SHORT -> "java/lang/Short";
                case Type.LONG -> "java/lang/Long";
                case Type.FLOAT -> "java/lang/Float";
                case Type.DOUBLE -> "java/lang/Double";
                default -> throw new IllegalStateException("no box for " + primitive);
            };
        }
    }
}
