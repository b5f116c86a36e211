package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * VCPU_INFO (−2): which vcpus are online, so have a context in a PV tail (legacy-stream specification 4.3.2).
 *
 * <pre>
 *  0       4       8              16
 *  +-------+-------+---------------+-- … --+
 *  |  −2   |  max  |  vcpus 0–63   |       |   max/64 + 1 words
 *  +-------+-------+---------------+-- … --+
 * </pre>
 */
final class VcpuInfo {

    private static final int MOST = 4095;
    private static final int MOST_BEFORE_4_2 = 63;

    private VcpuInfo() {}

    static Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        long start = header.offset();
        Element element = image.begin(type, header, 8, 8);
        return Step.read(4, in -> {
            int max = (int) in.u32(0);
            if (max < 0 || max > MOST) {
                return image.lost(
                        start,
                        FindingCode.E20,
                        in.offset(),
                        4,
                        "max_vcpu_id " + max + ", receivers accept up to 4095 (63 before 4.2): " + image.failure());
            }
            if (max > MOST_BEFORE_4_2) {
                image.release.seen(Release.V4_2);
            }
            int words = max / 64 + 1;
            element.grow(8 + 8L * words);
            KeptOctets kept = new KeptOctets(start + 8, 8 * words);
            return Step.stream(8L * words, kept, () -> complete(image, element, in.offset(), max, kept.seen(), next));
        });
    }

    private static Step complete(
            ImageState image, Element element, long maxAt, int max, Slice in, Supplier<Step> next) {
        int words = max / 64 + 1;
        FieldReader fields = new FieldReader(in);
        fields.value("max_vcpu_id", new Value.Leaf(new Data.Numeric(max), maxAt, 4, null));
        image.vcpuMapLost = in.length() < 8 * words;
        if (!image.vcpuMapLost) {
            long[] map = new long[words];
            List<Value> shown = new ArrayList<>();
            int online = 0;
            for (int i = 0; i < words; i++) {
                map[i] = in.u64(8 * i);
                online += Long.bitCount(map[i]);
                shown.add(new Value.Leaf(new Data.Hex(map[i]), in.offset() + 8L * i, 8, null));
            }
            judge(image, element, in.offset(), max, map);
            image.vcpuMap = map;
            fields.leaf("online", 0, 8L * words, new Data.Numeric(online), null);
            fields.value("map", new Value.Items(shown, words));
        }
        image.complete(element, fields.fields());
        return next.get();
    }

    private static void judge(ImageState image, Element element, long at, int max, long[] map) {
        long above = max % 64 == 63 ? 0 : map[map.length - 1] >>> (max % 64 + 1);
        if ((map[0] & 1) == 0 || above != 0) {
            String what = above != 0 ? "vcpus above max_vcpu_id " + max + " online" : "vcpu 0 not online";
            element.finding(FindingCode.E22, at, 8L * map.length, what);
        }
        long[] before = image.lastVcpuMap;
        if (before != null && !Arrays.equals(before, map)) {
            element.finding(
                    FindingCode.E21,
                    at,
                    8L * map.length,
                    "receivers size the tail of this round by the map of the round before");
        }
    }
}
