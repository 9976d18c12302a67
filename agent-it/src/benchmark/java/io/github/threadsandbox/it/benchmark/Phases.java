package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.probe.Hello;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the time goes before {@code main}: told by when the JVM loads the class with which each phase begins (-Xlog:class+load,
 * which itself takes some of it).
 */
final class Phases {
    private static final String AGENT = "io.github.threadsandbox.";

    /** Each phase, by the class that its end loads. */
    private static final Map<String, String> ENDS = new LinkedHashMap<>();

    static {
        ENDS.put("the JVM", "sun.instrument.InstrumentationImpl");
        ENDS.put("the way in", AGENT + "start.Start");
        ENDS.put("the role map", AGENT + "start.Progress");
        ENDS.put("programs and filters", AGENT + "weave.Weaver$Transformer");
        ENDS.put("weaving", AGENT + "confine.ProbeThread");
        ENDS.put("self-test and services", Hello.class.getName());
    }

    private Phases() {}

    static void measure(Run run, Results results) throws Exception {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        ENDS.keySet().forEach(phase -> millis.put(phase, new ArrayList<>()));
        for (int round = 0; round < run.effort().of(1, 3, 5); round++) {
            double before = 0;
            Map<String, Double> loaded = loaded(run);
            for (Map.Entry<String, String> end : ENDS.entrySet()) {
                Double at = loaded.get(end.getValue());
                if (at == null) {
                    throw new IllegalStateException("bug: the agent loads no " + end.getValue());
                }
                millis.get(end.getKey()).add(at - before);
                before = at;
            }
        }
        results.figure(
                run.name(),
                "milliseconds of each phase before `main`, with the JVM's log of classes on",
                millis.entrySet().stream()
                        .map(phase ->
                                String.format(Locale.ROOT, "%s %.0f", phase.getKey(), Run.median(phase.getValue())))
                        .collect(Collectors.joining(", ")),
                "");
    }

    /** When each class was loaded, by name: milliseconds since the JVM's start. */
    private static Map<String, Double> loaded(Run run) throws Exception {
        String log = Run.output(List.of(
                run.jdk().resolve("bin/java").toString(),
                "-Xlog:class+load:stdout:uptime",
                run.agent("conf/quickstart.conf"),
                "-cp",
                StartUp.classes(Hello.class),
                Hello.class.getName()));
        Map<String, Double> loaded = new LinkedHashMap<>();
        log.lines().filter(line -> line.startsWith("[")).forEach(line -> {
            String[] words = line.split("s] | ", -1);
            loaded.putIfAbsent(words[1], Double.parseDouble(words[0].substring(1)) * 1000);
        });
        return loaded;
    }
}
