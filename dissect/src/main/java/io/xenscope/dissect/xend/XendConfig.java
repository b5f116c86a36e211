package io.xenscope.dissect.xend;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The configuration behind the header: text of one S-expression, no NUL (carriers specification 4.3).
 *
 * <pre>
 *  0                  config_len
 *  +------- … -------+
 *  | (domain … )     |
 *  +------- … -------+
 * </pre>
 */
final class XendConfig extends WholeBody {

    private final Knowledge known;

    XendConfig(Knowledge known, long offset, int limit) {
        super(offset, ByteOrder.LITTLE_ENDIAN, limit);
        this.known = known;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        FieldReader fields = new FieldReader(in);
        if (!whole) {
            return fields.fields();
        }
        String text = new String(in.octets(), in.start(), in.length(), StandardCharsets.UTF_8);
        DomainExpression domain = DomainExpression.parse(text);
        if (domain == null) {
            element.finding(
                    FindingCode.XEND_CFG_SEXP, in.offset(), in.length(), "expected one balanced (domain …) or (vm …)");
        } else {
            learn(domain, fields, in.length());
        }
        return fields.leaf("config", 0, in.length(), new Data.Secret(text), null)
                .fields();
    }

    private void learn(DomainExpression domain, FieldReader fields, int length) {
        known.domainName = domain.name();
        known.domainUuid = domain.uuid();
        known.configured = domain.guest();
        fields.text("type", 0, length, domain.builder());
        fields.text("name", 0, length, domain.name());
        fields.text("uuid", 0, length, domain.uuid());
        Long memory = domain.memory();
        if (memory != null) {
            fields.leaf("memory", 0, length, new Data.Numeric(memory), "MiB");
        }
    }
}
