package io.github.threadsandbox.command;

import io.github.threadsandbox.json.JsonWriter;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where a command's answer goes, and in which form. */
final class Output {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, for people (the default), or json, for scripts")
    private Format format;

    /** For people or for scripts. */
    enum Format {
        TEXT,
        JSON
    }

    boolean isJson() {
        return format == Format.JSON;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void json(Object value) {
        out().println(JsonWriter.lines(value));
    }

    void line(String text) {
        out().println(text);
    }
}
