package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * EMULATOR_XENSTORE_DATA (2): entries of the device model's xenstore directory, {@code key NUL value NUL} repeated
 * behind the emulator prefix (modern-stream specification 3.5).
 */
final class EmulatorXenstoreData extends WholeBody {

    private static final Pattern USUAL = Pattern.compile("[A-Za-z0-9/_@.-]*");

    private final StreamState stream;

    EmulatorXenstoreData(StreamState stream, long offset) {
        super(offset, stream.order, stream.bodyKept());
        this.stream = stream;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long at = element.start();
        EmulatorPrefix.checkGuest(stream, element);
        if (stream.contextSeen) {
            element.finding(FindingCode.LXL_036, at, 8, "real senders write it before");
        }
        if (element.bodyLength() < EmulatorPrefix.LENGTH) {
            element.finding(
                    FindingCode.LXL_014, at + 4, 4, "expected at least 8 octets, found " + element.bodyLength());
            return EmulatorPrefix.fields(in).fields();
        }
        if (element.bodyLength() == EmulatorPrefix.LENGTH) {
            element.finding(FindingCode.LXL_037, at + 4, 4, "no entry behind the prefix");
        }
        FieldReader fields = EmulatorPrefix.fields(in);
        if (in.length() >= EmulatorPrefix.LENGTH) {
            EmulatorPrefix.check(in, stream, element);
            entries(in, whole, element, fields);
        }
        return fields.fields();
    }

    private void entries(Slice in, boolean whole, Element element, FieldReader fields) {
        int most = stream.migration().options().limits().arrayHead();
        Physmap physmap = new Physmap(most);
        List<Value> head = new ArrayList<>();
        long total = 0;
        int at = EmulatorPrefix.LENGTH;
        while (at < in.length()) {
            int keyEnd = nul(in, at);
            int valueEnd = keyEnd < 0 ? -1 : nul(in, keyEnd + 1);
            if (keyEnd >= 0) {
                checkKey(in.part(at, keyEnd - at), element);
            }
            if (valueEnd < 0) {
                if (whole) {
                    int open = keyEnd < 0 ? at : keyEnd + 1;
                    FindingCode code = keyEnd < 0 ? FindingCode.LXL_020 : FindingCode.LXL_023;
                    element.finding(code, in.offset() + open, in.length() - open, "expected NUL");
                }
                break;
            }
            Slice value = in.part(keyEnd + 1, valueEnd - keyEnd - 1);
            checkCharacters(value, element);
            if (!physmap.take(in.part(at, keyEnd - at), value)) {
                checkForm(in.part(at, keyEnd - at), element);
            }
            total++;
            if (head.size() < most) {
                head.add(entry(in.part(at, valueEnd - at), keyEnd - at, value));
            }
            at = valueEnd + 1;
        }
        fields.value("entries", new Value.Items(head, total));
        physmap.describe(fields, element, whole);
    }

    private static Fields entry(Slice pair, int keyLength, Slice value) {
        return new FieldReader(pair)
                .text("key", 0, keyLength)
                .leaf("value_length", keyLength + 1, value.length(), new Data.Numeric(value.length()), null)
                .leaf("value", keyLength + 1, value.length(), new Data.Secret(value.text()), null)
                .fields();
    }

    private static void checkKey(Slice key, Element element) {
        String text = key.text();
        if (text.isEmpty()) {
            element.finding(FindingCode.LXL_021, key.offset(), 1, "expected a key");
        } else if (text.startsWith("/")) {
            element.finding(FindingCode.LXL_022, key.offset(), key.length(), "keys are relative to the device model");
        } else if (!text.startsWith("physmap/")) {
            element.finding(FindingCode.LXL_024, key.offset(), key.length(), "real senders write physmap entries only");
        }
        checkCharacters(key, element);
    }

    /** Keys that are no part of an entry of memory. */
    private static void checkForm(Slice key, Element element) {
        if (key.text().startsWith("physmap/")) {
            element.finding(
                    FindingCode.XS_003,
                    key.offset(),
                    key.length(),
                    "expected physmap, a hexadecimal number, and start_addr, size or name");
        }
    }

    private static void checkCharacters(Slice text, Element element) {
        if (!USUAL.matcher(text.text()).matches()) {
            element.finding(
                    FindingCode.LXL_025, text.offset(), text.length(), "expected letters, digits and - / _ @ . only");
        }
    }

    private static int nul(Slice in, int from) {
        for (int i = from; i < in.length(); i++) {
            if (in.u8(i) == 0) {
                return i;
            }
        }
        return -1;
    }
}
