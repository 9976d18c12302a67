package io.github.threadsandbox.it.jdk;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Files, their attributes, and archives. */
final class FileOperations {
    private FileOperations() {}

    private interface OnFile {
        Object use(Path file) throws Exception;
    }

    private static Object onFile(OnFile use) throws Exception {
        Path file = Files.createTempFile("operation", ".txt");
        try {
            Files.writeString(file, "one\ntwo\n");
            return use.use(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static void addTo(Operations to) {
        to.add("file.read", () -> Files.readString(Path.of("/proc/self/comm")).strip());
        to.add("file.stream", () -> {
            try (FileInputStream in = new FileInputStream("/proc/self/comm")) {
                return in.read();
            }
        });
        to.add("file.reader", () -> {
            try (FileReader in = new FileReader("/proc/self/comm", StandardCharsets.UTF_8)) {
                return in.read();
            }
        });
        to.add("file.temp", () -> onFile(file -> Files.size(file)));
        to.add("file.ioTemp", () -> {
            File file = File.createTempFile("operation", ".txt");
            return file.length() + " " + file.delete();
        });
        to.add("file.tempDirectory", () -> {
            Path directory = Files.createTempDirectory("operation");
            Files.delete(directory);
            return directory.getParent();
        });
        to.add("file.list", () -> {
            try (Stream<Path> list = Files.list(Path.of("/proc/self"))) {
                return list.anyMatch(path -> path.endsWith("maps"));
            }
        });
        to.add("file.ioList", () -> new File("/proc/self").list().length > 10);
        to.add("file.walk", () -> {
            try (Stream<Path> walk = Files.walk(Path.of("/etc"), 1)) {
                return walk.count() > 1;
            }
        });
        to.add(
                "file.attributes",
                () -> onFile(file -> PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        + Files.isRegularFile(file)));
        to.add("file.owner", () -> Files.getOwner(Path.of("/")).getName());
        to.add(
                "file.all",
                () -> Files.readAttributes(Path.of("/etc"), "unix:*").keySet().size());
        to.add("file.store", () -> Files.getFileStore(Path.of("/proc")).type());
        to.add(
                "file.realPath",
                () -> Path.of("/proc/self/../self/comm").getParent().getParent().toRealPath());
        to.add("file.canonical", () -> new File("/etc/../etc/hosts").getCanonicalPath());
        to.add("file.space", () -> new File("/").getTotalSpace() > 0);
        to.add("file.contentType", () -> Files.probeContentType(Path.of("a.html")));
        to.add(
                "file.link",
                () -> onFile(file -> {
                    Path link = file.resolveSibling(file.getFileName() + ".link");
                    Files.createSymbolicLink(link, file);
                    try {
                        return Files.isSymbolicLink(link) + " " + Files.isSameFile(link, file);
                    } finally {
                        Files.delete(link);
                    }
                }));
        to.add(
                "file.copy",
                () -> onFile(file -> {
                    Path copy = file.resolveSibling(file.getFileName() + ".copy");
                    Files.copy(file, copy);
                    try {
                        return Files.mismatch(file, copy);
                    } finally {
                        Files.delete(copy);
                    }
                }));
        to.add(
                "file.channel",
                () -> onFile(file -> {
                    try (FileChannel channel = FileChannel.open(file)) {
                        ByteBuffer bytes = ByteBuffer.allocateDirect(16);
                        return channel.read(bytes) + " " + channel.size();
                    }
                }));
        to.add(
                "file.map",
                () -> onFile(file -> {
                    try (FileChannel channel = FileChannel.open(file)) {
                        MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                        return bytes.load().get(0);
                    }
                }));
        to.add(
                "file.transfer",
                () -> onFile(file -> {
                    try (FileChannel from = FileChannel.open(file);
                            FileChannel into = FileChannel.open(
                                    file.resolveSibling(file.getFileName() + ".to"),
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.DELETE_ON_CLOSE)) {
                        return from.transferTo(0, 100, into);
                    }
                }));
        to.add(
                "file.lock",
                () -> onFile(file -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                            FileLock lock = channel.lock()) {
                        return lock.isValid();
                    }
                }));
        to.add(
                "file.async",
                () -> onFile(file -> {
                    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
                        return channel.read(ByteBuffer.allocate(16), 0).get(30, TimeUnit.SECONDS);
                    }
                }));
        to.add(
                "file.random",
                () -> onFile(file -> {
                    try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
                        random.seek(4);
                        return random.readLine();
                    }
                }));
        to.add("file.watch", () -> {
            try (WatchService watch = FileSystems.getDefault().newWatchService()) {
                return watch.poll();
            }
        });
        to.add(
                "file.matcher",
                () -> FileSystems.getDefault().getPathMatcher("glob:*.{a,b}").matches(Path.of("x.b")));
        to.add("file.uri", () -> Path.of(URI.create("file:///etc/hosts")));
        to.add("file.image", () -> {
            try (Stream<Path> modules =
                    Files.list(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules"))) {
                return modules.count();
            }
        });
        archives(to);
    }

    private static void archives(Operations to) {
        to.add("zip.deflate", () -> {
            Deflater deflater = new Deflater();
            Inflater inflater = new Inflater();
            try {
                deflater.setInput(new byte[100]);
                deflater.finish();
                byte[] small = new byte[100];
                int length = deflater.deflate(small);
                inflater.setInput(small, 0, length);
                return length + " " + inflater.inflate(new byte[200]);
            } finally {
                deflater.end();
                inflater.end();
            }
        });
        to.add("zip.gzip", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(1);
            }
            return new GZIPInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())).read();
        });
        to.add("zip.sums", () -> {
            CRC32 crc = new CRC32();
            CRC32C other = new CRC32C();
            Adler32 adler = new Adler32();
            crc.update(1);
            other.update(1);
            adler.update(1);
            return crc.getValue() + " " + other.getValue() + " " + adler.getValue();
        });
        to.add(
                "zip.file",
                () -> onFile(file -> {
                    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
                        out.putNextEntry(new ZipEntry("a"));
                        out.write(1);
                    }
                    try (ZipFile zip = new ZipFile(file.toFile())) {
                        return zip.getInputStream(zip.getEntry("a")).read();
                    }
                }));
        to.add(
                "zip.jar",
                () -> onFile(file -> {
                    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
                        out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                        out.write("Manifest-Version: 1.0\nA: b\n".getBytes(StandardCharsets.UTF_8));
                    }
                    try (JarFile jar = new JarFile(file.toFile())) {
                        return jar.getManifest().getMainAttributes().getValue("A");
                    }
                }));
        to.add(
                "zip.fileSystem",
                () -> onFile(file -> {
                    Files.delete(file);
                    try (FileSystem zip =
                            FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of("create", "true"))) {
                        Files.writeString(zip.getPath("/a"), "b");
                        return Files.size(zip.getPath("/a"));
                    }
                }));
    }
}
