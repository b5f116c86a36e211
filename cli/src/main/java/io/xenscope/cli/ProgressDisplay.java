package io.xenscope.cli;

import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, in octets of the input file; silent when that is no terminal. */
final class ProgressDisplay implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 250;
    private static final long MIB = 1L << 20;

    private final boolean shown;
    private @Nullable ProgressBar bar;
    private @Nullable Timer timer;

    private ProgressDisplay(boolean shown) {
        this.shown = shown;
    }

    /** @param wanted null to show it when standard error is a terminal, which the launcher tells */
    static ProgressDisplay create(@Nullable Boolean wanted) {
        boolean terminal = "1".equals(System.getenv("XENSCOPE_STDERR_TERMINAL"));
        return new ProgressDisplay(wanted == null ? terminal : wanted);
    }

    /**
     * A new input begins.
     *
     * @param size octets of the input; −1 when unknown
     * @param position octets of it taken so far, asked from time to time by another thread
     */
    void begin(String name, long size, LongSupplier position) {
        close();
        if (shown) {
            ProgressBar started = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(size)
                    .setUnit(" MiB", MIB)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .showSpeed()
                    .build();
            Timer ticker = new Timer("progress", true);
            ticker.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            started.stepTo(position.getAsLong());
                        }
                    },
                    0,
                    INTERVAL_MILLIS);
            bar = started;
            timer = ticker;
        }
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
