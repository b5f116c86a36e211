package io.xenscope.dissect.input;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.detect.CarrierPorts;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Reporter;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who talks in a TCP connection, and what tells it from others.
 *
 * @param path of the capture; null when there is none
 * @param first who opened it, as far as is known; null for what is no connection
 * @param second the other end
 * @param firstTime of its first packet, in nanoseconds since 1970
 */
record ConnectionEnds(
        @Nullable String path,
        @Nullable Endpoint first,
        @Nullable Endpoint second,
        long firstTime) {

    Set<Integer> ports() {
        return Stream.of(first, second)
                .filter(Objects::nonNull)
                .map(Endpoint::port)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The port of the end that was connected to; 0 when that is not known. */
    int serverPort() {
        return second == null ? 0 : second.port();
    }

    Origin origin(boolean firstSends) {
        return new Origin(identity(), firstSends ? first : second, firstSends ? second : first, path);
    }

    String identity() {
        if (first == null || second == null) {
            return Identity.of("pipe", Long.toString(firstTime));
        }
        return Identity.of(
                "tcp",
                first.address().getHostAddress(),
                Integer.toString(first.port()),
                second.address().getHostAddress(),
                Integer.toString(second.port()),
                Long.toString(firstTime));
    }

    /** Who opened the connection and where to is no statement about what it is, but may surprise. */
    void surprise(Reporter reporter, Format format, boolean clientSends, long time) {
        if (first == null || second == null) {
            return;
        }
        if (!clientSends) {
            FindingCode code = FindingCode.CAR_ROLE_REVERSED;
            reporter.transport(code, code.severity(), 0, 0, "the host that receives the VM made the connection", time);
        }
        String usual = CarrierPorts.carrierOf(second.port());
        if (usual != null && !CarrierPorts.fits(usual, format.carrier())) {
            FindingCode code = FindingCode.CAR_PORT_MISMATCH;
            String text =
                    "carrier " + format.carrier() + " on port " + second.port() + ", where " + usual + " is usual";
            reporter.transport(code, code.severity(), 0, 0, text, time);
        }
    }
}
