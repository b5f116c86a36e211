package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The octets that tell the formats (carriers specification 6.2, modern streams 10.1): one table for files and for both
 * directions of connections.
 */
public final class Beginnings {

    private static final int ANYWHERE = 0;

    private static final List<Beginning> TABLE = List.of(
            of(Format.XL, "Xen saved domain"),
            of(Format.LIBXL, "LibxlFmt"),
            of(Format.LIBXC, "\u00ff".repeat(8) + "XENF"),
            of(Format.XEND, "LinuxGuestRecord"),
            of(Format.XEND_RELOCATION, "receive\nLinuxGuestRecord"),
            of(Format.XEND_RELOCATION, "sslreceive\nLinuxGuestRecord"),
            // So few octets count alone on xend's ports; elsewhere the answer, or what follows, must confirm them.
            onPort(Format.XEND_RELOCATION, "receive\n", 8002),
            onPort(Format.XEND_RELOCATION, "sslreceive\n", 8003),
            of(Format.LIBVIRT, "libvirt-xml\n \0 \r"),
            of(Format.XAPI, "XenSavedDomain"),
            of(Format.XAPI, "XenSavedDomv2"),
            of(Format.XAPI_HTTP, "PUT /services/xenops/"),
            of(Format.XAPI_HTTP, "CONNECT /migrate?"),
            of(Format.XL_RECEIVER, "xl migration rece"),
            of(Format.XL_READY, "domain received,"),
            of(Format.XEND_RECEIVER, "(ready receive)"),
            of(Format.XEND_RECEIVER, "(ready sslreceive)"),
            of(Format.XEND_RECEIVER, "(err (type"),
            of(Format.COLO_BACK, "\u0005\0\0\0\u0004\0\0\0"),
            new Beginning(
                    Format.COLO_BACK_LIST, "\u000f\0\0\0", ANYWHERE, ListBeginning.TELLING, ListBeginning::agrees));

    private Beginnings() {}

    /**
     * Octets that suffice to tell a format. Where the wire has more of them, what differs there is a finding, not
     * another format.
     *
     * @param text the octets as ISO 8859-1 characters
     * @param port where they count, on either end of a connection
     * @param telling how many octets it takes, should there be so many, for {@code behind} to be certain
     * @param behind whether what stands behind the text agrees, as far as it was seen
     */
    private record Beginning(Format format, String text, int port, int telling, Predicate<Slice> behind) {
        byte[] octets() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        boolean agrees(Slice seen) {
            return seen.agreesWith(octets()) && behind.test(seen);
        }

        boolean suffices(Slice seen, boolean complete) {
            return seen.length() >= (complete ? text.length() : telling);
        }

        boolean counts(List<Format> candidates, Set<Integer> ports) {
            return candidates.contains(format) && (port == ANYWHERE || ports.contains(port));
        }
    }

    private static Beginning of(Format format, String octets) {
        return onPort(format, octets, ANYWHERE);
    }

    private static Beginning onPort(Format format, String octets, int port) {
        return new Beginning(format, octets, port, octets.length(), seen -> true);
    }

    /** What the beginning of a direction tells: a format, or none and whether more octets may still decide. */
    public record Answer(@Nullable Format format, boolean open) {}

    /**
     * Looks at the first octets of a direction.
     *
     * @param seen its first octets
     * @param complete whether no more will come
     * @param candidates formats to consider
     * @param ports of the connection; none for a file
     */
    public static Answer detect(Slice seen, boolean complete, List<Format> candidates, Set<Integer> ports) {
        boolean rpc = candidates.contains(Format.LIBVIRT_RPC) && RpcBeginning.agrees(seen);
        if (rpc && seen.length() >= RpcBeginning.TELLING) {
            return new Answer(Format.LIBVIRT_RPC, false);
        }
        Slice rest = Preambles.behind(seen);
        if (rest == null) {
            return new Answer(null, !complete);
        }
        List<Format> wrapped = rest.length() == seen.length() ? candidates : retained(candidates);
        Answer answer = plain(rest, complete, wrapped, ports);
        return new Answer(answer.format(), answer.open() || answer.format() == null && rpc && !complete);
    }

    /** The formats that may stand behind a preamble. */
    private static List<Format> retained(List<Format> candidates) {
        return candidates.contains(Format.XAPI_HTTP) ? List.of(Format.XAPI_HTTP) : List.of();
    }

    private static Answer plain(Slice seen, boolean complete, List<Format> candidates, Set<Integer> ports) {
        boolean open = false;
        for (Beginning beginning : TABLE) {
            if (!beginning.counts(candidates, ports) || !beginning.agrees(seen)) {
                continue;
            }
            if (beginning.suffices(seen, complete)) {
                return new Answer(beginning.format(), false);
            }
            open = true;
        }
        return new Answer(null, open && !complete);
    }

    /** The format whose beginning these octets are, or have; null when there is none. */
    static @Nullable Format begunBy(Slice seen) {
        for (Beginning beginning : TABLE) {
            if (seen.agreesWith(beginning.octets())) {
                return beginning.format();
            }
        }
        return null;
    }
}
