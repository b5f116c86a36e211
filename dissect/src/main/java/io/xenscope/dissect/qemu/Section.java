package io.xenscope.dissect.qemu;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A section of a device state.
 *
 * @param at its first octet in the state
 * @param header null for a further part of a section that began before, whose name is {@code name}
 * @param payload first octet of the payload
 * @param footer whether one follows the payload
 */
record Section(
        int at,
        int type,
        long id,
        String name,
        @Nullable SectionHeader header,
        int payload,
        SectionEnd.Found end,
        boolean footer) {

    private static final Pattern ON_PCI_BUS = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}(:[0-9a-f]{2}\\.[0-7])+/[^/]+");

    /** Octets of a PCI device before those of its own: version, configuration space, lines. */
    private static final int PCI_DEVICE = 276;

    private static final long PCI_DEVICE_VERSION = 2;
    private static final int CONFIG = 4;

    /** Octets of the payload. */
    int length() {
        return end.at() - payload;
    }

    /** What is behind payload and footer. */
    int behind() {
        return end.at() + (footer ? SectionEnd.FOOTER_LENGTH : 0);
    }

    /** True for names of devices with the path of their bus, as only upstream QEMU writes them. */
    boolean hasPath() {
        return name.indexOf('/') > 0;
    }

    /** What is shown of it; {@code walk} names the fields, null when they are not wanted. */
    Fields fields(SeenOctets in, @Nullable FieldWalk walk) {
        FieldReader fields = new FieldReader(in.octets());
        fields.leaf("type", at, 1, new Data.Numeric(type), typeName());
        fields.leaf("id", at + 1, 4, new Data.Numeric(id), null);
        if (header == null) {
            fields.leaf("name", at + 1, 4, new Data.Text(name), null);
        } else {
            fields.leaf("name", at + 6, name.length(), new Data.Text(name), null);
            fields.leaf("instance", payload - 8, 4, new Data.Numeric(header.instance()), null);
            fields.leaf("version", payload - 4, 4, new Data.Numeric(header.version()), null);
        }
        fields.leaf("offset", payload, length(), new Data.Numeric(in.offset() + payload), null);
        fields.leaf("length", payload, length(), new Data.Numeric(length()), null);
        fields.leaf("end_by", payload, length(), new Data.Text(end.proof().text()), null);
        if (isPciDevice(in)) {
            SeenOctets config = in.part(payload + CONFIG, CONFIG).in(ByteOrder.LITTLE_ENDIAN);
            String ids = String.format(Locale.ROOT, "%04x:%04x", config.number(0, 2), config.number(2, 2));
            fields.leaf("pci_id", payload + CONFIG, CONFIG, new Data.Text(ids), "vendor and device");
        }
        if (walk != null && end.device() != null) {
            fields.value("state", walk.fields(end.device(), payload));
        }
        return fields.fields();
    }

    private String typeName() {
        return switch (type) {
            case SectionHeader.START -> "START";
            case SectionEnd.PART -> "PART";
            case SectionEnd.END -> "END";
            default -> "FULL";
        };
    }

    /** Whether the payload begins as all PCI devices do (payload specification D.5). */
    private boolean isPciDevice(SeenOctets in) {
        return length() >= PCI_DEVICE
                && in.has(payload, 2 * CONFIG)
                && in.number(payload, 4) == PCI_DEVICE_VERSION
                && ON_PCI_BUS.matcher(name).matches();
    }
}
