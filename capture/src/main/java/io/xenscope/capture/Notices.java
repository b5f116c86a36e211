package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Where notices go; keeps those about the whole capture from being repeated. */
final class Notices {

    // Subjects come from the capture: a hostile one must not make this set grow for ever.
    private static final int SUBJECTS = 4096;

    private final Consumer<CaptureNotice> consumer;
    private final Set<String> told = new HashSet<>();

    Notices(Consumer<CaptureNotice> consumer) {
        this.consumer = consumer;
    }

    void tell(CaptureNotice notice) {
        consumer.accept(notice);
    }

    void tell(String code, Severity severity, long fileOffset, String text) {
        consumer.accept(new CaptureNotice(code, severity, fileOffset, text));
    }

    /** Tells it only the first time for this code and subject. */
    void once(String subject, String code, Severity severity, long fileOffset, String text) {
        if (told.size() < SUBJECTS && told.add(code + ' ' + subject)) {
            tell(code, severity, fileOffset, text);
        }
    }
}
