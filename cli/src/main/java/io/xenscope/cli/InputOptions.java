package io.xenscope.cli;

import io.xenscope.capture.Connection;
import io.xenscope.capture.NativeDecompression;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Decompression;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.memory.MemoryListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options on how input is taken. */
final class InputOptions {

    private final Decompression decompression = new NativeDecompression();
    private @Nullable Format as;

    @Option(
            names = "--decode-as",
            paramLabel = "PORT=CARRIER",
            converter = {PortNumber.class, FormatName.class},
            description = "Take TCP connections on this port for this carrier; repeatable.")
    private Map<Integer, Format> decodeAs = new LinkedHashMap<>();

    @Option(names = "--hash-pages", description = "Tell resent pages that did not change, by hashing every page.")
    private boolean hashPages;

    @Option(
            names = "--no-page-analysis",
            description = "Do not look into pages: faster, but zero pages are not counted.")
    private boolean noPageAnalysis;

    @Option(
            names = "--state-findings",
            description = "Judge the guest's state, too: whether a hypervisor would take it. Streams made without one,"
                    + " as by test rigs, fail here.")
    private boolean stateFindings;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    /** Takes every input for this format. */
    void as(@Nullable Format format) {
        as = format;
    }

    @Nullable
    Format as() {
        return as;
    }

    /**
     * Hands a connection found among packets to a dissector.
     *
     * @param path of the capture; null for live packets
     */
    ConnectionInput open(Dissector dissector, @Nullable String path, Connection found) {
        return dissector.connection(
                path,
                found.first(),
                found.second(),
                found.firstTime(),
                found.synSeen(),
                forPorts(found.first().port(), found.second().port()));
    }

    /** The format forced for a connection with these ports; null when it is to be detected. */
    @Nullable
    Format forPorts(int first, int second) {
        Format byFirst = decodeAs.get(first);
        Format byEither = byFirst == null ? decodeAs.get(second) : byFirst;
        return byEither == null ? as : byEither;
    }

    /** What inputs may cost. */
    LimitOptions limits() {
        return limits;
    }

    /** @param memory takes the contents of pages; null when nobody wants them */
    DissectOptions dissect(@Nullable MemoryListener memory, Depth depth) {
        DissectOptions options = new DissectOptions(!noPageAnalysis, hashPages, limits.dissection(), memory)
                .decompressing(decompression);
        return stateFindings ? options.judging(depth) : options.withDepth(depth);
    }

    static final class FormatName implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            Format format = Format.byLabel(value);
            if (format == null) {
                String known = Arrays.stream(Format.values()).map(Format::label).collect(Collectors.joining(", "));
                throw new TypeConversionException("'" + value + "' is no format; expected one of " + known);
            }
            return format;
        }
    }

    private static final class PortNumber implements ITypeConverter<Integer> {
        private static final int HIGHEST = 65535;

        @Override
        public Integer convert(String value) {
            int port = value.chars().allMatch(Character::isDigit) && !value.isEmpty() && value.length() <= 5
                    ? Integer.parseInt(value)
                    : -1;
            if (port < 0 || port > HIGHEST) {
                throw new TypeConversionException("'" + value + "' is no port number");
            }
            return port;
        }
    }
}
