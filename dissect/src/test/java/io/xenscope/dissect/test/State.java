package io.xenscope.dissect.test;

import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.HvmSaveRecord;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.util.Arrays;

/** Images whose state is sound down to the bits, and where it lies in them. */
public final class State {

    /** Where the first save record begins in {@link #hvm}. */
    public static final int CONTEXT = 4312;

    private static final CpuidLeaf[] LEAVES = {
        new CpuidLeaf(0, CpuidLeaf.NO_SUBLEAF, 0xd, 1, 2, 3),
        new CpuidLeaf(0xd, 2, 256, 576, 0, 0),
        new CpuidLeaf(0x8000_0008L, CpuidLeaf.NO_SUBLEAF, 0x3030, 0, 0, 0)
    };

    private State() {}

    /** A type and an instance of a save record, and its octets; those not given are sound ones. */
    public record Save(int type, int instance, int length, byte[] payload) {

        public static Save of(int type, int instance, int length) {
            return new Save(type, instance, length, null);
        }

        /** The same with one octet or more put at {@code at}. */
        public Save with(int at, long value, int width) {
            byte[] bent = octets().clone();
            for (int i = 0; i < width; i++) {
                bent[8 + at + i] = (byte) (value >>> 8 * i);
            }
            return new Save(type, instance, length, Arrays.copyOfRange(bent, 8, bent.length));
        }

        /** Descriptor and payload. */
        public byte[] octets() {
            byte[] sound = StreamWriter.octets(w -> w.libxc().hvm().context(new HvmSaveRecord(type, instance, length)));
            byte[] record = Arrays.copyOfRange(sound, 8, 16 + length);
            if (payload != null) {
                System.arraycopy(payload, 0, record, 8, payload.length);
            }
            return record;
        }
    }

    /** The header save record. */
    public static Save header() {
        return Save.of(1, 0, 24);
    }

    public static Save cpu() {
        return Save.of(2, 0, 1032);
    }

    public static Save end() {
        return Save.of(0, 0, 0);
    }

    /** An image of Xen 4.17 with this context. */
    public static byte[] hvm(byte[] context) {
        return hvm(context, LEAVES, new HvmParam(1, 0xfeffc));
    }

    /** The same whose policy offers the features of {@code basic}, leaf 1, too: the context begins 24 octets later. */
    public static byte[] offering(CpuidLeaf basic, Save... records) {
        return hvm(octets(records), new CpuidLeaf[] {LEAVES[0], basic, LEAVES[1], LEAVES[2]}, new HvmParam(1, 0xfeffc));
    }

    /** An image with a header, a sound CPU, then {@code record}, the end, and these parameters. */
    public static byte[] with(Save record, HvmParam... params) {
        return hvm(octets(header(), cpu(), record, end()), LEAVES, params);
    }

    private static byte[] octets(Save... records) {
        return Octets.join(Arrays.stream(records).map(Save::octets).toArray(byte[][]::new));
    }

    private static byte[] hvm(byte[] context, CpuidLeaf[] leaves, HvmParam... params) {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            statics(w, leaves);
            Guests.pages(w, 0xfeffc);
            Guests.tsc(w);
            w.libxc().hvm().context(context);
            w.libxc().hvm().params(params);
            w.libxc().end();
        });
    }

    /** An image with these save records and nothing else in its context. */
    public static byte[] records(Save... records) {
        return hvm(octets(records));
    }

    /** An image with a header, a sound CPU, then {@code record}, and the end. */
    public static byte[] with(Save record) {
        return records(header(), cpu(), record, end());
    }

    /** Where the payload of the record of {@link #with} begins. */
    public static int payload() {
        return CONTEXT + 32 + 1040 + 8;
    }

    private static void statics(StreamWriter w, CpuidLeaf... leaves) throws IOException {
        w.libxc().cpuidPolicy(leaves);
        w.libxc().msrPolicy(new MsrEntry(0xce, 0x80000000L));
        w.libxc().staticDataEnd();
    }

    /** An image of a PV guest of {@code width} with 512 PFNs, in whose place of the state stands {@code state}. */
    public static byte[] pv(int width, StreamBody state) {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.PV, 4, 17);
            w.libxc().pv().info(width);
            statics(w, LEAVES);
            w.libxc().pv().p2mFrames(0L, 511L, 0x10L);
            Guests.pages(w, 0x10);
            Guests.tsc(w);
            state.write(w);
            w.libxc().end();
        });
    }

    /** Where {@code state} begins in {@link #pv}. */
    public static int pvState() {
        return 4344;
    }
}
