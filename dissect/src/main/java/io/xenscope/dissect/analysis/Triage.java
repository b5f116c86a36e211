package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the end of a migration that did not come out well, and what that points to.
 *
 * @param end where the sender's stream ends
 * @param closing who closed the connection, and how; null when the input does not tell
 * @param otherSide what the receiver had said until then
 * @param causes likely causes, likeliest first
 */
public record Triage(String end, @Nullable String closing, String otherSide, List<Cause> causes) {

    public Triage {
        causes = List.copyOf(causes);
    }

    /**
     * Something that may have been the cause.
     *
     * @param text what it is, and what to look at
     * @param direction where the evidence stands
     * @param offset in that direction's stream
     */
    public record Cause(String text, Direction direction, long offset) {}
}
