package io.xenscope.samples.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes legacy streams part by part. Guests are tiny: sixteen PFNs, pages filled with their number, page
 * tables with twice that, so that none of their entries is present.
 */
public final class LegacyBuilder {

    public static final int P2M_SIZE = 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int width;

    /** @param width octets of the toolstack's words */
    public LegacyBuilder(int width) {
        this.width = width;
    }

    public int size() {
        return out.size();
    }

    public byte[] octets() {
        return out.toByteArray();
    }

    public LegacyBuilder raw(byte[] octets) {
        out.writeBytes(octets);
        return this;
    }

    public LegacyBuilder number(long value, int octets) {
        for (int i = 0; i < octets; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    public LegacyBuilder u32(long... values) {
        Arrays.stream(values).forEach(value -> number(value, 4));
        return this;
    }

    public LegacyBuilder u64(long... values) {
        Arrays.stream(values).forEach(value -> number(value, 8));
        return this;
    }

    public LegacyBuilder words(long... values) {
        Arrays.stream(values).forEach(value -> number(value, width));
        return this;
    }

    public LegacyBuilder text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public LegacyBuilder fill(int octet, int count) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) octet);
        return raw(octets);
    }

    /** Header of a PV guest: extended info with extv and, when not 0, xcnt; a frame list of one page, PFN 3. */
    public LegacyBuilder pvHeader(int guestWidth, int xcnt) {
        int context = guestWidth == 8 ? 5168 : 2800;
        words(P2M_SIZE).words(-1).u32(context + 16 + (xcnt == 0 ? 0 : 12));
        text("vcpu").u32(context).fill(0, context).text("extv").u32(0);
        if (xcnt != 0) {
            text("xcnt").u32(4).u32(xcnt);
        }
        return words(3);
    }

    /** A batch with a page behind each entry that carries data. */
    public LegacyBuilder batch(long... entries) {
        list(entries);
        for (long entry : entries) {
            if ((entry >>> 28 & 0xf) < 0xd) {
                long level = entry >>> 28 & 7;
                boolean table = level >= 1 && level <= 4;
                fill((int) (table ? entry << 1 : entry) & 0xff, 4096);
            }
        }
        return this;
    }

    /** A batch without pages. */
    public LegacyBuilder list(long... entries) {
        return u32(entries.length).words(entries);
    }

    public LegacyBuilder tscInfo() {
        return u32(-7, 0).u64(123_456).u32(2_494_000, 1);
    }

    public LegacyBuilder vcpuInfo(int max, long... map) {
        return u32(-2, max).u64(map);
    }

    public LegacyBuilder parameter(int id, long value) {
        return u32(id, 0).u64(value);
    }

    public LegacyBuilder toolstack() {
        return u32(-18, 8, 1, 0);
    }

    public LegacyBuilder compressed(byte[] payload) {
        return u32(-12).words(payload.length).raw(payload);
    }

    /** LAST_CHECKPOINT and END. */
    public LegacyBuilder lastEnd() {
        return u32(-9, 0);
    }

    public LegacyBuilder end() {
        return u32(0);
    }

    /** Tail of a PV guest with the vcpu 0 alone; PFN 4 is its start page, {@code cr3} its page table. */
    public LegacyBuilder pvTail(int guestWidth, long cr3, int xsave) {
        return u32(1).words(15).vcpu(guestWidth, cr3, xsave).fill(0, 4096);
    }

    public LegacyBuilder vcpu(int guestWidth, long cr3, int xsave) {
        boolean wide = guestWidth == 8;
        byte[] context = new byte[wide ? 5168 : 2800];
        context[wide ? 616 : 524] = 4;
        int at = wide ? 4984 + 24 : 2716 + 12;
        long value = cr3 << 12;
        for (int i = 0; i < (wide ? 8 : 4); i++) {
            context[at + i] = (byte) (value >>> (8 * i));
        }
        raw(context).fill(0, 128);
        return xsave == 0 ? this : u64(7, xsave - 16).fill(1, xsave - 16);
    }

    /** Magic PFNs and a context of a header record and an end record. */
    public LegacyBuilder hvmState() {
        u64(0x3fd, 0x3fb, 0x3fc);
        return u32(40).number(1, 2)
                .number(0, 2)
                .u32(24)
                .u32(0x5438_1286L)
                .fill(0, 20)
                .u64(0);
    }

    /** As {@link #hvmTail}, with state of a device behind the head of the device model's. */
    public LegacyBuilder hvmTailWithDevice(String signature) {
        String speaker = "\4\0\0\0\1\5pcspk\0\0\0\0\0\0\0\1\0\0";
        String state = "QEVM\0\0\0\3" + speaker + "\0";
        return hvmState().text(signature).u32(state.length()).text(state);
    }

    public LegacyBuilder hvmTail(String signature) {
        return hvmState().text(signature).u32(8).text("QEVM\0\0\0\3");
    }
}
