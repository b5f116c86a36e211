package io.xenscope.output;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Origin;
import java.net.Inet6Address;
import java.util.Map;
import tools.jackson.core.io.SerializedString;

/** The structure of an event: the envelope of the Elastic Common Schema and what stands under {@code xenscope}. */
final class EventWriter implements Envelope {
    private static final SerializedString ECS_VERSION = new SerializedString("8.17.0");
    private static final SerializedString SCHEMA_VERSION = new SerializedString(EventSchema.VERSION);
    private static final SerializedString NETWORK = new SerializedString("network");
    private static final SerializedString PRODUCT = new SerializedString("xenscope");
    private static final SerializedString TCP = new SerializedString("tcp");
    private static final SerializedString IPV4 = new SerializedString("ipv4");
    private static final SerializedString IPV6 = new SerializedString("ipv6");
    private static final SerializedString PROTOCOL = new SerializedString("xen-migration");

    private final OutputOptions options;
    private final BodyWriter bodies;

    EventWriter(OutputOptions options) {
        this.options = options;
        this.bodies = new BodyWriter(options);
    }

    @Override
    public void write(TreeWriter tree, Event event, Cut cut) {
        tree.startObject();
        tree.name(Names.TIMESTAMP);
        tree.timestamp(event.time());
        classification(tree, event);
        tree.name(Names.MESSAGE);
        tree.text(Texts.clean(event.message(), Math.min(Cut.MESSAGE, cut.text())));
        if (event.body() instanceof ExpertInfo expert) {
            tree.object(Names.RULE);
            text(tree, Names.ID, expert.code(), cut);
            text(tree, Names.NAME, expert.name(), cut);
            tree.endObject();
        }
        if (cut.text() < options.maxEventBytes()) {
            originMembers(tree, event.origin(), cut);
        } else {
            tree.shared(event.origin(), this::originMembers);
        }
        tree.object(Names.XENSCOPE);
        own(tree, event, cut);
        tree.endObject();
        tree.endObject();
    }

    /** Writes the members of ours, which are the same in every envelope. */
    void own(TreeWriter tree, Event event, Cut cut) {
        tree.constant(Names.SCHEMA, SCHEMA_VERSION);
        bodies.migration(tree, event, cut);
        Event.Place place = event.place();
        if (place != null) {
            tree.name(Names.DIRECTION);
            tree.text(place.direction().text());
            tree.name(Names.LAYER);
            tree.text(place.layer().text());
            tree.number(Names.OFFSET, place.offset());
            tree.number(Names.LENGTH, place.length());
        }
        bodies.write(tree, event.body(), cut);
    }

    private static void classification(TreeWriter tree, Event event) {
        Classification classification = Classification.of(event.body());
        tree.object(Names.EVENT);
        tree.constant(Names.KIND, classification.kind());
        list(tree, Names.CATEGORY, NETWORK);
        list(tree, Names.TYPE, classification.type());
        tree.constant(Names.ACTION, classification.action());
        tree.constant(Names.DATASET, classification.dataset());
        tree.name(Names.ID);
        tree.text(event.id());
        tree.number(Names.SEQUENCE, event.sequence());
        tree.endObject();
    }

    private void originMembers(TreeWriter tree, Origin origin) {
        originMembers(tree, origin, Cut.nothing());
    }

    private void originMembers(TreeWriter tree, Origin origin, Cut cut) {
        tree.object(Names.ECS);
        tree.constant(Names.VERSION, ECS_VERSION);
        tree.endObject();
        Endpoint source = origin.source();
        Endpoint destination = origin.destination();
        if (source != null) {
            endpoint(tree, Names.SOURCE, source);
        }
        if (destination != null) {
            endpoint(tree, Names.DESTINATION, destination);
        }
        if (source != null && destination != null) {
            network(tree, source, destination);
        }
        String path = origin.filePath();
        if (path != null) {
            tree.object(Names.FILE);
            text(tree, Names.PATH, path, cut);
            tree.endObject();
        }
        observer(tree);
        labels(tree);
    }

    void labels(TreeWriter tree) {
        if (!options.labels().isEmpty()) {
            tree.object(Names.LABELS);
            for (Map.Entry<String, String> label : options.labels().entrySet()) {
                tree.name(Texts.clean(label.getKey(), Integer.MAX_VALUE));
                tree.text(Texts.clean(label.getValue(), Integer.MAX_VALUE));
            }
            tree.endObject();
        }
    }

    private static void network(TreeWriter tree, Endpoint source, Endpoint destination) {
        boolean ipv6 = source.address() instanceof Inet6Address;
        tree.object(Names.NETWORK);
        tree.constant(Names.TRANSPORT, TCP);
        tree.constant(Names.TYPE, ipv6 ? IPV6 : IPV4);
        if (ipv6 == destination.address() instanceof Inet6Address) {
            tree.name(Names.COMMUNITY_ID);
            tree.text(CommunityId.of(source, destination));
        }
        tree.constant(Names.PROTOCOL, PROTOCOL);
        tree.endObject();
    }

    private void observer(TreeWriter tree) {
        tree.object(Names.OBSERVER);
        tree.constant(Names.PRODUCT, PRODUCT);
        text(tree, Names.VERSION, options.observerVersion(), Cut.nothing());
        text(tree, Names.TYPE, options.observerType(), Cut.nothing());
        String hostname = options.hostname();
        if (hostname != null) {
            text(tree, Names.HOSTNAME, hostname, Cut.nothing());
        }
        tree.endObject();
    }

    private static void endpoint(TreeWriter tree, SerializedString name, Endpoint endpoint) {
        tree.object(name);
        tree.name(Names.IP);
        tree.text(IpText.of(endpoint.address()));
        tree.number(Names.PORT, endpoint.port());
        tree.endObject();
    }

    private static void list(TreeWriter tree, SerializedString name, SerializedString only) {
        tree.name(name);
        tree.startArray();
        tree.constant(only);
        tree.endArray();
    }

    private static void text(TreeWriter tree, SerializedString name, String value, Cut cut) {
        tree.name(name);
        tree.text(Texts.clean(value, cut.text()));
    }
}
