package io.xenscope.cli;

import java.util.Comparator;
import java.util.List;

/** The ids that are most like a mistyped one. */
final class NearestIds {

    private static final int TOLD = 3;

    private NearestIds() {}

    static List<String> of(String wrong, List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparingInt(id -> distance(wrong, id)))
                .limit(TOLD)
                .toList();
    }

    /** How many characters are to be added, left out or changed (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
