package io.github.threadsandbox.it.jdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** Named operations; each gives a text, or fails. */
final class Operations {
    private final Map<String, Operation> all = new LinkedHashMap<>();

    private Operations() {}

    /** All there are on this JDK. */
    static Map<String, Operation> all() {
        Operations operations = new Operations();
        FileOperations.addTo(operations);
        NetworkOperations.addTo(operations);
        HttpOperations.addTo(operations);
        NameOperations.addTo(operations);
        TextOperations.addTo(operations);
        TimeOperations.addTo(operations);
        SecurityOperations.addTo(operations);
        XmlOperations.addTo(operations);
        ManagementOperations.addTo(operations);
        DesktopOperations.addTo(operations);
        LanguageOperations.addTo(operations);
        ThreadOperations.addTo(operations);
        ServiceOperations.addTo(operations);
        NewerOperations.addTo(operations);
        return operations.all;
    }

    void add(String name, Operation operation) {
        if (all.put(name, operation) != null) {
            throw new IllegalArgumentException("twice: " + name);
        }
    }

    /** What an operation gives, or how it fails, causes included. */
    static String outcome(Operation operation) {
        try {
            return String.valueOf(operation.run());
        } catch (Throwable thrown) {
            StringBuilder text = new StringBuilder("failed");
            for (Throwable t = thrown; t != null && text.length() < 500; t = t.getCause()) {
                text.append(": ").append(t.toString().replaceAll("\\s+", " "));
            }
            return text.toString();
        }
    }
}
