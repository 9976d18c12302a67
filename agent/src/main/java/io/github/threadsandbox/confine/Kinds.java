package io.github.threadsandbox.confine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kinds of threads of one role that holds them apart. Each is a role as far as it goes with threads and work, so that it is known of
 * every call whose work it is; they have the same rules, and one filter.
 */
final class Kinds {
    /** Of more than these no role map could be made: the others count as the role itself. */
    private static final int MOST = 200;

    private final Role role;
    private final Map<String, Role> byKey = new LinkedHashMap<>();
    private final List<Kind> all = new ArrayList<>();

    Kinds(Role role) {
        this.role = role;
    }

    /** The role of a kind, made when the first such thread starts. */
    synchronized Role of(Kind kind) {
        String key = kind.key();
        Role known = byKey.get(key);
        if (known == null) {
            if (all.size() >= MOST) {
                return role;
            }
            all.add(kind);
            known = role.ofKind(kind, all.size());
            byKey.put(key, known);
        }
        return known;
    }

    /** Those that were seen, in that order. */
    synchronized List<Kind> all() {
        return List.copyOf(all);
    }
}
