package io.xenscope.dissect.resync;

import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.engine.Step;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches the octets behind a loss for headers, and believes those that prove each other. A single one may stand in the
 * memory of a guest, which may even hold a whole stream; but a chain of headers that lies inside one record ends where
 * that record ends, so a chain is proven once it reaches further than any record that a loss hit. Chains are followed all
 * at once, each by the place of its next header only, so every octet is looked at once, and batches of those chains once
 * more.
 */
public final class FramingSearch implements Search {

    /** Chains followed at once; only octets made for it hold more. */
    private static final int MOST_CHAINS = 512;

    /** Octets after which those that no chain needs are given up. */
    private static final int TIDY = 4096;

    private static final long CHAIN_MEMORY = 200;

    private final Window window;
    private final Walk[] walks;
    private final Resumption resumption;
    private final long origin;
    private final int stride;
    private final LostEntries entries;
    private final GuestStreams guestStreams;
    private final DueChains due = new DueChains();
    private final List<Chain> held = new ArrayList<>();

    /** Everything before it was looked at. */
    private long at;

    private long run;
    private long missing;
    private long tidied;
    private long gapTime;
    private boolean begun;
    private long confirmed = -1;
    private @Nullable Found found;

    /** The first chain that tells: if another one turns out to be right that begins behind it, it stood in guest memory. */
    private @Nullable Chain telling;

    /** Goes on where the search has found something. */
    @FunctionalInterface
    public interface Resumption {
        /** @param width octets of the toolstack's words where the place is in a legacy image */
        Step at(Place place, int width);
    }

    /**
     * @param origin where the header that was lost is due
     * @param position offset of the first octet that will come
     * @param stride multiple by which headers lie behind {@code origin}
     * @param order of the octets of words
     * @param kept most octets kept
     * @param guestStreams what searches in the same stream have found out so far
     */
    FramingSearch(
            long origin,
            long position,
            int stride,
            List<Walk> walks,
            ByteOrder order,
            int kept,
            GuestStreams guestStreams,
            Resumption resumption) {
        this.origin = origin;
        this.stride = stride;
        this.walks = walks.toArray(Walk[]::new);
        this.window = new Window(position, kept, order);
        this.guestStreams = guestStreams;
        this.resumption = resumption;
        this.entries = new LostEntries(position + Walk.LONGEST_BATCH);
        this.at = position;
        this.tidied = position;
    }

    @Override
    public int octets(byte[] octets, int index, int length, long time) {
        begin(time);
        int taken = 0;
        while (taken < length && found == null) {
            int count = Math.min(Window.PIECE, length - taken);
            window.append(octets, index + taken, count, time);
            taken += count;
            run = window.end();
            look(run - Walk.LOOK + 1, false);
            tidy(false);
        }
        return taken;
    }

    private void begin(long time) {
        if (!begun) {
            begun = true;
            gapTime = time;
        }
    }

    @Override
    public boolean gap(long octets, GapCause cause, long time) {
        begin(time);
        run = window.end();
        look(run, true);
        if (found != null) {
            return false;
        }
        long end = window.end() + octets;
        while (found == null && due.first() < end) {
            for (Chain chain : due.take(due.first())) {
                if (chain.batch >= 0) {
                    examine(chain, true);
                } else {
                    hold(chain);
                }
            }
            settle();
        }
        if (found != null) {
            return false;
        }
        boolean hitHeader = missing == 0 && window.end() <= origin + 8;
        window.gap(octets, cause, time);
        missing += octets;
        gapTime = time;
        at = window.end();
        if (stride == 8) {
            entries.lost(aligned(at), octets, hitHeader);
        } else {
            entries.lost(at);
        }
        tidy(true);
        return true;
    }

    @Override
    public long memory() {
        return window.memory() + CHAIN_MEMORY * (due.count() + held.size());
    }

    @Override
    public void end() {
        if (found != null) {
            return;
        }
        run = window.end();
        look(run, true);
        if (found != null) {
            return;
        }
        List<Chain> left = new ArrayList<>(held);
        due.all().forEach(left::add);
        left.sort(Comparator.comparingLong(chain -> chain.start));
        for (Chain chain : left) {
            boolean complete = chain.batch < 0 && chain.due == window.end() || isEnd(chain) && isOver(chain.due);
            boolean stands = complete ? tells(chain) : chain.isUncontested();
            if (found == null && chain.start >= entries.before() && stands) {
                accept(chain, complete ? Method.END : Method.LOSS, complete || chain.isOutermost());
            }
        }
    }

    /** True when it counts up to the end of everything; of a format that is not known either, more is asked. */
    private boolean tells(Chain chain) {
        return walks.length == 1 ? chain.isTelling() || chain.isSeveral() : chain.isLong();
    }

    private static boolean isEnd(Chain chain) {
        return chain.batch < 0
                && switch (chain.place) {
                    case NOTHING, BEHIND_STREAM, BEHIND_IMAGE, TAIL -> true;
                    default -> false;
                };
    }

    /** True when nothing from {@code offset} on was seen. */
    private boolean isOver(long offset) {
        Window.Hole last = window.holeBehind(offset);
        return offset == window.end() || last != null && last.start() <= offset && last.end() == window.end();
    }

    @Override
    public @Nullable Found found() {
        return found;
    }

    @Override
    public boolean play(Player player) {
        return window.play(player);
    }

    private long aligned(long offset) {
        return offset + Math.floorMod(origin - offset, stride);
    }

    /** Looks at all places before {@code until}; {@code closed} when nothing follows the octets at hand directly. */
    private void look(long until, boolean closed) {
        while (at < until && found == null) {
            long stop = Math.min(until, due.first());
            for (long place = aligned(at); place < stop; place += stride) {
                if (place + 8 > run) {
                    break;
                }
                if (place == entries.next()) {
                    entries.word(window.u64(place));
                }
                if (place != confirmed && begins(place, closed)) {
                    stop = Math.min(stop, due.first());
                }
            }
            at = Math.max(at, stop);
            if (due.first() == at && at < until) {
                for (Chain chain : due.take(at)) {
                    examine(chain, closed);
                }
                settle();
            }
        }
        if (closed) {
            entries.over();
        }
    }

    /** Begins the chains that may begin here; true when one does. */
    private boolean begins(long place, boolean closed) {
        boolean any = false;
        int word = (int) window.u32(place);
        for (Walk walk : walks) {
            if (walk.mayBegin(word) && due.count() < MOST_CHAINS) {
                long seen = Math.min(run, place + Walk.LOOK);
                List<Place> beginnings = walk.beginnings(window, place, seen);
                for (Place first : beginnings) {
                    Header header = walk.judge(first, window, place, seen);
                    if (closed && beginnings.size() == 1 && standsAlone(walk, header, place)) {
                        header = header.heavier();
                    }
                    if (header.stands() && (header.weight() > 0 || leadsOn(walk, header, seen))) {
                        Chain chain = new Chain(walk);
                        restart(chain, first, place);
                        chain.confirm(header, place);
                        add(chain);
                        any = true;
                    }
                }
            }
        }
        return any;
    }

    /** True when it is all that was seen between two losses, where no contents of pages can stand. */
    private boolean standsAlone(Walk walk, Header header, long place) {
        return header.next() == run && !header.entries() && isBehindGap(place) && walk.isFilledUpTo(place, true);
    }

    private boolean isBehindGap(long place) {
        return window.seenUpTo(place - 1) < place;
    }

    /** True when headers that say nothing themselves lead to one that does, all in sight. */
    private boolean leadsOn(Walk walk, Header first, long seen) {
        Header header = first;
        while (header.stands() && header.weight() < 2) {
            long next = header.next();
            if (header.entries() || next >= seen || seen - next < walk.least(header.then())) {
                return false;
            }
            header = walk.judge(header.then(), window, next, seen);
        }
        return header.stands();
    }

    private void restart(Chain chain, Place first, long place) {
        Long before = isBehindGap(place) ? null : window.timeBefore(place);
        boolean strictly = guestStreams.isSeen() || tellsBefore(chain, place);
        boolean fits = chain.walk.isFilledUpTo(place, strictly) || entries.mayEndAt(place);
        chain.begin(first, place, missing, before == null ? gapTime : before, entries.reach(), fits);
    }

    /** True when something before {@code place} tells that is none of this chain. */
    private boolean tellsBefore(Chain chain, long place) {
        Chain first = telling;
        return first != null && first != chain && first.start < place;
    }

    private void add(Chain chain) {
        if (telling == null && chain.isTelling()) {
            telling = chain;
        }
        due.add(chain);
    }

    /** The place where something is due for this chain has come. */
    private void examine(Chain chain, boolean closed) {
        if (found != null) {
            return;
        }
        if (chain.batch >= 0) {
            Header agreed = chain.walk.entries(window, chain.batch, chain.due);
            if (!agreed.stands()) {
                return;
            }
            chain.entriesAgree(agreed);
            if (chain.due > at) {
                add(chain);
                return;
            }
        }
        long place = chain.due;
        long seen = Math.min(run, place + Walk.LOOK);
        Place expected = chain.place;
        if (expected == Place.TAIL || closed && seen - place < chain.walk.least(expected)) {
            hold(chain);
            return;
        }
        Header header = chain.walk.judge(expected, window, place, seen);
        if (!header.stands()) {
            if (chain == telling) {
                guestStreams.see();
            }
            return;
        }
        if (chain.start < entries.before() || chain.start < window.base()) {
            restart(chain, expected, place);
        }
        chain.confirm(header, place);
        confirmed = place;
        if (chain.isProven() && chain.start >= entries.before() && !isContained(chain)) {
            accept(chain, Method.CHAIN, true);
        } else {
            add(chain);
        }
    }

    private boolean isContained(Chain chain) {
        return due.all().anyMatch(other -> other.contains(chain)) || isRivalled(chain);
    }

    /** Where nothing is known of the format, numbers in regular tables may be followed from any of them; those of a stream not. */
    private boolean isRivalled(Chain chain) {
        return walks.length > 1
                && !chain.walk.hasLengths()
                && due.all().anyMatch(other -> other != chain && other.isLong());
    }

    /** Nothing more can be said about this chain; it counts by what it was so far, unless another one speaks against it. */
    private void hold(Chain chain) {
        boolean last = isEnd(chain) && tells(chain) && window.seenUpTo(chain.due) == chain.due;
        if (chain.start >= entries.before() && (last || chain.isUncontested() || chain.isLong())) {
            held.add(chain);
        }
    }

    private void settle() {
        held.removeIf(chain -> chain.start < window.base());
        for (Chain chain : List.copyOf(held)) {
            boolean contested = due.all().anyMatch(other -> other.contests(chain)) || isRivalled(chain);
            if (found == null && chain.isLikely() && !contested && chain.start >= window.base()) {
                accept(chain, Method.LOSS, chain.isOutermost());
            }
        }
    }

    private void accept(Chain chain, Method method, boolean proven) {
        Chain first = chain;
        held.sort(Comparator.comparingLong((Chain other) -> other.start).reversed());
        for (Chain other : held) {
            // One that was not contradicted and lies before this one was right, too.
            boolean stands = other.isUncontested() || first.continues(other);
            if (stands && other.due <= first.start && other.start >= window.base()) {
                first = other;
            }
        }
        if (tellsBefore(first, first.start)) {
            guestStreams.see();
        }
        Place place = first.startPlace;
        int width = first.walk.width();
        found = new Found(
                first.start,
                first.missingBefore,
                first.timeBefore,
                first == chain ? method : Method.LOSS,
                (first == chain ? proven : first.isOutermost()) ? Confidence.PROVEN : Confidence.LIKELY,
                () -> resumption.at(place, width));
        window.trim(first.start);
        due.clear();
        held.clear();
    }

    /** Gives up what no chain needs. */
    private void tidy(boolean now) {
        if (found != null || !now && window.end() - tidied < TIDY) {
            return;
        }
        tidied = window.end();
        long needed = at;
        needed = due.all().mapToLong(chain -> chain.start).reduce(needed, Math::min);
        for (Chain chain : held) {
            needed = Math.min(needed, chain.start);
        }
        window.trim(needed - 1);
    }
}
