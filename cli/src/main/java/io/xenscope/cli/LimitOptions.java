package io.xenscope.cli;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.capture.DecompressionLimits;
import io.xenscope.dissect.Limits;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an input may cost. */
final class LimitOptions {

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            split = " ",
            converter = Converter.class,
            completionCandidates = Listing.class,
            description = {
                "What an input may cost; repeatable. Sizes are octets; k, m and g are understood, and none. Names, defaults,"
                        + " and what says that one was reached:",
                "${COMPLETION-CANDIDATES}."
            })
    private List<Setting> settings = List.of();

    private @Nullable Limits dissection;

    /** A limit and what it is to be. */
    record Setting(Limit limit, long value) {
        @Override
        public String toString() {
            return limit.label() + "=" + (value == Limits.NONE ? "none" : Long.toString(value));
        }
    }

    /** The limits with their defaults, for help texts. */
    static final class Listing implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Limit.values())
                    .map(limit -> limit.label() + " (" + limit.usualText() + "; " + limit.finding() + ")")
                    .iterator();
        }
    }

    private long value(Limit limit) {
        long value = limit.usual();
        for (Setting setting : settings) {
            value = setting.limit() == limit ? setting.value() : value;
        }
        return value;
    }

    private int small(Limit limit) {
        return (int) value(limit);
    }

    /** What dissection may use; the same for all connections. */
    Limits dissection() {
        Limits made = dissection;
        if (made == null) {
            made = made();
            dissection = made;
        }
        return made;
    }

    private Limits made() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                value(Limit.LIBXC_RECORD),
                value(Limit.EMULATOR_CONTEXT),
                value(Limit.XENSTORE_DATA),
                value(Limit.LIBXL_RECORD),
                value(Limit.XL_CONFIG),
                small(Limit.RECORD_KEPT),
                small(Limit.DEVICE_STATE_KEPT),
                usual.arrayHead(),
                usual.leavesKept(),
                usual.rangesKept(),
                small(Limit.FINDINGS_PER_CODE),
                small(Limit.NOTES_PER_CODE),
                usual.searched(),
                value(Limit.LIBVIRT_CONFIG),
                value(Limit.XEND_CONFIG),
                value(Limit.DECOMPRESSED),
                value(Limit.DECOMPRESSION_RATIO),
                value(Limit.PAGE_HASHES),
                small(Limit.DISTANT_PFNS));
    }

    /** What captures may use. */
    CaptureLimits captures() {
        return new CaptureLimits(
                value(Limit.REASSEMBLY),
                value(Limit.REASSEMBLY_TOTAL),
                value(Limit.BEHIND_HOLE),
                small(Limit.CONNECTIONS),
                CaptureLimits.DEFAULT.idleTime(),
                small(Limit.DATAGRAMS),
                value(Limit.CONNECTION_MEMORY));
    }

    /** What may come out of compressed files. */
    DecompressionLimits files() {
        return new DecompressionLimits(value(Limit.DECOMPRESSED), value(Limit.DECOMPRESSION_RATIO));
    }

    /** Events that may go out in a second. */
    long eventsPerSecond() {
        return value(Limit.EVENTS_PER_SECOND);
    }

    static final class Converter implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            Limit limit = Limit.byLabel(name);
            if (limit == null) {
                String known = Arrays.stream(Limit.values()).map(Limit::label).collect(Collectors.joining(", "));
                throw new TypeConversionException("'" + name + "' is no limit; expected one of " + known);
            }
            return new Setting(limit, value(limit, equals < 0 ? "" : text.substring(equals + 1)));
        }

        private static long value(Limit limit, String text) {
            if (text.toLowerCase(Locale.ROOT).equals("none") && limit.usual() == Limits.NONE) {
                return Limits.NONE;
            }
            long most = limit.isSmall() ? Integer.MAX_VALUE : Limits.NONE;
            Long value = Sizes.parse(text, limit.unit() == Limit.Unit.OCTETS);
            if (value == null || value < 1 || value > most) {
                throw new TypeConversionException("'" + text + "' is no value of " + limit.label() + "; expected "
                        + (limit.unit() == Limit.Unit.OCTETS ? "a size such as 64m" : "a number")
                        + " from 1 on" + (limit.usual() == Limits.NONE ? ", or none" : ""));
            }
            return value;
        }
    }
}
