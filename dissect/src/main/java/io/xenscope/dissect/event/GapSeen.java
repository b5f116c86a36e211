package io.xenscope.dissect.event;

import io.xenscope.dissect.GapCause;
import org.jspecify.annotations.Nullable;

/**
 * Octets that could not be decoded, and where decoding resumed ({@code xenscope.gap}).
 *
 * @param missing octets never seen
 * @param cause why
 * @param inside type of the record they belong to; null when they belong to none
 * @param resumeOffset where decoding went on; null when it did not
 * @param resume how that place was found
 * @param skipped octets that were there but could not be used
 * @param proof how the place was proven when it was searched for; null otherwise
 */
public record GapSeen(
        long missing,
        GapCause cause,
        @Nullable String inside,
        @Nullable Long resumeOffset,
        Resume resume,
        long skipped,
        @Nullable Proof proof)
        implements EventBody {

    public GapSeen(
            long missing,
            GapCause cause,
            @Nullable String inside,
            @Nullable Long resumeOffset,
            Resume resume,
            long skipped) {
        this(missing, cause, inside, resumeOffset, resume, skipped, null);
    }

    /**
     * How a place was proven.
     *
     * @param method by what
     * @param confidence how well
     */
    public record Proof(String method, String confidence) {}

    /** How the place to go on was found. */
    public enum Resume {
        /** Lengths in the headers before the gap told it. */
        PAYLOAD("payload"),
        /** Searched for and proven. */
        SEARCH("search"),
        /** Not at all. */
        NONE("none");

        private final String text;

        Resume(String text) {
            this.text = text;
        }

        /** The value of {@code xenscope.gap.resume}. */
        public String text() {
            return text;
        }
    }

    @Override
    public String action() {
        return "gap";
    }
}
