package io.xenscope.dissect.input;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.xapi.SeenConnections;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way in: hands out inputs for files and connections, whose events all go to one sink. Not for use by several
 * threads at once.
 */
public final class Dissector {

    private final DissectOptions options;
    private final EventSink sink;
    private final Consumer<OtherProtocol.Seen> others;
    private final SeenConnections related;

    public Dissector(DissectOptions options, EventSink sink) {
        this(options, sink, other -> {});
    }

    /** @param others told of connections and files that hold something else */
    public Dissector(DissectOptions options, EventSink sink, Consumer<OtherProtocol.Seen> others) {
        this(options, sink, others, new SeenConnections());
    }

    /**
     * @param others told of connections and files that hold something else
     * @param related what several dissectors of one input share, so that connections that belong together are known
     */
    public Dissector(
            DissectOptions options, EventSink sink, Consumer<OtherProtocol.Seen> others, SeenConnections related) {
        this.options = options;
        this.sink = sink;
        this.others = others;
        this.related = related;
    }

    /**
     * Takes one direction out of a file or pipe.
     *
     * @param path shown in the events; null for standard input
     * @param identity stable text that tells this content from other content, such as a hash of its beginning
     * @param as the format it begins with; null to detect it
     */
    public FileInput file(@Nullable String path, String identity, @Nullable Format as) {
        return new FileInput(options, sink, path, identity, as, others);
    }

    /**
     * Takes both directions of a TCP connection.
     *
     * @param path the capture file, shown in the events; null for live input
     * @param first one end
     * @param second the other end
     * @param firstTime when the first packet was seen, nanoseconds since the epoch
     * @param startSeen whether both directions are given from their first octets on
     * @param as the format of the direction to the receiver; null to detect it
     */
    public ConnectionInput connection(
            @Nullable String path,
            Endpoint first,
            Endpoint second,
            long firstTime,
            boolean startSeen,
            @Nullable Format as) {
        return new DetectingConnection(
                options, sink, related, new ConnectionEnds(path, first, second, firstTime), startSeen, as, others);
    }

    /**
     * Takes both directions of a pipe, of which nothing is known but their octets.
     *
     * @param firstTime when it began, nanoseconds since the epoch
     * @param as the format of the direction to the receiver; null to detect it
     */
    public ConnectionInput pipe(long firstTime, @Nullable Format as) {
        return new DetectingConnection(
                options, sink, related, new ConnectionEnds(null, null, null, firstTime), true, as, others);
    }
}
