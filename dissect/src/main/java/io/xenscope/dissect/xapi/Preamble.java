package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.detect.Preambles;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What proxies and xapi's own HTTP client put in front of a head (carriers specification 1.4, 1.5, D11, D12):
 *
 * <pre>
 * PROXY_V1  "PROXY TCP4|TCP6|UNKNOWN" , " source destination source_port destination_port" , "\r\n"
 * PROXY_V2  0 signature  12 version, command  13 family  14 length (u16)  16 addresses, more      big-endian
 * FRAME     "FRAME " , 12 digits: length of the head
 * </pre>
 */
final class Preamble {

    private static final List<String> NAMES =
            List.of("", "family", "source_ip", "destination_ip", "source_port", "destination_port");

    private static final int LINE_MOST = 107;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private final HttpConversation conversation;
    private final Reporter reporter;
    private final Supplier<Step> next;

    /** @param next what follows all of them */
    Preamble(HttpConversation conversation, Reporter reporter, Supplier<Step> next) {
        this.conversation = conversation;
        this.reporter = reporter;
        this.next = next;
    }

    Step start() {
        reporter.enter(Layer.CARRIER);
        return Step.peek(Preambles.LOOK, seen -> {
            Preambles kind = Preambles.of(seen);
            if (kind == null) {
                reporter.enter(Layer.XAPI);
                return next.get();
            }
            if (kind != Preambles.FRAME && !conversation.wrapping().wrap(reporter, seen.offset())) {
                return Step.opaque(seen.offset());
            }
            return switch (kind) {
                case PROXY_V1 ->
                    new TextReader(reporter, List.of("\r\n"), LINE_MOST, FindingCode.CAR_UNKNOWN, this::line)
                            .start(Layer.CARRIER, "PROXY_V1");
                case PROXY_V2 -> Step.read(Preambles.V2_HEADER, this::binary);
                case FRAME -> Step.read(Preambles.FRAME_LENGTH, this::frame);
            };
        });
    }

    private Step line(String text, Element element) {
        conversation.proxied();
        String[] words = text.strip().split(" ", -1);
        FieldReader fields = new FieldReader(HttpConversation.at(element));
        int at = 0;
        for (int i = 0; i < words.length && i < NAMES.size(); i++) {
            if (i > 0) {
                boolean port = words[i].matches("[0-9]{1,5}");
                Data data = port ? new Data.Numeric(Integer.parseInt(words[i])) : new Data.Text(words[i]);
                fields.leaf(NAMES.get(i), at, words[i].length(), data, null);
            }
            at += words[i].length() + 1;
        }
        boolean whole = words.length >= NAMES.size();
        told(element, whole ? words[2] + ":" + words[4] : null, whole ? words[3] + ":" + words[5] : null);
        reporter.record(element, fields.fields());
        return start();
    }

    private void told(Element element, @Nullable String source, @Nullable String destination) {
        String ends = source == null ? "of an unknown connection" : "from " + source + " to " + destination;
        element.finding(FindingCode.CAR_PROXYV1, element.start(), element.length(), "the true connection is " + ends);
    }

    private Step binary(Slice octets) {
        Slice in = octets.in(ByteOrder.BIG_ENDIAN);
        int family = in.u8(13);
        int length = in.u16(14);
        Element element =
                reporter.begin(Layer.CARRIER, "PROXY_V2", null, in.offset(), in.length() + length, length, in.time());
        FieldReader fields = new FieldReader(in.copy());
        fields.text("family", 13, 1, family == TCP4 ? "TCP4" : family == TCP6 ? "TCP6" : "UNKNOWN");
        if (length == 0) {
            return addresses(HttpConversation.at(element), family, fields, element);
        }
        return Step.read(length, rest -> addresses(rest.in(ByteOrder.BIG_ENDIAN), family, fields, element));
    }

    private Step addresses(Slice in, int family, FieldReader fields, Element element) {
        conversation.proxied();
        int octets = family == TCP4 ? 4 : 16;
        boolean known = (family == TCP4 || family == TCP6) && in.length() >= 2 * octets + 4;
        String source = known ? address(in, 0, octets) : null;
        String destination = known ? address(in, octets, octets) : null;
        if (known) {
            int ports = 2 * octets;
            FieldReader ends = new FieldReader(in);
            ends.text("source_ip", 0, octets, source);
            ends.text("destination_ip", octets, octets, destination);
            ends.u16("source_port", ports);
            ends.u16("destination_port", ports + 2);
            fields.all(ends.fields());
            told(element, source + ":" + in.u16(ports), destination + ":" + in.u16(ports + 2));
        } else {
            told(element, null, null);
        }
        reporter.record(element, fields.fields());
        return start();
    }

    private static String address(Slice in, int at, int octets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets; i += octets == 4 ? 1 : 2) {
            text.append(i == 0 ? "" : octets == 4 ? "." : ":")
                    .append(octets == 4 ? Integer.toString(in.u8(at + i)) : Integer.toHexString(in.u16(at + i)));
        }
        return text.toString();
    }

    private Step frame(Slice in) {
        Element element =
                reporter.begin(Layer.CARRIER, "FRAME", null, in.offset(), in.length(), in.length(), in.time());
        reporter.record(
                element,
                new FieldReader(in).text("head_length", 6, in.length() - 6).fields());
        return start();
    }
}
