package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Reporter;
import java.util.List;
import java.util.function.BiFunction;

/** An element of text that ends with line ends of its own, of which the first octets have been recognised. */
final class TextReader {

    private final Reporter reporter;
    private final List<String> ends;
    private final int most;
    private final FindingCode tooLong;
    private final BiFunction<String, Element, Step> then;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param ends what ends it, each with a line feed last
     * @param most octets up to which the end is believed to come
     * @param tooLong what it is when it does not
     * @param then takes the whole text as ISO 8859-1 characters
     */
    TextReader(
            Reporter reporter,
            List<String> ends,
            int most,
            FindingCode tooLong,
            BiFunction<String, Element, Step> then) {
        this.reporter = reporter;
        this.ends = ends;
        this.most = most;
        this.tooLong = tooLong;
        this.then = then;
    }

    Step start(Layer layer, String type) {
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                return SuspendImage.nothing();
            }
            Element element = reporter.begin(layer, type, null, first.offset(), 1, 1, first.time());
            return Step.read(1, in -> octet(in, element));
        });
    }

    private Step octet(Slice in, Element element) {
        char c = (char) in.u8(0);
        text.append(c);
        if (c == '\n' && isComplete()) {
            return then.apply(text.toString(), element);
        }
        if (text.length() >= most) {
            reporter.finding(tooLong, element.start(), text.length(), "no end within " + most + " octets");
            reporter.framingLost();
            return Step.opaque(element.start());
        }
        element.grow(text.length() + 1L);
        return Step.read(1, more -> octet(more, element));
    }

    private boolean isComplete() {
        for (String end : ends) {
            int from = text.length() - end.length();
            if (from >= 0 && text.indexOf(end, from) == from) {
                return true;
            }
        }
        return false;
    }
}
