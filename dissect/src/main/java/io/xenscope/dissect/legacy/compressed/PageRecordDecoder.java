package io.xenscope.dissect.legacy.compressed;

import io.xenscope.dissect.engine.PieceConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the page records of compressed chunks as they pass in pieces of any size (legacy-stream specification 7.2,
 * 7.5). A record that needs no other octets than its first one is told without the page it changes.
 *
 * <pre>
 * record = 00                                   page as before
 *        | 80 , 4096 octets                     new page
 *        | { run }                              until 4096 octets of the page are covered
 * run    = 0nnnnnnn , 4n octets                 new octets
 *        | 1nnnnnnn                             4n octets as before
 * </pre>
 */
public final class PageRecordDecoder implements PieceConsumer {

    private static final int PAGE = 4096;
    private static final int SKIP = 0x80;
    private static final int WORDS = 0x7f;
    private static final int MOST_WORDS = 127;
    private static final int WORD = 4;

    private final PageRecords records;
    private final byte[] straddling = new byte[PAGE];

    private Expected expected = Expected.RECORD;
    private @Nullable Failure failure;
    private long position;

    /** Where the marker under way stands: what the octets behind it lack is told there. */
    private long markerAt;

    /** Octets of the page or run whose content passes by, and how many of them came. */
    private int length;

    private int seen;

    /** Octets of the page covered so far. */
    private int covered;

    private int literalWords;
    private boolean canonical;
    private int runs;
    private boolean lastWasSkip;
    private int lastWords;

    private enum Expected {
        RECORD,
        PAGE,
        MARKER,
        RUN
    }

    /** Why a record cannot be decoded, by the letters of the specification. */
    public enum Failure {
        FULL_CUT("B: the input ends inside a full page"),
        RUN_CUT_OR_TOO_LONG("C: a run reaches beyond the page or the input"),
        ZERO_RUN("D: a run of no words inside a record"),
        LENGTH("E: the runs do not cover 4096 octets");

        private final String text;

        Failure(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public PageRecordDecoder(PageRecords records) {
        this.records = records;
    }

    @Override
    public void octets(byte[] octets, int index, int count) {
        int at = index;
        int end = index + count;
        while (at < end && failure == null) {
            switch (expected) {
                case RECORD -> record(octets[at++] & 0xff);
                case MARKER -> marker(octets[at++] & 0xff);
                default -> {
                    int taken = Math.min(length - seen, end - at);
                    content(octets, at, taken);
                    at += taken;
                }
            }
        }
        position += end - at;
    }

    private void record(int marker) {
        records.begins(position);
        markerAt = position;
        covered = 0;
        literalWords = 0;
        canonical = true;
        runs = 0;
        if (marker == 0) {
            position++;
            complete(PageRecords.Kind.EMPTY);
        } else if (marker == SKIP) {
            position++;
            await(Expected.PAGE, PAGE);
        } else {
            marker(marker);
        }
    }

    private void marker(int marker) {
        int words = marker & WORDS;
        boolean skip = (marker & SKIP) != 0;
        markerAt = position;
        if (words == 0) {
            fail(Failure.ZERO_RUN, position);
            return;
        }
        if (!skip && covered + words * WORD > PAGE) {
            fail(Failure.RUN_CUT_OR_TOO_LONG, position);
            return;
        }
        // A sender merges what is alike and splits only runs that are too long.
        canonical &= runs == 0 || skip != lastWasSkip || lastWords == MOST_WORDS;
        runs++;
        lastWasSkip = skip;
        lastWords = words;
        position++;
        if (skip) {
            covered += words * WORD;
            runEnds();
        } else {
            literalWords += words;
            await(Expected.RUN, words * WORD);
        }
    }

    private void await(Expected what, int octets) {
        expected = what;
        length = octets;
        seen = 0;
    }

    private void content(byte[] octets, int at, int taken) {
        position += taken;
        if (taken == length) {
            hand(octets, at);
            return;
        }
        System.arraycopy(octets, at, straddling, seen, taken);
        seen += taken;
        if (seen == length) {
            hand(straddling, 0);
        }
    }

    private void hand(byte[] octets, int at) {
        if (expected == Expected.PAGE) {
            records.full(octets, at);
            literalWords = PAGE / WORD;
            complete(PageRecords.Kind.FULL);
        } else {
            records.run(covered, octets, at, length);
            covered += length;
            runEnds();
        }
    }

    private void runEnds() {
        if (covered > PAGE) {
            fail(Failure.LENGTH, position);
        } else if (covered == PAGE) {
            canonical &= literalWords > 0;
            complete(PageRecords.Kind.DELTA);
        } else {
            expected = Expected.MARKER;
        }
    }

    private void complete(PageRecords.Kind kind) {
        expected = Expected.RECORD;
        records.complete(kind, literalWords, canonical, position);
    }

    private void fail(Failure why, long offset) {
        failure = why;
        records.failed(why, offset);
    }

    /** Octets were lost: where records begin is no longer told. */
    @Override
    public void missing(long count) {
        position += count;
        failure = failure == null ? Failure.LENGTH : failure;
    }

    /** The input ends; a record under way fails. */
    public void end() {
        if (failure != null || expected == Expected.RECORD) {
            return;
        }
        switch (expected) {
            case PAGE -> fail(Failure.FULL_CUT, markerAt);
            case RUN -> fail(Failure.RUN_CUT_OR_TOO_LONG, markerAt);
            default -> fail(Failure.LENGTH, position);
        }
    }

    /** The octets that come next stand at this offset. */
    public void moveTo(long offset) {
        position = offset;
    }

    /** True when no record is under way. */
    public boolean isBetweenRecords() {
        return expected == Expected.RECORD;
    }
}
