package io.github.threadsandbox.confine;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/** Full access to {@code java.lang}, as the agent has it. */
final class JavaLang {
    private JavaLang() {}

    static MethodHandles.Lookup lookup() throws ReflectiveOperationException {
        Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        field.setAccessible(true);
        return ((MethodHandles.Lookup) field.get(null)).in(Object.class);
    }
}
