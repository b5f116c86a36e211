package io.xenscope.dissect.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layout of a structure.
 *
 * @param since first release with it, 0 for all
 * @param until last release with it, the greatest number for the current one
 * @param backports older releases of which late point releases have it, too
 * @param size its octets; −1 when they vary
 */
record Variant(int since, int until, List<Integer> backports, int size, List<Member> members) {

    private static final int VARIABLE = -1;

    Variant {
        backports = List.copyOf(backports);
        members = List.copyOf(members);
    }

    static Variant of(Json json) {
        String until = json.text("until");
        Long size = json.number("size");
        return new Variant(
                Release.of(json.name("since")),
                until == null ? Integer.MAX_VALUE : Release.of(until),
                json.texts("backported_to").stream().map(Release::of).toList(),
                size == null ? VARIABLE : Math.toIntExact(size),
                json.objects("fields").stream().map(Member::of).toList());
    }

    boolean isVariable() {
        return size == VARIABLE;
    }

    boolean hasRelease(int release) {
        return since <= release && release <= until || backports.contains(release);
    }

    @Nullable
    Member member(String name) {
        for (Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        return null;
    }
}
