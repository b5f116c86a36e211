package io.xenscope.dissect.qemu;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * QEMU's own description of the sections, which stands behind their end (payload specification D.4). Never written under
 * Xen.
 *
 * <pre>
 *  0 1 2       6
 *  +-+-+-------+-- … --+
 *  |0|6|length | JSON  |   0: end of the sections
 *  +-+-+-------+-- … --+
 * </pre>
 *
 * @param at its first octet, the type
 * @param devices by name and instance
 */
record VmDescription(int at, int length, Map<String, Description> devices) {

    static final int TYPE = 6;

    private static final int PREFIX = 5;

    /** Finds it at the end of a state; null when there is none, or a longer one than {@code most}. */
    static @Nullable VmDescription find(SeenOctets in, int most) {
        int end = in.length();
        int json = end;
        for (int at = end - 1; at > PREFIX && end - at <= most && in.number(at, 1) != 0; at--) {
            if (in.number(at, 1) == '{' && isAt(in, at - PREFIX)) {
                json = at;
                break;
            }
        }
        if (json == end || !in.has(json, end - json)) {
            return null;
        }
        Json described = Json.of(in.octets().octets(), in.octets().start() + json, end - json);
        if (described == null) {
            return null;
        }
        Map<String, Description> devices = new HashMap<>();
        for (Object device : described.list("devices")) {
            if (device instanceof Json one) {
                String name = one.text("name");
                Long instance = one.number("instance_id");
                Description description = Description.of(one);
                if (name != null && instance != null && description != null) {
                    devices.putIfAbsent(key(name, instance), description);
                }
            }
        }
        return new VmDescription(json - PREFIX, end - json, Map.copyOf(devices));
    }

    /** True when a description to the end of the state begins at {@code at}. */
    static boolean isAt(SeenOctets in, int at) {
        return in.has(at, PREFIX + 1)
                && in.number(at, 1) == TYPE
                && in.number(at + 1, 4) == in.length() - at - PREFIX
                && in.number(at + PREFIX, 1) == '{';
    }

    private static String key(String name, long instance) {
        return name + ' ' + instance;
    }

    /** The description of the section's device; null when it is not there. */
    @Nullable
    Description of(SectionHeader section) {
        return devices.get(key(section.name(), section.instance()));
    }

    /** What is shown of it: the sections show the rest. */
    Fields fields(SeenOctets in) {
        return new FieldReader(in.octets())
                .leaf("offset", at + PREFIX, length, new Data.Numeric(in.offset() + at + PREFIX), null)
                .leaf("length", at + 1, 4, new Data.Numeric(length), null)
                .leaf("devices", at + PREFIX, length, new Data.Numeric(devices.size()), null)
                .fields();
    }
}
