package io.xenscope.dissect.libvirt;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The configuration behind the header (carriers specification 2.1). No secret in it are name, uuid, memory and type.
 *
 * <pre>
 *  0                           xml_len
 *  +----------- … ----------+---+
 *  | &lt;domain&gt; … &lt;/domain&gt;    |NUL|
 *  +----------- … ----------+---+
 * </pre>
 */
final class DomainXml extends WholeBody {

    private static final int MOST_DIGITS = 15;

    private final Knowledge known;

    DomainXml(Knowledge known, long offset, int limit) {
        super(offset, ByteOrder.LITTLE_ENDIAN, limit);
        this.known = known;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        FieldReader fields = new FieldReader(in);
        if (!whole) {
            return fields.fields();
        }
        boolean terminated = in.u8(in.length() - 1) == 0;
        if (!terminated) {
            element.finding(FindingCode.LV_XMLLEN, in.offset() + in.length() - 1, 1, "no final NUL");
        }
        int length = in.length() - (terminated ? 1 : 0);
        String text = new String(in.octets(), in.start(), length, StandardCharsets.UTF_8);
        learn(text, fields, in.length());
        return fields.leaf("xml", 0, in.length(), new Data.Secret(text), null).fields();
    }

    private void learn(String text, FieldReader fields, int length) {
        ElementText xml = new ElementText("domain/name", "domain/uuid", "domain/memory", "domain/os/type");
        xml.scan(text);
        known.domainName = xml.of("domain/name");
        known.domainUuid = xml.of("domain/uuid");
        String type = xml.of("domain/os/type");
        known.configured = guest(type);
        fields.text("type", 0, length, type);
        fields.text("name", 0, length, known.domainName);
        fields.text("uuid", 0, length, known.domainUuid);
        String memory = xml.of("domain/memory");
        if (memory != null
                && !memory.isEmpty()
                && memory.length() <= MOST_DIGITS
                && memory.chars().allMatch(c -> c >= '0' && c <= '9')) {
            String unit = xml.attribute("domain/memory", "unit");
            fields.leaf("memory", 0, length, new Data.Numeric(Long.parseLong(memory)), unit == null ? "KiB" : unit);
        }
    }

    private static Guest guest(@Nullable String type) {
        String named = type == null ? "" : type;
        return switch (named) {
            case "linux", "xen" -> Guest.PV;
            case "hvm" -> Guest.HVM;
            case "xenpvh" -> Guest.PVH;
            default -> Guest.UNKNOWN;
        };
    }
}
