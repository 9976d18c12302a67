package io.github.threadsandbox.it.learn;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.h2.jdbcx.JdbcConnectionPool;

/** A web application: an embedded Tomcat with a database in files (H2), and who asks it over 127.0.0.1. */
public final class Shop {
    private static final int ORDERS = 20;

    private Shop() {}

    /**
     * Serves, asks, and ends.
     *
     * @param arguments a folder; and, to be attacked, another one that is none of its business
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Attacks attacks = arguments.length > 1 ? new Attacks(Path.of(arguments[1])) : null;
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("db/shop"), "shop", "shop");
        try (Connection connection = pool.getConnection()) {
            connection
                    .createStatement()
                    .execute("create table if not exists orders (id identity primary key, item varchar)");
        }
        Files.createDirectories(folder.resolve("exports"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "orders", new Orders(pool, folder.resolve("exports"), attacks));
        context.addServletMappingDecoded("/*", "orders");
        try {
            tomcat.start();
            String address = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
            for (int i = 0; i < ORDERS; i++) {
                get(address + "/order?item=book-" + i);
            }
            System.out.println("orders=" + get(address + "/count"));
            System.out.println("exported=" + get(address + "/export"));
            if (attacks != null) {
                get(address + "/attack");
            }
        } finally {
            tomcat.stop();
            tomcat.destroy();
            pool.dispose();
        }
        System.out.println("end=yes");
    }

    private static String get(String address) throws IOException {
        try (InputStream in = URI.create(address).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient JdbcConnectionPool pool;
        private final transient Path exports;
        private final transient Attacks attacks;

        Orders(JdbcConnectionPool pool, Path exports, Attacks attacks) {
            this.pool = pool;
            this.exports = exports;
            this.attacks = attacks;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try (Connection connection = pool.getConnection()) {
                String answer =
                        switch (request.getPathInfo()) {
                            case "/order" -> order(connection, request.getParameter("item"));
                            case "/count" -> count(connection);
                            case "/export" -> export(connection);
                            default -> attack();
                        };
                response.getWriter().write(answer);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        private static String order(Connection connection, String item) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("insert into orders (item) values (?)")) {
                insert.setString(1, item);
                insert.executeUpdate();
                return "ordered";
            }
        }

        private static String count(Connection connection) throws SQLException {
            try (ResultSet found = connection.createStatement().executeQuery("select count(*) from orders")) {
                found.next();
                return Long.toString(found.getLong(1));
            }
        }

        private String export(Connection connection) throws SQLException, IOException {
            StringBuilder text = new StringBuilder();
            try (ResultSet found =
                    connection.createStatement().executeQuery("select id, item from orders order by id")) {
                while (found.next()) {
                    text.append(found.getLong(1))
                            .append(';')
                            .append(found.getString(2))
                            .append('\n');
                }
            }
            Files.writeString(exports.resolve("orders.csv"), text);
            return "yes";
        }

        private String attack() {
            attacks.make("http");
            return "attacked";
        }
    }
}
