package io.github.threadsandbox.premain;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** The jar that this class came from. */
final class OwnJar {
    private OwnJar() {}

    static JarFile open() throws IOException, URISyntaxException {
        Path path = Path.of(
                OwnJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return new JarFile(path.toFile(), false);
    }
}
