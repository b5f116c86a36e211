package io.xenscope.samples.legacy;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Small sound streams of every kind. */
public final class LegacySamples {

    public static final long XTAB = 0xf000_0000L;
    public static final long L3 = 0x3000_0000L;
    public static final long L4 = 0x4000_0000L;

    private LegacySamples() {}

    public static Map<String, byte[]> all() {
        Map<String, byte[]> samples = new TreeMap<>();
        samples.put("pv64 plain", pv(8, 8, 848));
        samples.put("pv32 on 64", pv(8, 4, 0));
        samples.put("pv32 on 32", pv(4, 4, 64));
        samples.put("pv64 3.0", oldPv(8));
        samples.put("pv32 3.0", oldPv(4));
        samples.put("hvm live 64", hvmLive(8));
        samples.put("hvm live 32", hvmLive(4));
        samples.put("hvm 4.0", hvmOld());
        samples.put("hvm remus", hvmRemus());
        samples.put("hvm compressed 64", hvmCompressed(8));
        samples.put("hvm compressed 32", hvmCompressed(4));
        samples.put("hvm tmem", tmem(24));
        samples.put("hvm tmem 4.0.0", tmem(8));
        return samples;
    }

    public static byte[] pv(int width, int guestWidth, int xsave) {
        long top = guestWidth == 8 ? L4 : L3;
        return new LegacyBuilder(width)
                .pvHeader(guestWidth, xsave)
                .tscInfo()
                .batch(0, 3, 4, top | 5, XTAB)
                .vcpuInfo(0, 1)
                .toolstack()
                .lastEnd()
                .pvTail(guestWidth, 5, xsave)
                .octets();
    }

    /** As 3.0 wrote it: no extended info, no VCPU_INFO, no extended contexts. */
    public static byte[] oldPv(int width) {
        LegacyBuilder with = new LegacyBuilder(width).vcpu(width, 5, 0);
        byte[] context = Arrays.copyOf(with.octets(), width == 8 ? 5168 : 2800);
        return new LegacyBuilder(width)
                .words(LegacyBuilder.P2M_SIZE, 3)
                .batch(0, 3, 4, (width == 8 ? L4 : L3) | 5)
                .end()
                .u32(0)
                .raw(context)
                .fill(0, 4096)
                .octets();
    }

    public static byte[] hvmLive(int width) {
        return hvmLiveImage(width).hvmTail("DeviceModelRecord0002").octets();
    }

    /** The same with a device in the state of the device model. */
    public static byte[] hvmLiveWithDevice(int width) {
        return hvmLiveImage(width).hvmTailWithDevice("DeviceModelRecord0002").octets();
    }

    private static LegacyBuilder hvmLiveImage(int width) {
        return new LegacyBuilder(width)
                .words(LegacyBuilder.P2M_SIZE)
                .batch(0, 0xe000_0001L, 2, XTAB)
                .batch(1, 2)
                .tscInfo()
                .batch(0, 5)
                .u32(-1)
                .batch(0, 1)
                .vcpuInfo(64, 1, 1)
                .parameter(-3, 0x3ff000)
                .parameter(-10, 1)
                .parameter(-19, 0x3f8)
                .parameter(-20, 3)
                .u32(-18, 8 + 32 + 5, 1, 1)
                .u64(0x1000, 0xf000_0000L, 0x10_0000)
                .u32(5)
                .text("vram\0")
                .u32(0x5a5a_5a5aL)
                .lastEnd();
    }

    public static byte[] hvmOld() {
        return new LegacyBuilder(8)
                .words(LegacyBuilder.P2M_SIZE)
                .tscInfo()
                .batch(0, 1, XTAB | 2)
                .vcpuInfo(0, 1)
                .end()
                .hvmState()
                .text("QemuDeviceModelRecordQEVM\0\0\0\3 whatever follows")
                .octets();
    }

    public static byte[] hvmRemus() {
        LegacyBuilder stream = new LegacyBuilder(8)
                .words(LegacyBuilder.P2M_SIZE)
                .tscInfo()
                .batch(0, 1, 2)
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("RemusDeviceModelState");
        stream.batch(1, XTAB).vcpuInfo(0, 1).end().hvmTail("RemusDeviceModelState");
        return stream.vcpuInfo(0, 1).end().hvmTail("RemusDeviceModelState").octets();
    }

    public static byte[] hvmCompressed(int width) {
        LegacyBuilder stream = compressedBegin(width);
        byte[] full = new byte[4097];
        Arrays.fill(full, (byte) 0x5c);
        full[0] = (byte) 0x80;
        stream.list(1, XTAB, 2).compressed(full).compressed(full);
        stream.vcpuInfo(0, 1).end().hvmTail("RemusDeviceModelState");
        byte[] changes = Arrays.copyOf(delta(), delta().length + 1);
        return stream.list(1, 2)
                .compressed(changes)
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("RemusDeviceModelState")
                .octets();
    }

    /** As a sender of 4.1 writes it where the toolstack frames the state of the device model behind it. */
    public static byte[] hvmWithoutDeviceModel(int width) {
        return new LegacyBuilder(width)
                .words(LegacyBuilder.P2M_SIZE)
                .tscInfo()
                .batch(0, 1, XTAB)
                .vcpuInfo(0, 1)
                .lastEnd()
                .hvmState()
                .octets();
    }

    /** A live stream with batches of the size real senders write, so that it counts on a connection, too. */
    public static byte[] hvmLarge(int width) {
        long[] pfns = LongStream.range(0, 64).toArray();
        return new LegacyBuilder(width)
                .words(pfns.length)
                .batch(pfns)
                .tscInfo()
                .batch(0, 1)
                .vcpuInfo(0, 1)
                .lastEnd()
                .hvmTail("DeviceModelRecord0002")
                .octets();
    }

    /** As 3.0 wrote it, with batches of the size real senders write. */
    public static byte[] pvLarge(int width) {
        long[] pfns = LongStream.range(0, 64).toArray();
        byte[] context =
                Arrays.copyOf(new LegacyBuilder(width).vcpu(width, 5, 0).octets(), width == 8 ? 5168 : 2800);
        return new LegacyBuilder(width)
                .words(pfns.length, 3)
                .batch(pfns)
                .batch((width == 8 ? L4 : L3) | 5)
                .end()
                .u32(0)
                .raw(context)
                .fill(0, 4096)
                .octets();
    }

    /** A change of the first word: record V03 of the specification. */
    public static byte[] delta() {
        return new byte[] {
            1, (byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef, -1, -1, -1, -1, -1, -1, -1, -1, (byte) 0x87
        };
    }

    /** The first round of a stream that will compress. */
    public static LegacyBuilder compressedBegin(int width) {
        return new LegacyBuilder(width)
                .words(LegacyBuilder.P2M_SIZE)
                .batch(0, 1, 2)
                .tscInfo()
                .vcpuInfo(0, 1)
                .u32(-13)
                .end()
                .hvmTail("RemusDeviceModelState");
    }

    public static byte[] tmem(int identifier) {
        LegacyBuilder stream = new LegacyBuilder(8).words(LegacyBuilder.P2M_SIZE);
        stream.u32(-5, 1, 16, -1, 0, 100, 50, -1).u32(0, 1, 2).u64(1, 2);
        stream.fill(7, identifier).u32(9).fill(6, 4096).fill(-1, identifier).u32(-1);
        stream.batch(0, 1).u32(-6, 0).fill(7, identifier).u32(9).u32(-1);
        return stream.tscInfo()
                .batch(0, 2)
                .vcpuInfo(0, 1)
                .lastEnd()
                .hvmTail("DeviceModelRecord0002")
                .octets();
    }
}
