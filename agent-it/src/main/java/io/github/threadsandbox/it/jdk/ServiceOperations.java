package io.github.threadsandbox.it.jdk;

import java.io.StringWriter;
import java.net.URI;
import java.rmi.Remote;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.script.ScriptEngineManager;
import javax.sql.rowset.RowSetProvider;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Databases, remote objects, naming, and the compiler. */
@SuppressWarnings({"BanJNDI"}) // what programs do
final class ServiceOperations {
    private ServiceOperations() {}

    /** A remote object that does nothing. */
    private static final class Nothing implements Remote {}

    static void addTo(Operations to) {
        to.add("sql.drivers", () -> DriverManager.drivers().count());
        to.add("sql.none", () -> {
            try {
                return DriverManager.getConnection("jdbc:none:");
            } catch (SQLException e) {
                return e.getMessage();
            }
        });
        to.add(
                "sql.rowSet",
                () -> RowSetProvider.newFactory().createCachedRowSet().size());
        to.add("sql.types", () -> java.sql.Timestamp.from(java.time.Instant.EPOCH)
                .getTime());
        to.add("rmi.export", () -> {
            Nothing nothing = new Nothing();
            Remote stub = UnicastRemoteObject.exportObject(nothing, 0);
            UnicastRemoteObject.unexportObject(nothing, true);
            return stub != null;
        });
        to.add("rmi.registry", () -> {
            Registry registry = LocateRegistry.createRegistry(0);
            try {
                return registry.list().length;
            } finally {
                UnicastRemoteObject.unexportObject(registry, true);
            }
        });
        to.add("naming.none", () -> {
            try {
                return new InitialContext().lookup("java:comp/env");
            } catch (NamingException e) {
                return e.getClass();
            }
        });
        to.add(
                "script.engines",
                () -> new ScriptEngineManager().getEngineFactories().size());
        to.add("compile", () -> {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
            JavaFileObject source =
                    new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return "class A { String a = 1; }";
                        }
                    };
            compiler.getTask(new StringWriter(), null, problems, List.of("-proc:none"), null, List.of(source))
                    .call();
            return problems.getDiagnostics().get(0).getCode();
        });
        to.add("tool.jar", () -> java.util.spi.ToolProvider.findFirst("jar").isPresent());
        to.add("tool.jdeps", () -> {
            StringWriter out = new StringWriter();
            java.io.PrintWriter print = new java.io.PrintWriter(out);
            return java.util.spi.ToolProvider.findFirst("jdeps").orElseThrow().run(print, print, "--version");
        });
    }
}
