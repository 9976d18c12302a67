package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void everyKindOfMessageHasItsOwnLetter() throws ReflectiveOperationException {
        Map<Byte, String> kinds = new HashMap<>();
        for (Field field : Wire.class.getDeclaredFields()) {
            if (field.getType() == byte.class) {
                assertNull(kinds.put(field.getByte(null), field.getName()), field::getName);
            }
        }
        assertTrue(kinds.size() > 10, kinds::toString);
    }
}
