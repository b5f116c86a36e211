package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.function.Function;

/**
 * What libxl and libxc records have in common: a body, then zero octets up to a multiple of 8.
 *
 * <pre>
 *  0       4       8            8+length
 *  +-------+-------+------ … ------+-- … --+
 *  | type  | length|     body      |padding| 0 to 7 octets
 *  +-------+-------+------ … ------+-- … --+
 * </pre>
 *
 * Modern-stream specification 3.2 and 4.3.
 */
public final class RecordWalk {

    /** Octets of a record header. */
    public static final int HEADER = 8;

    private RecordWalk() {}

    /** Octets of a record with a body of {@code bodyLength}, header and padding included. */
    public static long total(long bodyLength) {
        return HEADER + bodyLength + Padding.behind(bodyLength);
    }

    /** The steps behind the record header: body, padding, then {@code done} with the decoded fields. */
    public static Step body(Element element, RecordBody body, FindingCode paddingCode, Function<Fields, Step> done) {
        long length = element.bodyLength();
        Padding padding = new Padding();
        return Step.stream(
                length,
                body,
                () -> Step.stream(Padding.behind(length), padding, () -> {
                    if (padding.isDirty()) {
                        long at = element.start() + HEADER + length;
                        element.finding(
                                paddingCode, at, Padding.behind(length), "expected zero octets behind the body");
                    }
                    return done.apply(body.finish(element));
                }));
    }
}
