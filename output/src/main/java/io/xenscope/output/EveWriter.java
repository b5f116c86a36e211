package io.xenscope.output;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Severity;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * The members that all events of Suricata have (its user guide, "Eve JSON Format"), with what is ours under
 * {@code xen_migration}. Findings of weight are an {@code anomaly} of the application layer, as its parsers report them.
 */
final class EveWriter implements Envelope {

    private static final SerializedString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializedString FLOW_ID = new SerializedString("flow_id");
    private static final SerializedString EVENT_TYPE = new SerializedString("event_type");
    private static final SerializedString SRC_IP = new SerializedString("src_ip");
    private static final SerializedString SRC_PORT = new SerializedString("src_port");
    private static final SerializedString DEST_IP = new SerializedString("dest_ip");
    private static final SerializedString DEST_PORT = new SerializedString("dest_port");
    private static final SerializedString PROTO = new SerializedString("proto");
    private static final SerializedString TCP = new SerializedString("TCP");
    private static final SerializedString APP_PROTO = new SerializedString("app_proto");
    private static final SerializedString HOST = new SerializedString("host");
    private static final SerializedString PCAP_FILENAME = new SerializedString("pcap_filename");
    private static final SerializedString XEN_MIGRATION = new SerializedString("xen_migration");
    private static final SerializedString ANOMALY = new SerializedString("anomaly");
    private static final SerializedString APPLAYER = new SerializedString("applayer");
    private static final SerializedString PROTO_PARSER = new SerializedString("proto_parser");

    private static final int MICROSECONDS = "0000-00-00T00:00:00.000000".length();
    private static final long LARGEST_EXACT = (1L << 53) - 1;

    private final OutputOptions options;
    private final EventWriter events;
    private final TimestampText timestamps = new TimestampText();

    EveWriter(OutputOptions options) {
        this.options = options;
        this.events = new EventWriter(options);
    }

    @Override
    public void write(TreeWriter tree, Event event, Cut cut) {
        ExpertInfo anomaly =
                event.body() instanceof ExpertInfo expert && expert.severity() != Severity.NOTE ? expert : null;
        tree.startObject();
        tree.name(TIMESTAMP);
        tree.text(new String(timestamps.format(event.time()), 0, MICROSECONDS, StandardCharsets.US_ASCII) + "+0000");
        tree.number(FLOW_ID, flow(event.origin().migrationId()));
        tree.constant(EVENT_TYPE, anomaly == null ? XEN_MIGRATION : ANOMALY);
        origin(tree, event.origin(), cut);
        if (anomaly != null) {
            tree.constant(APP_PROTO, XEN_MIGRATION);
            tree.object(ANOMALY);
            tree.constant(Names.TYPE, APPLAYER);
            tree.name(Names.EVENT);
            tree.text(Texts.clean(anomaly.code(), cut.text()));
            tree.constant(Names.LAYER, PROTO_PARSER);
            tree.endObject();
        }
        tree.object(XEN_MIGRATION);
        tree.name(Names.ACTION);
        tree.text(event.body().action());
        tree.name(Names.ID);
        tree.text(event.id());
        tree.number(Names.SEQUENCE, event.sequence());
        tree.name(Names.MESSAGE);
        tree.text(Texts.clean(event.message(), Math.min(Cut.MESSAGE, cut.text())));
        events.own(tree, event, cut);
        events.labels(tree);
        tree.endObject();
        tree.endObject();
    }

    /** The same number for all events of a migration, small enough to be exact everywhere. */
    private static long flow(String migration) {
        // FNV-1a: ids need not be hard to guess here, only spread.
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < migration.length(); i++) {
            hash = (hash ^ migration.charAt(i)) * 0x100000001b3L;
        }
        return (hash ^ (hash >>> 53)) & LARGEST_EXACT;
    }

    private void origin(TreeWriter tree, Origin origin, Cut cut) {
        Endpoint source = origin.source();
        Endpoint destination = origin.destination();
        endpoint(tree, SRC_IP, SRC_PORT, source);
        endpoint(tree, DEST_IP, DEST_PORT, destination);
        if (source != null && destination != null) {
            tree.constant(PROTO, TCP);
            if (source.address() instanceof Inet6Address == destination.address() instanceof Inet6Address) {
                tree.name(Names.COMMUNITY_ID);
                tree.text(CommunityId.of(source, destination));
            }
        }
        text(tree, HOST, options.hostname(), cut);
        text(tree, PCAP_FILENAME, origin.filePath(), cut);
    }

    private static void endpoint(
            TreeWriter tree, SerializedString ip, SerializedString port, @Nullable Endpoint endpoint) {
        if (endpoint != null) {
            tree.name(ip);
            tree.text(IpText.of(endpoint.address()));
            tree.number(port, endpoint.port());
        }
    }

    private static void text(TreeWriter tree, SerializedString name, @Nullable String value, Cut cut) {
        if (value != null) {
            tree.name(name);
            tree.text(Texts.clean(value, cut.text()));
        }
    }
}
