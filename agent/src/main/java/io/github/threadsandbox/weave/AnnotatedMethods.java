package io.github.threadsandbox.weave;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
 * <p>A method that overrides or implements one with a role has that role, unless it names its own. One that a class inherits
 * from a class that knows nothing of the role, to implement an interface that does, is overridden here by a call of it.
 */
final class AnnotatedMethods {
    static final String ANNOTATION = "Lio/github/threadsandbox/SandboxedThread;";

    private static final Texts ANNOTATION_TEXT = new Texts(Set.of(ANNOTATION));

    /** Where a class file has its major version (JVMS 4.1). */
    private static final int VERSION = 6;

    private final ClassReader reader;
    private final String className;
    private final Map<String, InheritedRoles.Inherited> inherited;

    /** What subclasses will inherit. */
    private final Map<String, InheritedRoles.Inherited> handedDown;

    private final Map<String, Integer> declared = new HashMap<>();

    /** Bridges, and what each calls. */
    private final Map<String, String> bridges = new HashMap<>();

    /** The roles of the methods that are woven. */
    private final Map<String, String> roles = new HashMap<>();

    private final Set<String> named = new LinkedHashSet<>();
    private final Set<String> added = new LinkedHashSet<>();
    private final Consumer<String> problem;
    private boolean onClass;

    private AnnotatedMethods(
            ClassReader reader, Map<String, InheritedRoles.Inherited> inherited, Consumer<String> problem) {
        this.problem = problem;
        this.reader = reader;
        this.className = reader.getClassName();
        this.inherited = inherited;
        this.handedDown = new HashMap<>(inherited);
    }

    /** Whether a text of the constant pool is the annotation's descriptor. */
    static boolean isAnnotation(byte[] file, int at, int length) {
        return ANNOTATION_TEXT.has(file, at, length);
    }

    /**
     * Weaves a class that mentions the annotation, or may build on one that does.
     *
     * @param classFile the class
     * @param isAnnotated whether it mentions the annotation
     * @param known what classes before it have; takes what this one has
     * @param taskClass called if the annotation is on the class
     * @return the woven class, or null if it stays
     * @throws IllegalArgumentException if a method cannot be confined as it is told to be
     */
    static byte[] weave(byte[] classFile, boolean isAnnotated, InheritedRoles known, Runnable taskClass) {
        if (!isAnnotated && known.isEmpty()) {
            return null;
        }
        ClassReader reader = OpenedClassReader.of(classFile);
        Map<String, InheritedRoles.Inherited> inherited = known.of(reader);
        if (!isAnnotated && inherited.isEmpty()) {
            return null;
        }
        AnnotatedMethods methods = new AnnotatedMethods(reader, inherited, problem -> {
            throw new IllegalArgumentException(problem);
        });
        methods.find(known, taskClass);
        return methods.roles.isEmpty() ? null : methods.rewrite();
    }

    /**
     * Weaves a class that was loaded before the agent was attached: it takes no more methods, so the head of each method with a
     * role has a lane call that same method again.
     *
     * @param problem takes a sentence for each method that cannot be confined like that
     * @return the woven class, or null if it stays
     */
    static byte[] weaveLoaded(byte[] classFile, InheritedRoles known, Runnable taskClass, Consumer<String> problem) {
        ClassReader reader = OpenedClassReader.of(classFile);
        AnnotatedMethods methods = new AnnotatedMethods(reader, known.of(reader), problem);
        methods.find(known, taskClass);
        boolean old = reader.readUnsignedShort(VERSION) < Opcodes.V1_7;
        methods.roles.keySet().removeIf(method -> {
            boolean isSynchronized = (methods.declared.getOrDefault(method, 0) & Opcodes.ACC_SYNCHRONIZED) != 0;
            boolean stays = old || isSynchronized || methods.added.contains(method);
            if (stays) {
                problem.accept("method " + methods.shown(method)
                        + " runs without its role, because its class is loaded and the method "
                        + (old
                                ? "is compiled for Java 6 or older"
                                : isSynchronized ? "is synchronized" : "is a superclass's"));
            }
            return stays;
        });
        return methods.roles.isEmpty() ? null : methods.rewriteHeads();
    }

    private byte[] rewriteHeads() {
        return MethodRewrite.of(reader, (next, access, name, descriptor) -> {
            String role = roles.get(name + descriptor);
            if (role == null) {
                return next;
            }
            RoleCall call = new RoleCall(
                    className,
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

    private void find(InheritedRoles known, Runnable taskClass) {
        reader.accept(finder(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        named.forEach(method -> handDown(method, roles.get(method)));
        inherited.forEach(this::inherit);
        roles.keySet().removeIf(method -> {
            int access = declared.getOrDefault(method, 0);
            if ((access & Opcodes.ACC_NATIVE) != 0) {
                problem.accept("@SandboxedThread on the native method " + shown(method)
                        + ": put it on a method that calls this one");
            }
            return (access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0;
        });
        if (onClass) {
            taskClass.run();
        }
        if (!handedDown.isEmpty()) {
            known.put(className, handedDown);
        }
    }

    private void handDown(String method, String role) {
        InheritedRoles.Inherited down = InheritedRoles.of(role, className, declared.getOrDefault(method, 0));
        if (down != null) {
            handedDown.put(method, down);
        }
    }

    /** One method that this class may override. */
    private void inherit(String method, InheritedRoles.Inherited from) {
        if (named.contains(method) || !from.isFor(className)) {
            return;
        }
        Integer access = declared.get(method);
        if (access == null) {
            if (!from.hasBody() && (reader.getAccess() & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
                // What implements it is in a superclass that does not know of it.
                added.add(method);
                take(method, from);
            }
            return;
        }
        if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0) {
            return;
        }
        String target = bridges.get(method);
        if (target == null || !declared.containsKey(target)) {
            take(method, from);
        } else if (!named.contains(target)) {
            // A bridge is called by the interface's or superclass's type; the method, by this class's.
            take(target, from);
            handDown(method, from.role());
        }
    }

    private void take(String method, InheritedRoles.Inherited from) {
        String role = from.role();
        String other = role == null ? null : roles.putIfAbsent(method, role);
        if (role == null || (other != null && !other.equals(role))) {
            problem.accept(shown(method) + " inherits the roles "
                    + (role == null ? "of " + from.from() : other + " and " + role) + ": name its own");
        } else {
            handDown(method, role);
        }
    }

    private String shown(String method) {
        return className.replace('/', '.') + "." + method;
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
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                String method = name + descriptor;
                declared.put(method, access);
                return (access & Opcodes.ACC_BRIDGE) != 0
                        ? inherited.containsKey(method) ? bridge(method, name) : null
                        : new MethodVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                                return type.equals(ANNOTATION) ? value(method) : null;
                            }
                        };
            }
        };
    }

    /** Its own annotation is a copy of the method's that it stands for (JDK-6695379). */
    private MethodVisitor bridge(String method, String name) {
        return new MethodVisitor(OpenedClassReader.ASM_API) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String called, String descriptor, boolean isInterface) {
                if (called.equals(name) && owner.equals(className)) {
                    bridges.put(method, called + descriptor);
                }
            }
        };
    }

    private AnnotationVisitor value(String method) {
        return new AnnotationVisitor(OpenedClassReader.ASM_API) {
            @Override
            public void visit(String element, Object value) {
                if (element.equals("value")) {
                    named.add(method);
                    roles.put(method, (String) value);
                }
            }
        };
    }

    private byte[] rewrite() {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(splitter(writer), 0);
        return writer.toByteArray();
    }

    private ClassVisitor splitter(ClassVisitor next) {
        return new ClassVisitor(OpenedClassReader.ASM_API, next) {
            private int version;

            @Override
            public void visit(
                    int classVersion, int access, String name, String signature, String superName, String[] types) {
                super.visit(classVersion, access, name, signature, superName, types);
                version = classVersion & 0xffff;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                if (!roles.containsKey(name + descriptor)) {
                    return super.visitMethod(access, name, descriptor, signature, exceptions);
                }
                RoleCall call = call(name, descriptor, (access & Opcodes.ACC_STATIC) != 0);
                return new Split(
                        super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, name, descriptor, signature, exceptions),
                        super.visitMethod(bodyAccess(access), call.body(), descriptor, null, exceptions),
                        call);
            }

            @Override
            public void visitEnd() {
                for (String method : added) {
                    int descriptor = method.indexOf('(');
                    RoleCall call = call(method.substring(0, descriptor), method.substring(descriptor), false);
                    call.writeTo(super.visitMethod(
                            Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC,
                            method.substring(0, descriptor),
                            call.descriptor(),
                            null,
                            null));
                    RoleCall.writeSuper(
                            super.visitMethod(bodyAccess(0), call.body(), call.descriptor(), null, null),
                            reader.getSuperName(),
                            method.substring(0, descriptor),
                            call.descriptor());
                }
                super.visitEnd();
            }

            private RoleCall call(String name, String descriptor, boolean isStatic) {
                return new RoleCall(
                        className,
                        (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0,
                        isStatic,
                        name + "$sandboxed",
                        descriptor,
                        roles.get(name + descriptor),
                        version);
            }
        };
    }

    /** The body keeps {@code synchronized}: the monitor is its thread's. */
    private static int bodyAccess(int access) {
        return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT))
                | Opcodes.ACC_PRIVATE
                | Opcodes.ACC_SYNTHETIC;
    }
}
