package io.github.threadsandbox.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a role may or may not make a call: its rules by syscall, with groups expanded.
 *
 * @param allowed what {@code allow} says
 * @param denied what {@code deny} says
 * @param alwaysDenied what no role may, this one included
 * @param groups the groups that {@code allow} names, nested ones included
 */
public record Explanation(
        Map<String, List<Grant>> allowed,
        Map<String, List<Grant>> denied,
        Map<String, List<Grant>> alwaysDenied,
        Set<String> groups) {}
