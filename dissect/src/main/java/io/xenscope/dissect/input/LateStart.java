package io.xenscope.dissect.input;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.engine.Boundaries;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.resync.Searches;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A direction whose beginning was not captured: searched for records of any format. Until they are found, or the other
 * direction tells what this is, nothing is reported.
 */
final class LateStart implements StreamInput, Boundaries {

    /** Findings about the way of the octets kept until somebody hears them. */
    private static final int FINDINGS = 64;

    private final Function<Boolean, Grammar> recognised;
    private final Limits limits;
    private final boolean startKnown;
    private final StepDriver driver = new StepDriver(() -> Step.lost(0), this);
    private final List<Runnable> unheard = new ArrayList<>();

    /** The end, when it came before anybody heard. */
    private @Nullable Runnable unheardEnd;

    private @Nullable Boundaries reporter;
    private @Nullable Grammar grammar;
    private long lastTime;
    private boolean begun;

    /**
     * @param startKnown whether offset 0 is that of the stream's first octet, though it was lost
     * @param recognised begins the migration, told whether the image is a legacy one
     */
    LateStart(Limits limits, boolean startKnown, Function<Boolean, Grammar> recognised) {
        this.limits = limits;
        this.startKnown = startKnown;
        this.recognised = recognised;
    }

    /** It is known what this is, and who hears of it. */
    void belongsTo(Grammar known, Boundaries hears) {
        grammar = known;
        reporter = hears;
        if (begun) {
            hears.now(lastTime);
        }
        unheard.forEach(Runnable::run);
        unheard.clear();
        if (unheardEnd != null) {
            unheardEnd.run();
            unheardEnd = null;
        }
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length, long time) {
        driver.bytes(buffer, offset, length, time);
    }

    @Override
    public void gap(long octets, GapCause cause, long time) {
        driver.gap(octets, cause, time);
    }

    @Override
    public void found(String code, String text, long time) {
        driver.found(code, text, time);
    }

    @Override
    public long memory() {
        return driver.memory();
    }

    @Override
    public void end(EndReason reason, long time) {
        driver.end(reason, time);
    }

    @Override
    public Search search(long from, long position) {
        Boundaries known = reporter;
        Search running = known == null ? null : known.search(from, position);
        return running != null
                ? running
                : Searches.anything(startKnown ? 0 : -1, position, limits, (place, width) -> {
                    Grammar now = grammar;
                    if (now == null) {
                        now = recognised.apply(width > 0);
                    }
                    return now.found(place, width);
                });
    }

    /** Until somebody hears it, what happens is put off. */
    private void tell(Runnable what) {
        if (reporter != null) {
            what.run();
        } else if (unheard.size() < FINDINGS) {
            unheard.add(what);
        }
    }

    private Boundaries hears() {
        Boundaries known = reporter;
        if (known == null) {
            throw new IllegalStateException("nobody hears yet");
        }
        return known;
    }

    @Override
    public void now(long time) {
        begun = true;
        lastTime = time;
        if (reporter != null) {
            reporter.now(time);
        }
    }

    @Override
    public void absorbed(long offset, long missing, GapCause cause, long time) {
        hears().absorbed(offset, missing, cause, time);
    }

    @Override
    public long lost(long offset, GapCause cause, long time) {
        return hears().lost(offset, cause, time);
    }

    @Override
    public void resumed(Tail tile, Search.Found found) {
        tell(() -> hears().resumed(tile, found));
    }

    @Override
    public void found(long offset, String code, String text, long time) {
        tell(() -> hears().found(offset, code, text, time));
    }

    @Override
    public void ended(long position, long since, long wanted, @Nullable Tail tail, EndReason reason, long time) {
        if (reporter != null) {
            reporter.ended(position, since, wanted, tail, reason, time);
        } else {
            unheardEnd = () -> hears().ended(position, since, wanted, tail, reason, time);
        }
    }
}
