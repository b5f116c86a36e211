package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.event.Value.Leaf;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that the device model has put elsewhere, as three xenstore entries each (payload specification E.2):
 *
 * <pre>
 * physmap/OFFSET/start_addr   guest-physical address, hexadecimal
 * physmap/OFFSET/size         octets, hexadecimal
 * physmap/OFFSET/name         of the region
 * </pre>
 */
final class Physmap {

    private static final Pattern KEY = Pattern.compile("physmap/([0-9a-fA-F]{1,16})/(start_addr|size|name)");
    private static final List<String> PARTS = List.of("start_addr", "size", "name");

    private final int most;
    private final Map<String, Region> regions = new LinkedHashMap<>();
    private long left;

    /** The entries of one region; {@code key} is the first of them. */
    private record Region(Slice key, Map<String, Slice> parts) {}

    /** @param most regions kept */
    Physmap(int most) {
        this.most = most;
    }

    /** Takes an entry; false when it is none of a region. */
    boolean take(Slice key, Slice value) {
        Matcher matcher = KEY.matcher(key.text());
        if (!matcher.matches()) {
            return false;
        }
        Region region = regions.get(matcher.group(1));
        if (region == null) {
            if (regions.size() >= most) {
                left++;
                return true;
            }
            region = new Region(key, new LinkedHashMap<>());
            regions.put(matcher.group(1), region);
        }
        region.parts().put(matcher.group(2), value);
        return true;
    }

    /** Adds the regions; where all entries were seen, those with something missing are found. */
    void describe(FieldReader fields, Element element, boolean whole) {
        if (regions.isEmpty()) {
            return;
        }
        List<Value> shown = new ArrayList<>();
        regions.forEach((offset, region) -> {
            List<Field> members = new ArrayList<>();
            Slice key = region.key();
            members.add(new Field("phys_offset", new Leaf(new Data.Text(offset), key.offset(), key.length(), null)));
            for (String part : PARTS) {
                Slice value = region.parts().get(part);
                if (value != null) {
                    Data secret = new Data.Secret(value.text());
                    members.add(new Field(part, new Leaf(secret, value.offset(), value.length(), null)));
                }
            }
            if (whole && left == 0 && region.parts().size() < PARTS.size()) {
                element.finding(
                        FindingCode.XS_004,
                        key.offset(),
                        key.length(),
                        "physmap/" + offset + " has "
                                + String.join(", ", region.parts().keySet()) + " only");
            }
            shown.add(new Fields(members));
        });
        fields.value("physmap", new Value.Items(shown, regions.size()));
    }
}
