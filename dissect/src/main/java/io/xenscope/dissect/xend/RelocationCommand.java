package io.xenscope.dissect.xend;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.ExpressionScanner;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Reporter;
import java.util.List;
import java.util.function.Supplier;

/**
 * The first line of a relocation: {@code receive}, inside TLS {@code sslreceive} (carriers specification 4.1, 4.2).
 *
 * <pre>
 *  0         7   8
 *  +---------+---+
 *  | receive | \n|   white space before it is passed over
 *  +---------+---+
 * </pre>
 */
final class RelocationCommand {

    /** Octets after which a line is none. */
    private static final int LONGEST = 80;

    private final Reporter reporter;
    private final boolean startSeen;
    private final Supplier<Step> next;
    private final StringBuilder line = new StringBuilder();

    /**
     * @param startSeen whether this is really the first line
     * @param next what follows the command
     */
    RelocationCommand(Reporter reporter, boolean startSeen, Supplier<Step> next) {
        this.reporter = reporter;
        this.startSeen = startSeen;
        this.next = next;
    }

    /** @param first the octet at hand */
    Step start(Slice first) {
        Element element = reporter.begin(Layer.XEND, "COMMAND", null, first.offset(), 1, 1, first.time());
        return Step.read(1, in -> octet(in, element));
    }

    private Step octet(Slice in, Element element) {
        char c = (char) in.u8(0);
        line.append(c);
        String command = line.toString().strip();
        if (c == '\n' && !command.isEmpty()) {
            return complete(command, element);
        }
        boolean text = c >= ' ' && c < 0x7f || ExpressionScanner.isSpace(c);
        if (!text || line.length() == LONGEST) {
            return none(element);
        }
        element.grow(line.length() + 1L);
        return Step.read(1, more -> octet(more, element));
    }

    private Step none(Element element) {
        if (startSeen) {
            reporter.finding(FindingCode.CAR_UNKNOWN, element.start(), line.length(), "expected a command of xend");
        }
        reporter.framingLost();
        return Step.opaque(element.start());
    }

    private Step complete(String command, Element element) {
        if (!command.equals("receive") && !command.equals("sslreceive")) {
            element.finding(
                    FindingCode.XEND_CMD,
                    element.start(),
                    line.length(),
                    "expected receive or sslreceive, found " + command);
        }
        Value value = new Value.Leaf(new Data.Text(command), element.start(), line.length(), null);
        reporter.record(element, new Fields(List.of(new Field("command", value))));
        return next.get();
    }
}
