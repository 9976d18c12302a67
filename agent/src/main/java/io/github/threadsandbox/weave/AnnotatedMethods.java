package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code @SandboxedThread} in an application's class: on the class, it is one whose tasks have a role; on a method, the body
 * moves to a private method beside it, and the method itself calls that where the role is.
 *
 * <p>The annotation counts for the body that it stands on: a method that overrides it has none unless it says so.
 */
final class AnnotatedMethods {
    private static final String ANNOTATION = "Lio/github/threadsandbox/SandboxedThread;";

    private static final byte[] ANNOTATION_BYTES = ANNOTATION.getBytes(StandardCharsets.US_ASCII);

    /** Where a class file has its major version (JVMS 4.1). */
    private static final int VERSION = 6;

    private static final int NO_BODY = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;

    private final Map<String, String> roles = new HashMap<>();
    private final Map<String, Integer> access = new HashMap<>();
    private boolean onClass;

    private AnnotatedMethods() {}

    /** Whether a text of the constant pool is the annotation's descriptor. */
    static boolean isAnnotation(byte[] file, int at, int length) {
        return length == ANNOTATION_BYTES.length && ClassFileScan.startsWith(file, at, ANNOTATION_BYTES);
    }

    /**
     * Weaves a class that mentions the annotation.
     *
     * @param classFile the class
     * @param taskClass called if the annotation is on the class
     * @param problem takes a sentence for each method that cannot be confined
     * @return the woven class, or null if it stays
     */
    static byte[] weave(byte[] classFile, Runnable taskClass, Consumer<String> problem) {
        AnnotatedMethods found = new AnnotatedMethods();
        ClassReader reader = OpenedClassReader.of(classFile);
        reader.accept(found.finder(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (found.onClass) {
            taskClass.run();
        }
        found.roles.keySet().removeIf(method -> {
            boolean none = (found.access.get(method) & NO_BODY) != 0;
            if (none) {
                problem.accept("@SandboxedThread on " + reader.getClassName().replace('/', '.') + "." + method
                        + " confines nothing, because the method has no body: put it on the methods that implement it");
            }
            return none;
        });
        if (found.roles.isEmpty()) {
            return null;
        }
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(found.splitter(writer), 0);
        return writer.toByteArray();
    }

    /**
     * Weaves a class that was loaded before the agent was attached: it takes no more methods, so the head of each annotated one
     * has a lane call that same method again.
     *
     * @param problem takes a sentence for each method that cannot be confined like that
     * @return the woven class, or null if it stays
     */
    static byte[] weaveLoaded(byte[] classFile, Runnable taskClass, Consumer<String> problem) {
        AnnotatedMethods found = new AnnotatedMethods();
        ClassReader reader = OpenedClassReader.of(classFile);
        reader.accept(found.finder(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (found.onClass) {
            taskClass.run();
        }
        boolean old = reader.readUnsignedShort(VERSION) < Opcodes.V1_7;
        found.roles.keySet().removeIf(method -> {
            int access = found.access.get(method);
            boolean stays = (access & (NO_BODY | Opcodes.ACC_SYNCHRONIZED)) != 0 || old;
            if (stays) {
                problem.accept("method " + reader.getClassName().replace('/', '.') + "." + method
                        + " runs without its role, because its class is loaded and the method "
                        + ((access & NO_BODY) != 0
                                ? "has no body"
                                : old ? "is compiled for Java 6 or older" : "is synchronized"));
            }
            return stays;
        });
        if (found.roles.isEmpty()) {
            return null;
        }
        return MethodRewrite.of(reader, (next, access, name, descriptor) -> {
            String role = (access & Opcodes.ACC_BRIDGE) == 0 ? found.roles.get(name + descriptor) : null;
            if (role == null) {
                return next;
            }
            RoleCall call = new RoleCall(
                    reader.getClassName(),
                    (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0,
                    (access & Opcodes.ACC_STATIC) != 0,
                    name,
                    descriptor,
                    role,
                    Opcodes.V1_7);
            return new MethodVisitor(OpenedClassReader.ASM_API, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    call.writeHead(getDelegate());
                }
            };
        });
    }

    private ClassVisitor finder() {
        return new ClassVisitor(OpenedClassReader.ASM_API) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                onClass |= descriptor.equals(ANNOTATION);
                return null;
            }

            @Override
            public MethodVisitor visitMethod(
                    int methodAccess, String name, String descriptor, String signature, String[] exceptions) {
                if ((methodAccess & Opcodes.ACC_BRIDGE) != 0) {
                    // It calls the method that it stands for, which has the annotation as well.
                    return null;
                }
                return new MethodVisitor(OpenedClassReader.ASM_API) {
                    @Override
                    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                        return type.equals(ANNOTATION) ? value(name + descriptor, methodAccess) : null;
                    }
                };
            }
        };
    }

    private AnnotationVisitor value(String method, int methodAccess) {
        return new AnnotationVisitor(OpenedClassReader.ASM_API) {
            @Override
            public void visit(String element, Object value) {
                if (element.equals("value")) {
                    roles.put(method, (String) value);
                    access.put(method, methodAccess);
                }
            }
        };
    }

    private ClassVisitor splitter(ClassVisitor next) {
        return new ClassVisitor(OpenedClassReader.ASM_API, next) {
            private int version;
            private String owner;
            private boolean isInterface;

            @Override
            public void visit(
                    int classVersion,
                    int classAccess,
                    String name,
                    String signature,
                    String superName,
                    String[] interfaces) {
                super.visit(classVersion, classAccess, name, signature, superName, interfaces);
                version = classVersion & 0xffff;
                owner = name;
                isInterface = (classAccess & Opcodes.ACC_INTERFACE) != 0;
            }

            @Override
            public MethodVisitor visitMethod(
                    int methodAccess, String name, String descriptor, String signature, String[] exceptions) {
                String role = roles.get(name + descriptor);
                if (role == null || (methodAccess & Opcodes.ACC_BRIDGE) != 0) {
                    return super.visitMethod(methodAccess, name, descriptor, signature, exceptions);
                }
                RoleCall call = new RoleCall(
                        owner,
                        isInterface,
                        (methodAccess & Opcodes.ACC_STATIC) != 0,
                        name + "$sandboxed",
                        descriptor,
                        role,
                        version);
                return new Split(
                        super.visitMethod(
                                methodAccess & ~Opcodes.ACC_SYNCHRONIZED, name, descriptor, signature, exceptions),
                        super.visitMethod(bodyAccess(methodAccess), call.body(), descriptor, null, exceptions),
                        call);
            }
        };
    }

    /** The body keeps {@code synchronized}: the monitor is its thread's. */
    private static int bodyAccess(int methodAccess) {
        return (methodAccess & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT))
                | Opcodes.ACC_PRIVATE
                | Opcodes.ACC_SYNTHETIC;
    }
}
