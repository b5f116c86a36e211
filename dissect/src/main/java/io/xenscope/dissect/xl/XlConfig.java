package io.xenscope.dissect.xl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import java.nio.charset.StandardCharsets;

/**
 * The optional data behind the xl header: the domain's configuration (modern-stream specification 2).
 *
 * <pre>
 *  0          4            4+config_len
 *  +----------+---- … ----+---- … ----+
 *  |config_len|  config   |   tail    |   tail: never written
 *  +----------+---- … ----+---- … ----+
 * </pre>
 */
final class XlConfig extends WholeBody {

    private static final int PREFIX = 4;

    private final XlHeader header;
    private final Knowledge known;

    XlConfig(XlHeader header, Knowledge known, long offset, int limit) {
        super(offset, header.order(), limit);
        this.header = header;
        this.known = known;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        FieldReader fields = new FieldReader(in).u32("config_len", 0);
        if (length < PREFIX) {
            element.finding(FindingCode.XLH_007, in.offset(), length, "expected at least 4 octets, found " + length);
            return fields.fields();
        }
        if (in.length() < PREFIX) {
            return fields.fields();
        }
        long configLength = in.u32(0);
        long tail = length - PREFIX - configLength;
        if (configLength > Integer.MAX_VALUE) {
            element.finding(FindingCode.XLH_011, in.offset(), 4, configLength + " octets");
        }
        if (tail < 0) {
            element.finding(
                    FindingCode.XLH_008,
                    in.offset(),
                    4,
                    configLength + " octets announced, " + (length - PREFIX) + " there");
            return fields.fields();
        }
        if (tail > 0) {
            element.finding(FindingCode.XLH_009, in.offset() + PREFIX + configLength, tail, tail + " octets");
        }
        if (configLength > 0 && PREFIX + configLength <= in.length()) {
            config(in.part(PREFIX, (int) configLength), fields, element);
        }
        return fields.fields();
    }

    private void config(Slice config, FieldReader fields, Element element) {
        boolean terminated = config.u8(config.length() - 1) == 0;
        int textLength = config.length() - (terminated ? 1 : 0);
        byte[] octets = config.octets();
        String text = new String(octets, config.start(), textLength, StandardCharsets.UTF_8);
        if (header.isJson()) {
            DomainConfig parsed = DomainConfig.parse(text);
            if (parsed == null || !terminated) {
                String why = parsed == null ? "not JSON" : "no final NUL";
                element.finding(FindingCode.XLH_012, config.offset(), config.length(), why);
            }
            if (parsed != null) {
                learn(parsed, fields, config.length());
            }
        } else if (header.isStreamV2()) {
            element.finding(FindingCode.XLH_013, config.offset(), config.length(), "the JSON flag is clear");
        }
        fields.leaf("config", PREFIX, config.length(), new Data.Secret(text), null);
    }

    private void learn(DomainConfig config, FieldReader fields, int length) {
        known.domainName = config.name();
        known.domainUuid = config.uuid();
        known.configured = config.guest();
        fields.text("type", PREFIX, length, config.type());
        fields.text("name", PREFIX, length, config.name());
        fields.text("uuid", PREFIX, length, config.uuid());
    }
}
