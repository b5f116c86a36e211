package io.xenscope.dissect.test;

import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.HvmSaveRecord;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import java.io.IOException;

/**
 * Small streams about which there is nothing to find, and where their elements begin. Tests bend one thing in them.
 *
 * <pre>
 * HVM image    0 headers  40 CPUID  72 MSR  96 STATIC_DATA_END  104 PAGE_DATA  4224 TSC  4256 CONTEXT  4288 PARAMS  4320 END
 * HVM libxl    0 header   16 LIBXC_CONTEXT  24 the image  4352 EMULATOR_CONTEXT  4384 END
 * PV image     0 headers  40 INFO  56 CPUID  88 MSR  112 STATIC_DATA_END  120 P2M  144 PAGE_DATA  4264 TSC
 *              4296 SHARED_INFO  8400 BASIC  13584 END
 * Remus        128 PAGE_DATA  4344 CHECKPOINT  4352 EMULATOR_CONTEXT  4384 CHECKPOINT_END
 *              4392 PAGE_DATA  8608 CHECKPOINT  8616 EMULATOR_CONTEXT  8648 CHECKPOINT_END
 * </pre>
 */
public final class Guests {

    public static final int CPUID = 40;
    public static final int MSR = 72;
    public static final int STATIC_END = 96;
    public static final int PAGES = 104;
    public static final int TSC = 4224;
    public static final int CONTEXT = 4256;
    public static final int PARAMS = 4288;
    public static final int END = 4320;

    /** Where the image begins in the libxl stream. */
    public static final int IMAGE = 24;

    public static final int EMULATOR = 4352;
    public static final int LIBXL_END = 4384;

    public static final int PV_INFO = 40;
    public static final int PV_STATIC_END = 112;
    public static final int PV_P2M = 120;
    public static final int PV_PAGES = 144;
    public static final int PV_TSC = 4264;
    public static final int PV_SHARED = 4296;
    public static final int PV_BASIC = 8400;
    public static final int PV_END = 13584;

    public static final int CHECKPOINT = 4344;
    public static final int CHECKPOINT_END = 4384;
    public static final int EPOCH_2 = 4392;
    public static final int REMUS_LENGTH = 8656;

    private static final byte[] QEMU = Octets.dump("51 45 56 4d 00 00 00 03 04 00 00 00 00 00 00 00");
    private static final PageSource CONTENT = PageSource.filledWith(0x90);

    private Guests() {}

    /** A bare image of an HVM guest of Xen 4.17. */
    public static byte[] hvm() {
        return StreamWriter.octets(Guests::hvmImage);
    }

    /** The same in a libxl stream. */
    public static byte[] libxl() {
        return StreamWriter.octets(Guests::libxlStream);
    }

    /** The same as {@code xl migrate} sends it, behind {@code config}. */
    public static byte[] xl(String config) {
        return StreamWriter.octets(w -> {
            w.xl().header(config);
            libxlStream(w);
        });
    }

    /** A bare image of a 64-bit PV guest of Xen 4.17. */
    public static byte[] pv() {
        return StreamWriter.octets(Guests::pvImage);
    }

    /** Two epochs of an HVM guest in a libxl stream. */
    public static byte[] remus() {
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            hvmStatics(w);
            epoch(w);
            epoch(w);
        });
    }

    /** A bare image of version 2 from an HVM guest of Xen 4.13: PAGE_DATA begins at 40. */
    public static byte[] hvm2(StreamBody static2) {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(2);
            w.libxc().domainHeader(DomainType.HVM, 4, 13);
            static2.write(w);
            pages(w, 0);
            hvmState(w);
            w.libxc().end();
        });
    }

    public static void libxlStream(StreamWriter w) throws IOException {
        w.libxl().header();
        w.libxl().libxcContext();
        hvmImage(w);
        emulator(w);
        w.libxl().end();
    }

    public static void hvmImage(StreamWriter w) throws IOException {
        hvmStatics(w);
        pages(w, 0);
        hvmState(w);
        w.libxc().end();
    }

    public static void hvmStatics(StreamWriter w) throws IOException {
        w.libxc().imageHeader(3);
        w.libxc().domainHeader(DomainType.HVM, 4, 17);
        statics(w);
    }

    public static void statics(StreamWriter w) throws IOException {
        w.libxc().cpuidPolicy(new CpuidLeaf(0, CpuidLeaf.NO_SUBLEAF, 0x16, 1, 2, 3));
        w.libxc().msrPolicy(new MsrEntry(0xce, 0x80000000L));
        w.libxc().staticDataEnd();
    }

    /** X86_TSC_INFO, HVM_CONTEXT with an IOAPIC, HVM_PARAMS. */
    public static void hvmState(StreamWriter w) throws IOException {
        tsc(w);
        w.libxc().hvm().context(new HvmSaveRecord(4, 0, 8), new HvmSaveRecord(0, 0, 0));
        w.libxc().hvm().params(new HvmParam(1, 0xfeffc));
    }

    public static void tsc(StreamWriter w) throws IOException {
        w.libxc().tscInfo(new TscInfo(0, 2_400_000, 123_456_789, 1));
    }

    /** One PAGE_DATA record with a page of content for each PFN. */
    public static void pages(StreamWriter w, long... pfns) throws IOException {
        PageEntry[] entries = new PageEntry[pfns.length];
        for (int i = 0; i < pfns.length; i++) {
            entries[i] = PageEntry.of(pfns[i], PageType.NOTAB);
        }
        entries(w, entries);
    }

    public static void entries(StreamWriter w, PageEntry... entries) throws IOException {
        w.libxc().pageData(CONTENT, entries);
    }

    public static void emulator(StreamWriter w) throws IOException {
        w.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, QEMU);
    }

    /** Pass, state, CHECKPOINT and libxl tail: 4264 octets. */
    public static void epoch(StreamWriter w) throws IOException {
        pages(w, 0);
        hvmState(w);
        w.libxc().checkpoint();
        emulator(w);
        w.libxl().checkpointEnd();
    }

    public static void pvImage(StreamWriter w) throws IOException {
        w.libxc().imageHeader(3);
        w.libxc().domainHeader(DomainType.PV, 4, 17);
        w.libxc().pv().info(8);
        statics(w);
        w.libxc().pv().p2mFrames(0L, 511L, 0x10L);
        pages(w, 0x10);
        tsc(w);
        w.libxc().pv().sharedInfo(8, 512);
        w.libxc().pv().vcpuBasic(0, 8);
        w.libxc().end();
    }
}
