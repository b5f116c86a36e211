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
            List<Value> entries = entries(in, whole, element);
            fields.value("entries", new Value.Items(entries, entries.size()));
        }
        return fields.fields();
    }

    private static List<Value> entries(Slice in, boolean whole, Element element) {
        List<Value> entries = new ArrayList<>();
        int at = EmulatorPrefix.LENGTH;
        while (at < in.length()) {
            int keyEnd = nul(in, at);
            if (keyEnd < 0) {
                if (whole) {
                    element.finding(FindingCode.LXL_020, in.offset() + at, in.length() - at, "expected NUL");
                }
                return entries;
            }
            checkKey(in.part(at, keyEnd - at), element);
            int valueEnd = nul(in, keyEnd + 1);
            if (valueEnd < 0) {
                if (whole) {
                    element.finding(
                            FindingCode.LXL_023, in.offset() + keyEnd + 1, in.length() - keyEnd - 1, "expected NUL");
                }
                return entries;
            }
            Slice value = in.part(keyEnd + 1, valueEnd - keyEnd - 1);
            checkCharacters(value, element);
            entries.add(entry(in.part(at, valueEnd - at), keyEnd - at, value));
            at = valueEnd + 1;
        }
        return entries;
    }

    private static Fields entry(Slice pair, int keyLength, Slice value) {
        return new FieldReader(pair)
                .text("key", 0, keyLength)
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
