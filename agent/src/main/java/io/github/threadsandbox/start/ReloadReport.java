package io.github.threadsandbox.start;

import io.github.threadsandbox.config.RoleMapDifference;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.KnownThread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** What a role map that was taken changes, in the words of {@code diff}: for who asked, and for the log, where what is looser is a warning. */
final class ReloadReport {
    private final Logger log;
    private final Confiner confiner;
    private final List<String> lines = new ArrayList<>();

    ReloadReport(Logger log, Confiner confiner) {
        this.log = log;
        this.confiner = confiner;
    }

    List<String> say(Path file, RoleMapDifference difference, NextGeneration.Taken taken) {
        if (!taken.isNew()) {
            info("generation " + taken.generation() + " stays in force: " + file + " says the same");
            return lines;
        }
        info("generation " + taken.generation() + " of " + file + " is in force");
        for (RoleMapDifference.Part part : difference.parts()) {
            part.looser().forEach(line -> warn(part.heading() + ": may now " + line));
            part.stricter().forEach(line -> info(part.heading() + ": may no longer " + line));
            part.other().forEach(line -> info(part.heading() + ": " + line));
        }
        for (String role : taken.made()) {
            if (difference.parts().stream().noneMatch(part -> isOf(part, role))) {
                info("role " + role + ": made anew, because it denies with other errnos, its work shares otherwise, or"
                        + " its paths lead to other files by now");
            }
        }
        long earlier = confiner.threads().stream()
                .filter(KnownThread::alive)
                .filter(thread -> thread.until() < Integer.MAX_VALUE)
                .count();
        if (earlier > 0) {
            info(earlier + (earlier == 1 ? " thread keeps roles" : " threads keep roles")
                    + " of earlier generations: 'status' names them");
        }
        return lines;
    }

    private static boolean isOf(RoleMapDifference.Part part, String role) {
        String heading = "role " + role;
        return part.heading().equals(heading)
                || part.heading().startsWith(heading + ":")
                || part.heading().startsWith(heading + ",");
    }

    private void info(String line) {
        lines.add(line);
        log.info("reload: {}", line);
    }

    private void warn(String line) {
        lines.add(line);
        log.warn("reload: {}", line);
    }
}
