package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Where notices about the capture itself go; keeps those about the whole capture from being repeated. */
final class Notices {

    // Subjects come from the capture: a hostile one must not make this set grow for ever.
    private static final int SUBJECTS = 4096;

    private final Consumer<CaptureNotice> consumer;
    private Consumer<CaptureNotice> connections = notice -> {};
    private final Set<String> told = new HashSet<>();

    Notices(Consumer<CaptureNotice> consumer) {
        this.consumer = consumer;
    }

    /** Tells the connections, too. */
    void alsoTo(Consumer<CaptureNotice> more) {
        connections = more;
    }

    void tell(String code, Severity severity, long fileOffset, String text) {
        CaptureNotice notice = new CaptureNotice(code, severity, fileOffset, text);
        consumer.accept(notice);
        connections.accept(notice);
    }

    /** Tells only the first time that something happened to a connection, which those under way need not know. */
    void ofConnection(FlowCondition condition, long fileOffset) {
        if (told.add(condition.code.id())) {
            consumer.accept(new CaptureNotice(
                    condition.code.id(), condition.code.severity(), fileOffset, "a connection: " + condition.text));
        }
    }

    /** Tells it only the first time for this code and subject. */
    void once(String subject, String code, Severity severity, long fileOffset, String text) {
        if (told.size() < SUBJECTS && told.add(code + ' ' + subject)) {
            tell(code, severity, fileOffset, text);
        }
    }
}
