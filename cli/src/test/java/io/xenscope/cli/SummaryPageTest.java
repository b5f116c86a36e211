package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.analysis.Course.Span;
import io.xenscope.dissect.analysis.HotRange;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.output.summary.ReportSink;
import io.xenscope.output.summary.SummaryPage;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of {@code xenscope summary --html}: well-formed, complete, and harmless whatever a guest is called. */
class SummaryPageTest {

    private static final String REMUS = "captures/xen417-remus-lan-pvh.recv.pcapng.xz";
    private static final String NETEM = "captures/xen417-migrate-lan-netem.recv.pcapng.xz";
    private static final String PV = "captures/xen414-to-417-migrate-lan-pv.recv.pcapng.xz";
    private static final String ABORTED = "captures/xen417-migrate-lan-abort-then-ok.pcap.xz";
    private static final String IMAGE = "images/xen417-pv-tiny-save.xl.img.xz";
    private static final String COMPRESSED = "images/hvm-remus-comp-4.4.bin.xz";

    /** Keeps reports. */
    private record Kept(List<Report> reports) implements ReportSink {
        @Override
        public void report(Report report) {
            reports.add(report);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Report report(String sample) throws Exception {
        Kept kept = new Kept(new ArrayList<>());
        SummaryTexts.decode(List.of(sample), kept);
        return kept.reports().get(0);
    }

    private static String page(Report report) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryPage page = new SummaryPage(out);
        page.report(report);
        page.close();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<Element> all(Node below, String name, String classes) {
        List<Element> found = new ArrayList<>();
        NodeList elements = ((Element) below).getElementsByTagName(name);
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (element.getAttribute("class").matches(classes)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The drawing with this name. */
    private static Element drawing(Document page, String name) {
        return elements(page, "svg").stream()
                .filter(svg -> svg.getAttribute("aria-label").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").trim();
    }

    @ParameterizedTest
    @ValueSource(strings = {REMUS, NETEM, ABORTED, IMAGE, COMPRESSED, "captures/synthetic-xend.pcap.xz"})
    void tellsAllThatTheTextTellsAndLoadsNothing(String sample) throws Exception {
        String source = SummaryTexts.page(List.of(sample));
        Document page = parsed(source);
        assertThat(source)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("src=")
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("<script");
        assertThat(elements(page, "meta").stream().map(meta -> meta.getAttribute("content")))
                .contains("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(elements(page, "style").get(0).getTextContent())
                .contains("prefers-color-scheme: dark")
                .doesNotContain("\\u");
        String told = plain(page.getDocumentElement().getTextContent());
        SummaryTexts.of(List.of(sample))
                .lines()
                .filter(line -> !line.endsWith("'xenscope verify' lists all"))
                .forEach(line -> assertThat(told).contains(plain(line)));
    }

    @Test
    void chartsShowTheFiguresOfTheReport() throws Exception {
        Report report = report(REMUS);
        Document page = parsed(page(report));
        List<String> rounds = all(drawing(page, "pages of each round"), "rect", "s\\d").stream()
                .map(Element::getTextContent)
                .toList();
        assertThat(rounds).hasSize((int) report.rounds()
                .kept()
                .map(RoundLine::round)
                .filter(round -> !round.kind().equals("checkpoint"))
                .count());
        assertThat(rounds.get(1)).startsWith("round 1 (live): 404 pages, 404 resent, 1.66 MB; begins at ");
        List<String> epochs = all(drawing(page, "interval"), "rect", "s\\d").stream()
                .map(Element::getTextContent)
                .toList();
        assertThat(epochs).hasSize((int) report.epochs().epochs().total() - 1);
        assertThat(epochs).allMatch(tip -> tip.matches("epoch \\d+: interval .*, 405 pages, 1.66 MB, 100% of .*"));
        long resent = all(drawing(page, "resendings by PFN"), "rect", "h\\d").stream()
                .mapToLong(cell -> Long.parseLong(cell.getTextContent().replaceAll(".*: (\\d+) resent.*", "$1")))
                .sum();
        assertThat(resent)
                .isEqualTo(report.pages().heat().cells().stream()
                        .mapToLong(HotRange::resent)
                        .sum())
                .isEqualTo(report.end().totals().resentPages());
    }

    @ParameterizedTest
    @ValueSource(strings = {NETEM, IMAGE})
    void coursesHoldAllThatWasSent(String sample) throws Exception {
        Report report = report(sample);
        List<Span> spans = report.byOffset().spans();
        assertThat(spans.stream().mapToLong(Span::pages).sum())
                .isEqualTo(report.end().totals().pages());
        assertThat(spans.stream().mapToLong(Span::zeroPages).sum())
                .isEqualTo(report.end().totals().zeroPages());
        assertThat(spans.stream().mapToLong(Span::resentPages).sum())
                .isEqualTo(report.end().totals().resentPages());
        if (report.byTime() != null) {
            assertThat(report.byTime().spans().stream().mapToLong(Span::octets).sum())
                    .isEqualTo(spans.stream().mapToLong(Span::octets).sum());
        }
    }

    @Test
    void withoutTimesThereAreOffsetsAndThePageSaysSo() throws Exception {
        Document page = parsed(page(report(IMAGE)));
        String told = page.getDocumentElement().getTextContent();
        assertThat(told)
                .contains("the input has no times, so there is no throughput")
                .doesNotContain("B/s");
        assertThat(elements(page, "svg").stream().map(svg -> svg.getAttribute("aria-label")))
                .containsExactly("pages", "pages of each round", "resendings by PFN");
    }

    @Test
    void whatAGuestIsCalledStaysText() throws Exception {
        String name = "<script>alert(\"1\")</script>&amp;'</title>\u0001\uFFFF";
        Report real = report(IMAGE);
        MigrationInfo info = real.end().migration();
        MigrationInfo named = new MigrationInfo(
                info.correlation(),
                info.mode(),
                info.toolstack(),
                info.carrier(),
                info.format(),
                info.guest(),
                info.guestWidth(),
                info.toolstackWidth(),
                info.xenVersion(),
                info.pageSize(),
                info.p2mSize(),
                name,
                info.domainUuid());
        Origin origin = new Origin(real.origin().migrationId(), null, null, "<img src='x'>.img");
        Report hostile = new Report(
                origin,
                new MigrationEnd(
                        named,
                        real.end().totals(),
                        real.end().outcome(),
                        real.end().reason()),
                real.lostOctets(),
                real.startNs(),
                real.byTime(),
                real.byOffset(),
                real.rounds(),
                real.convergence(),
                real.standstill(),
                real.pages(),
                real.compressed(),
                real.way(),
                real.epochs(),
                real.triage(),
                real.findings());
        String source = page(hostile);
        assertThat(source).doesNotContain("<script").doesNotContain("<img");
        Document page = parsed(source);
        assertThat(elements(page, "title").get(0).getTextContent()).startsWith("<img src='x'>.img – ");
        assertThat(page.getDocumentElement().getTextContent())
                .contains("'<script>alert(\"1\")</script>&amp;'</title>\\u0001\uFFFD'");
    }

    @Test
    void severalAreComparedAndToldInFull() throws Exception {
        String source = SummaryTexts.page(List.of(PV, NETEM));
        Document page = parsed(source);
        assertThat(elements(page, "article")).hasSize(3);
        String told = plain(page.getDocumentElement().getTextContent());
        SummaryTexts.of(List.of(PV, NETEM))
                .lines()
                .forEach(line -> assertThat(told).contains(plain(line)));
        assertThat(elements(page, "a").stream().map(link -> link.getAttribute("href")))
                .containsExactly("#m1", "#m2");
    }

    @Test
    void thePageIsWrittenBesideTheText(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("page.html");
        Command.Result both = Command.run("summary", "--html", file.toString(), IMAGE);
        assertThat(both.exit()).isZero();
        assertThat(both.out()).startsWith(IMAGE + "\n");
        Command.Result alone = Command.run("summary", "--html", "-", IMAGE);
        assertThat(alone.out()).isEqualTo(Files.readString(file)).startsWith("<!DOCTYPE html>");
        Command.Result nowhere = Command.run(
                "summary", "--html", folder.resolve("none/page.html").toString(), IMAGE);
        assertThat(nowhere.exit()).isEqualTo(2);
        assertThat(nowhere.out()).isEmpty();
        assertThat(nowhere.err()).contains("none/page.html");
    }
}
