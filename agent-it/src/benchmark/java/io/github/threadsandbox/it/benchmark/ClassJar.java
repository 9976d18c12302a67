package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A jar of some classes of this package. */
final class ClassJar {
    private ClassJar() {}

    static Path write(Path jar, Map<String, String> attributes, String... types) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String type : types) {
                String entry = ClassJar.class.getPackageName().replace('.', '/') + "/" + type + ".class";
                entries.putNextEntry(new JarEntry(entry));
                try (InputStream in = ClassJar.class.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(entries);
                }
            }
        }
        return jar;
    }
}
