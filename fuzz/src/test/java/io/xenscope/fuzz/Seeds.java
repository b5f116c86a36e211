package io.xenscope.fuzz;

import io.xenscope.dissect.detect.Format;
import io.xenscope.samples.carrier.RpcMessage;
import io.xenscope.samples.grammar.CheckpointState;
import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.DirtyListFraming;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.LibxlWriter;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.PhysmapEntry;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import io.xenscope.samples.legacy.LegacySamples;
import io.xenscope.samples.xapi.XapiSamples;
import io.xenscope.samples.xapi.XapiTalk;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Small sound streams of every format. */
final class Seeds {

    private static final String CONFIG = "{\"c_info\":{\"type\":\"hvm\",\"name\":\"g\"},\"b_info\":{}}";
    private static final String EXPRESSION = "(domain (domid 7) (name w) (image (hvm (vncpasswd 'se\\'cret'))))";
    private static final String XML = "<domain type='xen'><name>a&amp;b</name><os><type>hvm</type></os></domain>\n";
    private static final TscInfo TSC = new TscInfo(0, 2_400_000, 1, 1);
    private static final PageEntry XTAB = PageEntry.of(2, PageType.XTAB);

    private Seeds() {}

    /** All, by the label of their format and what they are. */
    static Map<String, byte[]> streams() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        put(seeds, "xl save", w -> {
            w.xl().header(CONFIG);
            libxl(w, 0);
        });
        put(seeds, "libxl plain", w -> libxl(w, 0));
        put(seeds, "libxl converted", w -> libxl(w, LibxlWriter.OPTION_LEGACY));
        put(seeds, "libxl remus", Seeds::remus);
        put(seeds, "libxl colo", Seeds::colo);
        put(seeds, "libxc hvm", w -> {
            hvm(w);
            w.libxc().end();
        });
        put(seeds, "libxc pv", Seeds::pv);
        byte[] image = StreamWriter.octets(w -> {
            hvm(w);
            w.libxc().end();
        });
        byte[] legacy = LegacySamples.hvmLive(8);
        put(seeds, "xend save", w -> {
            w.xend().guestRecord(EXPRESSION);
            w.raw(legacy);
        });
        put(seeds, "xend-relocation receive", w -> {
            w.xend().command("receive");
            w.xend().guestRecord(EXPRESSION);
            w.raw(legacy);
        });
        put(seeds, "libvirt 2", w -> {
            w.libvirt().header(2, XML);
            libxl(w, 0);
        });
        put(seeds, "libvirt 1", w -> {
            w.libvirt().header(1, XML);
            w.raw(legacy);
        });
        put(seeds, "libvirt-rpc tunnel", w -> {
            byte[] stream = StreamWriter.octets(inner -> libxl(inner, 0));
            w.raw(RpcMessage.call(RpcMessage.PREPARE_TUNNEL3_PARAMS, 17, new byte[40]));
            w.raw(RpcMessage.keepalive(1));
            for (int at = 0; at < stream.length; at += 700) {
                w.raw(RpcMessage.data(17, java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 700))));
            }
            w.raw(RpcMessage.streamEnd(17, RpcMessage.OK));
        });
        seeds.put("xapi hvm", XapiSamples.file(image, true).octets("file", true));
        put(seeds, "xapi old layout", w -> {
            w.xapi().oldSignature();
            w.raw(LegacySamples.hvmWithoutDeviceModel(8));
            w.xapi().deviceModel((byte) 'Q', (byte) 'E', (byte) 'V', (byte) 'M');
        });
        XapiTalk talk = XapiSamples.generationC(image);
        seeds.put("xapi-http mem", talk.octets("mem", true));
        seeds.put("xapi-http vm", talk.octets("vm", true));
        seeds.put("xapi-http b", XapiSamples.generationB(image).octets("memory", true));
        seeds.put("xapi-http vgpu", XapiSamples.generationCWithVgpu(image).octets("vgpu", true));
        put(seeds, "xl-receiver answers", w -> {
            w.handshake().banner();
            ready(w);
        });
        put(seeds, "xl-receiver colo", w -> {
            w.handshake().banner();
            coloBack(w);
        });
        put(seeds, "xl-ready answers", Seeds::ready);
        put(seeds, "xend-receiver answers", w -> {
            w.xend().ready("receive");
            w.xend().ok();
        });
        put(seeds, "colo-back states", Seeds::coloBack);
        put(seeds, "colo-back-list list", w -> {
            w.libxc().checkpointDirtyPfnList(DirtyListFraming.PLAIN, 1, 2);
            coloBack(w);
        });
        LegacySamples.all().forEach((name, octets) -> seeds.put("legacy " + name, octets));
        seeds.put("legacy-2011 hvm", LegacySamples.hvmRemus());
        seeds.put("legacy-2011 pv", LegacySamples.pv(8, 8, 848));
        return seeds;
    }

    /** Those of one format. */
    static Stream<byte[]> of(Format format) {
        return streams().entrySet().stream()
                .filter(seed -> formatOf(seed.getKey()) == format)
                .map(Map.Entry::getValue);
    }

    static Format formatOf(String name) {
        return Format.byLabel(name.substring(0, name.indexOf(' ')));
    }

    private static void put(Map<String, byte[]> seeds, String name, StreamBody body) {
        seeds.put(name, StreamWriter.octets(body));
    }

    private static void libxl(StreamWriter w, int options) throws IOException {
        w.libxl().header(options);
        w.libxl().libxcContext();
        hvm(w);
        w.libxc().end();
        w.libxl()
                .emulatorXenstoreData(
                        Emulator.QEMU_UPSTREAM, new PhysmapEntry("f0000000", 0xf0000000L, 0x800000L, "vga.vram"));
        w.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, (byte) 'Q', (byte) 'E', (byte) 'V', (byte) 'M');
        w.libxl().end();
    }

    private static void hvm(StreamWriter w) throws IOException {
        w.libxc().imageHeader(3);
        w.libxc().domainHeader(DomainType.HVM, 4, 17);
        w.libxc().cpuidPolicy(new CpuidLeaf(0, 0xffffffff, 0xd, 0x756e6547, 0x6c65746e, 0x49656e69));
        w.libxc().msrPolicy(new MsrEntry(0xce, 1L << 31));
        w.libxc().staticDataEnd();
        w.libxc().pageData(PageSource.ZEROES, PageEntry.of(1, PageType.NOTAB), XTAB);
        w.libxc().pageData(PageSource.ZEROES, XTAB);
        w.libxc().tscInfo(TSC);
        w.libxc().hvm().context(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        w.libxc().hvm().params(new HvmParam(1, 0xfeffc), new HvmParam(5, 1));
    }

    private static void pv(StreamWriter w) throws IOException {
        w.libxc().imageHeader(2);
        w.libxc().domainHeader(DomainType.PV, 4, 13);
        w.libxc().pv().info(8);
        w.libxc().pv().p2mFrames(8, 511, 16);
        w.libxc().pageData(PageSource.ZEROES, PageEntry.of(16, PageType.NOTAB), PageEntry.of(17, PageType.XTAB));
        w.libxc().tscInfo(TSC);
        w.libxc().pv().vcpuBasic(0, 8);
        w.libxc().pv().vcpuExtended(0, 128);
        w.libxc().pv().vcpuXsave(0);
        w.libxc().pv().vcpuMsrs(0, new MsrEntry(0xc0000102L, 1));
        w.libxc().end();
    }

    private static void remus(StreamWriter w) throws IOException {
        w.libxl().header();
        w.libxl().libxcContext();
        hvm(w);
        for (int epoch = 0; epoch < 2; epoch++) {
            w.libxc().checkpoint();
            w.libxl().checkpointEnd();
            w.libxc().pageData(PageSource.ZEROES, XTAB);
            w.libxc().tscInfo(TSC);
        }
    }

    private static void colo(StreamWriter w) throws IOException {
        w.libxl().header();
        w.libxl().libxcContext();
        hvm(w);
        w.libxc().checkpoint();
        w.libxl().checkpointEnd();
        w.libxl().checkpointState(CheckpointState.NEW);
        w.libxc().pageData(PageSource.ZEROES, XTAB);
        w.libxc().checkpoint();
        w.libxl().checkpointEnd();
    }

    private static void coloBack(StreamWriter w) throws IOException {
        w.libxl().checkpointState(CheckpointState.SVM_READY);
        w.libxl().checkpointState(CheckpointState.SVM_RESUMED);
        w.libxl().checkpointState(CheckpointState.SVM_SUSPENDED);
        w.libxc().checkpointDirtyPfnList(DirtyListFraming.PLAIN, 1, 2, 3);
        w.libxl().checkpointState(CheckpointState.SVM_READY);
    }

    private static void ready(StreamWriter w) throws IOException {
        w.handshake().ready();
        w.handshake().report();
        w.handshake().status(0);
    }
}
