package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.html.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes one page for all reports when it is closed. The page loads nothing and runs nothing. */
public final class SummaryPage implements ReportSink {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final OutputStream out;
    private final List<Report> reports = new ArrayList<>();
    private long leftOut;

    /** Writes to the stream, which is closed with it. */
    public SummaryPage(OutputStream out) {
        this.out = out;
    }

    @Override
    public void report(Report report) {
        if (reports.size() < SummaryText.MOST_COMPARED) {
            reports.add(report);
        } else {
            leftOut++;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes the page and closes the stream. */
    @Override
    public void close() throws IOException {
        try (OutputStream closing = out) {
            closing.write(page().getBytes(StandardCharsets.UTF_8));
            closing.flush();
        }
    }

    private String page() throws IOException {
        Markup to = new Markup();
        to.open("html", "lang", "en").open("head").leaf("meta", "charset", "utf-8");
        to.leaf("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        to.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        to.leaf("meta", "name", "color-scheme", "content", "light dark");
        String title = reports.size() == 1 ? HeadText.name(reports.get(0)) : reports.size() + " migrations";
        to.element("title", title + " – xenscope summary").newLine();
        to.element("style", style()).close().newLine();
        to.open("body").open("main").newLine();
        if (reports.isEmpty()) {
            to.element("p", "no migration");
        } else if (reports.size() > 1) {
            comparison(to);
        }
        for (int i = 0; i < reports.size(); i++) {
            String number = reports.size() > 1 ? "(" + (i + 1) + ") " : "";
            Report report = reports.get(i);
            to.open("article", "id", "m" + (i + 1));
            to.open("h2").text(number + HeadText.name(report) + " ");
            to.element(
                    "span",
                    report.end().outcome().text(),
                    "class",
                    "outcome " + report.end().outcome().text());
            to.close().newLine();
            ReportPage.write(report, to);
            to.close().newLine();
        }
        to.close().close().close().newLine();
        return to.toString();
    }

    private void comparison(Markup to) {
        to.open("article")
                .element("h2", reports.size() + " migrations side by side")
                .newLine();
        ComparisonText.write(reports, 0, new HtmlSheet(to));
        if (leftOut > 0) {
            to.element("p", leftOut + " more migrations are not shown");
        }
        to.open("p").text("Each in full: ");
        for (int i = 1; i <= reports.size(); i++) {
            to.element("a", "(" + i + ")", "href", "#m" + i).text(" ");
        }
        to.close().close().newLine();
    }

    private static String style() throws IOException {
        try (InputStream style = SummaryPage.class.getResourceAsStream("page.css")) {
            if (style == null) {
                throw new IOException("page.css is missing");
            }
            // Line ends would be escaped like all control characters.
            return new String(style.readAllBytes(), StandardCharsets.UTF_8).replace('\n', ' ');
        }
    }
}
