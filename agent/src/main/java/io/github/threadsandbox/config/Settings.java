package io.github.threadsandbox.config;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.policy.Groups;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.role.RoleMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A role map file, read and checked whole.
 *
 * @param mode whether policies are enforced
 * @param onError what happens where a thread or the JVM cannot be confined
 * @param base every thread's policy
 * @param roles by name
 * @param roleMap which thread takes which role
 * @param notices what the operator should know but what does not stop the JVM, each a line
 * @param file the file, or nothing where the built-in map applies
 * @param lanes the bounds of lanes
 * @param sharing the roles whose work on a lane uses the thread-locals of the thread that waits for it
 * @param roleRules by role: what the policies were made of, for explanations
 * @param baseDeny what the base policy was made of
 * @param coverage how threads are looked at while the JVM runs
 * @param groups the groups that its rules name, for explanations
 * @param preload patterns of the application's classes that are initialised before the first confined thread runs
 * @param bounds by role: what Landlock is to hold it to
 * @param landlock what happens where Landlock cannot hold that
 * @param reload how often the files are looked at for changes; zero for never
 * @param files what was read: the text of each file
 * @param observation how denials are explained
 * @param audited the roles whose policies are not enforced
 * @param apart the roles that hold the kinds of their threads apart, all of them audited
 * @param places where each role's paths stand, and the keys that hold them, as {@code roles.conf:12}, by {@link #placeKey}
 */
public record Settings(
        Mode mode,
        OnError onError,
        Policy base,
        Map<String, Policy> roles,
        RoleMap roleMap,
        List<String> notices,
        Optional<Path> file,
        Lanes lanes,
        Set<String> sharing,
        Map<String, RoleRules> roleRules,
        List<Rule> baseDeny,
        Coverage coverage,
        Groups groups,
        List<String> preload,
        Map<String, RoleBounds> bounds,
        Landlock landlock,
        Duration reload,
        Map<Path, String> files,
        Observation observation,
        Set<String> audited,
        Set<String> apart,
        Map<String, String> places) {
    /** Copies the collections. */
    public Settings {
        roles = Map.copyOf(roles);
        notices = List.copyOf(notices);
        sharing = Set.copyOf(sharing);
        roleRules = Map.copyOf(roleRules);
        baseDeny = List.copyOf(baseDeny);
        preload = List.copyOf(preload);
        bounds = Map.copyOf(bounds);
        files = Map.copyOf(files);
        audited = Set.copyOf(audited);
        apart = Set.copyOf(apart);
        places = Map.copyOf(places);
    }

    /** What {@link #places} knows a path of a role by. */
    static String placeKey(String role, FileUse use, String path) {
        return Ruleset.key(role, use) + ' ' + path;
    }

    /**
     * Where the role map says a key of {@code files} or {@code tcp}.
     *
     * @param key the key, as {@link Ruleset#key} writes it
     * @return as {@code roles.conf:12}; nothing where no line is known
     */
    public Optional<String> place(String key) {
        return Optional.ofNullable(places.get(key));
    }

    /**
     * Where the role map names a path.
     *
     * @param key the path's key, as {@link Ruleset#key} writes it
     * @param path the path
     * @return as {@code roles.conf:12}; nothing where no line is known
     */
    public Optional<String> place(String key, String path) {
        return Optional.ofNullable(places.get(key + ' ' + path));
    }

    /**
     * The entries of {@code threads}, for people.
     *
     * @return in order
     */
    public List<String> threads() {
        return roleMap.rules().stream().map(Object::toString).toList();
    }

    /**
     * {@code thread-sandbox.lanes}.
     *
     * @param most how many work at a time, for each set of roles
     * @param idle how long one stays without work
     */
    public record Lanes(int most, Duration idle) {}

    /** {@code thread-sandbox.mode}. */
    public enum Mode {
        /** The kernel denies. */
        ENFORCE,
        /** Nothing is blocked but what no role may do; what would be is reported. */
        AUDIT,
        /** The agent does nothing. */
        OFF
    }

    /**
     * {@code thread-sandbox.coverage}.
     *
     * @param interval between looks at every thread; zero for none
     * @param abort whether a thread that is not confined as it should be ends the JVM
     */
    public record Coverage(Duration interval, boolean abort) {}

    /**
     * How denials are explained.
     *
     * @param on whether there is an observer process
     * @param stackWithin how long a call is held for its stack
     * @param abort whether the JVM ends when the observer does
     * @param events where denials are written as JSON lines
     */
    public record Observation(boolean on, Duration stackWithin, boolean abort, Optional<Path> events) {}

    /** {@code thread-sandbox.landlock}. */
    public enum Landlock {
        /** The JVM does not start. */
        REQUIRED,
        /** A warning says what is not held: the operator's explicit choice. */
        BEST_EFFORT
    }

    /** {@code thread-sandbox.on-error}. */
    public enum OnError {
        /** The JVM does not start; a thread that cannot be confined does not run. */
        ABORT,
        /** A warning, and the thread runs unconfined: the operator's explicit choice. */
        WARN
    }

    /**
     * Whether tasks can have a role of their own.
     *
     * @return whether an entry gives them one, or a role holds the kinds of work apart
     */
    public boolean concernsTasks() {
        return roleMap.concernsTasks() || !apart.isEmpty();
    }
}
