package io.github.threadsandbox.it.benchmark;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * A small web application in an embedded Tomcat on 127.0.0.1: for each request it reads a file, sorts its words and sends a page of
 * about three kilobytes. It ends when its input does.
 */
public final class Service {
    private static final int THREADS = 16;

    private Service() {}

    /** The one page. */
    static final class Words extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String file;

        Words(String file) {
            this.file = file;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String title = request.getParameter("title");
            String[] words = Files.readString(Path.of(file)).split("\\W+", -1);
            Arrays.sort(words);
            StringBuilder page = new StringBuilder("<html><title>" + title + "</title><ul>");
            for (String word : words) {
                page.append("<li>").append(word.toLowerCase(Locale.ROOT)).append('\n');
            }
            byte[] body = page.append("</ul></html>\n").toString().getBytes(StandardCharsets.UTF_8);
            response.setContentType("text/html; charset=utf-8");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    /**
     * Serves.
     *
     * @param arguments a folder for Tomcat, the file
     * @throws Exception if Tomcat does not start
     */
    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[0]);
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxThreads", Integer.toString(THREADS));
        connector.setProperty("minSpareThreads", Integer.toString(THREADS));
        connector.setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", arguments[0]);
        Tomcat.addServlet(context, "words", new Words(arguments[1]));
        context.addServletMappingDecoded("/*", "words");
        tomcat.start();
        System.out.println(connector.getLocalPort());
        while (System.in.read() >= 0) {
            // Until whoever started it closes it.
        }
        System.exit(0);
    }
}
