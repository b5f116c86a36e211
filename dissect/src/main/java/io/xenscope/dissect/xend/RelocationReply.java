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
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Reply;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One answer of the relocation server: a list, then a line end. */
final class RelocationReply {

    /** Octets that tell the answers apart. */
    static final int TELLING = 4;

    /** Octets after which a list is no answer. */
    private static final int LONGEST = 4096;

    enum Kind {
        READY("(rea"),
        OK("(ok)"),
        ERR("(err");

        private final String beginning;

        Kind(String beginning) {
            this.beginning = beginning;
        }

        /** The answer that begins with all of {@code seen}; null when there is none, or too little was seen. */
        static @Nullable Kind begunBy(Slice seen) {
            for (Kind kind : values()) {
                if (kind.beginning.equals(seen.text())) {
                    return kind;
                }
            }
            return null;
        }
    }

    private final Kind kind;
    private final Migration migration;
    private final Reporter reporter;
    private final Supplier<Step> next;
    private final ExpressionScanner scanner = new ExpressionScanner(this::atom, DomainExpression.QUOTES);
    private final List<Field> fields = new ArrayList<>();
    private final StringBuilder error = new StringBuilder();
    private long start;
    private int length;

    /** @param next what follows */
    RelocationReply(Kind kind, Migration migration, Reporter reporter, Supplier<Step> next) {
        this.kind = kind;
        this.migration = migration;
        this.reporter = reporter;
        this.next = next;
    }

    /** @param seen its first octets */
    Step start(Slice seen) {
        start = seen.offset();
        Element element = reporter.begin(Layer.XEND, kind.name(), null, start, 1, 1, seen.time());
        return Step.read(1, in -> octet(in, element));
    }

    private Step octet(Slice in, Element element) {
        length++;
        scanner.take((char) in.u8(0));
        if (scanner.isClosed()) {
            return Step.peek(1, behind -> {
                boolean lineEnd = behind.length() == 1 && behind.u8(0) == '\n';
                return lineEnd ? lineEnd(element) : complete(element);
            });
        }
        if (length == LONGEST) {
            reporter.finding(FindingCode.CAR_UNKNOWN, start, length, "no answer of xend is that long");
            reporter.framingLost();
            return Step.opaque(start);
        }
        element.grow(length + 1L);
        return Step.read(1, more -> octet(more, element));
    }

    private Step lineEnd(Element element) {
        element.grow(length + 1L);
        return Step.read(1, in -> complete(element));
    }

    private void atom(List<String> heads, int index, String text) {
        String list = heads.get(heads.size() - 1);
        if (heads.size() == 1 && index == 1 && kind == Kind.READY) {
            field("command", text);
        } else if (heads.size() == 2 && index == 1 && (list.equals("type") || list.equals("value"))) {
            field(list, text);
            error.append(error.isEmpty() ? "" : ": ").append(text);
        }
    }

    private void field(String name, String text) {
        fields.add(new Field(name, new Value.Leaf(new Data.Text(text), start, length, null)));
    }

    private Step complete(Element element) {
        Knowledge known = migration.knowledge();
        if (kind == Kind.READY && known.relocationBegun) {
            element.finding(FindingCode.XEND_EARLY, start, 0, "the sender had begun before");
        } else if (kind == Kind.OK) {
            known.reply = new Reply(true, "");
        } else if (kind == Kind.ERR) {
            known.reply = new Reply(false, "(err): " + error);
            element.finding(FindingCode.XEND_ERR, start, element.length(), error.toString());
        }
        reporter.record(element, new Fields(List.copyOf(fields)));
        return next.get();
    }
}
