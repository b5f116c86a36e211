package io.xenscope.dissect.xend;

import io.xenscope.dissect.fields.ExpressionScanner;
import io.xenscope.dissect.migration.Knowledge.Guest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a domain configuration of xend is no secret:
 *
 * <pre>
 * (domain … (uuid UUID) (memory MIB) (name NAME) (image (hvm …)) … )      PV guests: (image (linux …))
 * </pre>
 *
 * @param memory in MiB
 * @param builder the kind of image
 */
record DomainExpression(
        @Nullable String name,
        @Nullable String uuid,
        @Nullable Long memory,
        @Nullable String builder) {

    /** What xend puts text into. */
    static final String QUOTES = "'\"";

    private static final int MOST_DIGITS = 15;

    /** Null when {@code text} is not one balanced expression of a domain. */
    static @Nullable DomainExpression parse(String text) {
        Found found = new Found();
        ExpressionScanner scanner = new ExpressionScanner(found, QUOTES);
        text.chars().forEach(c -> scanner.take((char) c));
        boolean domain = "domain".equals(found.root) || "vm".equals(found.root);
        return scanner.isClosed() && domain
                ? new DomainExpression(found.name, found.uuid, number(found.memory), found.builder)
                : null;
    }

    private static @Nullable Long number(@Nullable String text) {
        boolean digits = text != null
                && !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(text) : null;
    }

    Guest guest() {
        if (builder == null) {
            return Guest.UNKNOWN;
        }
        return builder.equals("hvm") || builder.equals("vmx") ? Guest.HVM : Guest.PV;
    }

    private static final class Found implements ExpressionScanner.Atoms {
        private @Nullable String root;
        private @Nullable String name;
        private @Nullable String uuid;
        private @Nullable String memory;
        private @Nullable String builder;

        @Override
        public void atom(List<String> heads, int index, String text) {
            if (heads.size() == 1 && index == 0) {
                root = text;
            } else if (heads.size() == 2 && index == 1) {
                value(heads.get(1), text);
            } else if (heads.size() == 3 && index == 0 && heads.get(1).equals("image")) {
                builder = text;
            }
        }

        private void value(String key, String text) {
            switch (key) {
                case "name" -> name = text;
                case "uuid" -> uuid = text;
                case "memory" -> memory = text;
                default -> {}
            }
        }
    }
}
