package io.xenscope.output.summary;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.Triage;

/** Why a migration that is not complete ended. */
final class EndText {

    private final Report report;
    private final Sheet sheet;

    EndText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    void write() {
        Triage triage = report.triage();
        if (triage == null) {
            return;
        }
        sheet.heading("Why it ended");
        sheet.sentence(triage.end());
        String closing = triage.closing();
        sheet.sentence(closing == null ? "who closed is not known" : closing);
        sheet.sentence("the receiver had said: " + triage.otherSide());
        for (Triage.Cause cause : triage.causes()) {
            String back = cause.direction() == Direction.BACK ? "back:" : "";
            sheet.sentence("likely: " + cause.text() + " [" + back + cause.offset() + "]");
        }
        if (triage.causes().isEmpty()) {
            sheet.sentence("nothing seen points to a cause");
        }
    }
}
