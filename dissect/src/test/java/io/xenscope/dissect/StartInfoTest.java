package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.FieldText;
import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The start_info page of PV guests (payload specification B.7), shown where vCPU 0 names it. */
class StartInfoTest {

    private static final long PFN = 0x20;

    /** Where PAGE_DATA begins in these images, and the first page of one with one entry. */
    private static final int BATCH = State.pvState() - 32 - 4120;

    private static final int PAGE = BATCH + 24;

    private static byte[] image(int width, Memory memory) {
        byte[] context = new byte[width == 8 ? 5168 : 2800];
        ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).putInt(width == 8 ? 616 : 524, (int) PFN);
        byte[] image = State.pv(width, w -> {
            w.libxc().pv().sharedInfo(width, 512);
            w.libxc().pv().vcpuBasic(0, context);
        });
        byte[] pages = StreamWriter.octets(memory::write);
        return Octets.replace(image, BATCH, BATCH + 4120, pages);
    }

    @FunctionalInterface
    private interface Memory {
        void write(StreamWriter w) throws IOException;
    }

    private static void page(StreamWriter w, long pfn, PageSource content) throws IOException {
        w.libxc().pageData(content, PageEntry.of(pfn, PageType.NOTAB));
    }

    /** A page of a guest of 64 bits; those of PFNs above the first have it as count of pages. */
    private static void wide(long pfn, int nibble, byte[] into, int at) {
        ByteBuffer page = begin("xen-3.0-x86_64", into, at);
        page.putLong(at + 32, pfn).putLong(at + 40, 0xabc000).putInt(at + 48, 0x11);
        page.putLong(at + 56, 0x1fe).putInt(at + 64, 1);
        page.putLong(at + 72, 0x1fd).putInt(at + 80, 2);
        page.put(at + 128, "root=/dev/xvda".getBytes(StandardCharsets.US_ASCII));
        page.putLong(at + 1160, 7);
    }

    private static void narrow(long pfn, int nibble, byte[] into, int at) {
        ByteBuffer page = begin("xen-3.0-x86_32p", into, at);
        page.putInt(at + 32, 512).putInt(at + 44, 0x1fe).putInt(at + 52, 0x1fd);
        page.put(at + 80, "quiet".getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer begin(String magic, byte[] into, int at) {
        // What the layout does not name is left alone.
        Arrays.fill(into, at, at + PageSource.PAGE_SIZE, (byte) 0);
        Arrays.fill(into, at + 1168, at + PageSource.PAGE_SIZE, (byte) 0x5e);
        ByteBuffer page = ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
        return page.put(at, magic.getBytes(StandardCharsets.US_ASCII));
    }

    private static Fields startInfo(Decoded decoded) {
        return decoded.record("X86_PV_VCPU_BASIC").fields().members().stream()
                .filter(field -> field.name().equals("start_info"))
                .map(field -> (Fields) field.value())
                .findFirst()
                .orElse(null);
    }

    private static Value.Leaf leaf(Fields fields, String name) {
        return fields.members().stream()
                .filter(field -> field.name().equals(name))
                .map(field -> (Value.Leaf) field.value())
                .findFirst()
                .orElse(null);
    }

    @Test
    void ofAGuestOf64Bits() {
        Fields fields = startInfo(Decoded.file(image(8, w -> page(w, PFN, StartInfoTest::wide))));
        assertThat(FieldText.of(fields))
                .isEqualTo(
                        "magic=xen-3.0-x86_64 nr_pages=32 shared_info=0xabc000 flags=0x11 store_mfn=510 store_evtchn=1"
                                + " console={mfn=509 evtchn=2} pt_base=0x0 nr_pt_frames=0 mfn_list=0x0 mod_start=0x0 mod_len=0"
                                + " cmd_line=secret:root=/dev/xvda first_p2m_pfn=0 nr_p2m_frames=7");
        Value.Leaf store = leaf(fields, "store_mfn");
        assertThat(store.offset()).isEqualTo(PAGE + 56);
        assertThat(store.length()).isEqualTo(8);
    }

    @Test
    void ofAGuestOf32Bits() {
        Fields fields = startInfo(Decoded.file(image(4, w -> page(w, PFN, StartInfoTest::narrow))));
        assertThat(leaf(fields, "nr_pages").data()).isEqualTo(new Data.Numeric(512));
        assertThat(leaf(fields, "store_mfn").data()).isEqualTo(new Data.Numeric(0x1fe));
        assertThat(leaf(fields, "cmd_line").data()).isEqualTo(new Data.Secret("quiet"));
        assertThat(leaf(fields, "cmd_line").offset()).isEqualTo(PAGE + 80);
    }

    @Test
    void bitsWhereTheyAreWanted() {
        Fields fields = startInfo(Decoded.judged(image(8, w -> page(w, PFN, StartInfoTest::wide))));
        assertThat(leaf(fields, "flags").text()).isEqualTo("SIF_PRIVILEGED SIF_VIRT_P2M_4TOOLS");
    }

    @Test
    void theLastCopyCounts() {
        byte[] twice = image(8, w -> {
            page(w, PFN, PageSource.filledWith(0x90));
            page(w, PFN, StartInfoTest::wide);
        });
        assertThat(leaf(startInfo(Decoded.file(twice)), "magic").offset()).isEqualTo(PAGE + 4120);
        byte[] overwritten = image(8, w -> {
            page(w, PFN, StartInfoTest::wide);
            page(w, PFN, PageSource.filledWith(0x90));
        });
        assertThat(startInfo(Decoded.file(overwritten))).isNull();
    }

    @Test
    void onlyThePageThatIsNamed() {
        assertThat(startInfo(Decoded.file(image(8, w -> page(w, PFN + 1, StartInfoTest::wide)))))
                .isNull();
        assertThat(startInfo(Decoded.file(image(
                        8,
                        w -> page(w, PFN, (pfn, nibble, into, at) -> {
                            wide(pfn, nibble, into, at);
                            into[at + 7] = 'X';
                        })))))
                .isNull();
    }

    @Test
    void fewCandidatesAreKept() {
        byte[] many = image(8, w -> w.libxc().pageData(StartInfoTest::wide, entries(PFN - 16, PFN)));
        assertThat(leaf(startInfo(Decoded.file(many)), "nr_pages").data()).isEqualTo(new Data.Numeric(PFN));
        byte[] more = image(8, w -> w.libxc().pageData(StartInfoTest::wide, entries(PFN, PFN + 16)));
        assertThat(startInfo(Decoded.file(more))).isNull();
    }

    private static PageEntry[] entries(long first, long last) {
        PageEntry[] entries = new PageEntry[(int) (last - first) + 1];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = PageEntry.of(first + i, PageType.NOTAB);
        }
        return entries;
    }

    @Test
    void lostOctetsCostTheFieldsTheyLieIn() {
        byte[] image = image(8, w -> page(w, PFN, StartInfoTest::wide));
        Fields fields = startInfo(Decoded.fileWithHole(image, PAGE + 130, PAGE + 131));
        assertThat(leaf(fields, "mod_len")).isNotNull();
        assertThat(leaf(fields, "cmd_line")).isNull();
        assertThat(leaf(fields, "nr_p2m_frames")).isNotNull();
        assertThat(startInfo(Decoded.fileWithHole(image, PAGE + 3, PAGE + 4))).isNull();
        assertThat(startInfo(Decoded.fileWithHole(image, PAGE - 4, PAGE - 3))).isNull();
    }

    /** What passed unseen may have been the page anew. */
    @Test
    void nothingIsSaidOncePagesWereNotLookedAt() {
        byte[] image = image(8, w -> {
            page(w, PFN, StartInfoTest::wide);
            page(w, 0x30, PageSource.filledWith(0x90));
        });
        long[] asked = {0};
        DissectOptions straining = DissectOptions.DEFAULT.attentiveWhile(() -> asked[0]++ % 2 == 0);
        assertThat(startInfo(Decoded.file(image, straining))).isNull();
        assertThat(startInfo(Decoded.file(image))).isNotNull();
    }

    @Test
    void nothingAtTheDepthOfFraming() {
        byte[] image = image(8, w -> page(w, PFN, StartInfoTest::wide));
        assertThat(startInfo(Decoded.file(image, DissectOptions.DEFAULT.withDepth(DissectOptions.Depth.FRAMING))))
                .isNull();
    }
}
