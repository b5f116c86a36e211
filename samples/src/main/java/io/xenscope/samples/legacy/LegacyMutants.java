package io.xenscope.samples.legacy;

import io.xenscope.samples.mutation.Choices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Small legacy images of which no two are alike, in their elements. */
public final class LegacyMutants {

    /** Below this PFN a PV guest has what its state refers to, which is sent once. */
    private static final int PV_STATE = 6;

    private static final int MOST_BATCHES = 5;
    private static final int MOST_ENTRIES = 6;
    private static final int[] PARAMETERS = {-3, -4, -8, -10, -11, -14, -15, -16, -17, -19, -20};
    private static final long[] XALLOC_AND_BROKEN = {0xe000_0000L, 0xd000_0000L};

    private LegacyMutants() {}

    /**
     * Adds the elements of one image.
     *
     * @return what it is: {@code legacy-WIDTH-pv} or {@code legacy-WIDTH-hvm}, the width that of the toolstack's words
     */
    public static String image(List<byte[]> elements, Choices choices) {
        boolean pv = choices.below(2) == 0;
        int width = choices.below(2) == 0 ? 8 : 4;
        int guestWidth = pv && width == 8 && choices.below(2) == 0 ? 8 : 4;
        int xsave = choices.below(2) == 0 ? 0 : 848;
        add(elements, pv ? new LegacyBuilder(width).pvHeader(guestWidth, xsave) : header(width));
        if (pv) {
            long top = guestWidth == 8 ? LegacySamples.L4 : LegacySamples.L3;
            add(elements, new LegacyBuilder(width).batch(0, 3, 4, top | 5));
        } else {
            // The first PFN, which tells batches from the frame list of a PV guest, is that of every real guest.
            add(elements, new LegacyBuilder(width).batch(0, 1, 2));
        }
        for (int batches = choices.below(MOST_BATCHES); batches >= 0; batches--) {
            add(elements, new LegacyBuilder(width).batch(entries(choices, pv ? PV_STATE : 0)));
            if (choices.below(MOST_BATCHES) == 0) {
                add(elements, new LegacyBuilder(width).u32(-1));
            }
        }
        add(elements, new LegacyBuilder(width).tscInfo());
        add(elements, new LegacyBuilder(width).vcpuInfo(0, 1));
        if (pv) {
            add(elements, new LegacyBuilder(width).toolstack());
            add(elements, new LegacyBuilder(width).lastEnd());
            add(elements, new LegacyBuilder(width).pvTail(guestWidth, 5, xsave));
        } else {
            for (int parameter : PARAMETERS) {
                if (choices.below(2) == 0) {
                    add(elements, new LegacyBuilder(width).parameter(parameter, choices.below(1 << 20)));
                }
            }
            add(elements, new LegacyBuilder(width).lastEnd());
            add(elements, new LegacyBuilder(width).hvmTail("DeviceModelRecord0002"));
        }
        return "legacy-" + width + (pv ? "-pv" : "-hvm");
    }

    private static LegacyBuilder header(int width) {
        return new LegacyBuilder(width).words(LegacyBuilder.P2M_SIZE);
    }

    private static long[] entries(Choices choices, int first) {
        long[] pfns = LongStream.range(first, LegacyBuilder.P2M_SIZE)
                .filter(pfn -> choices.below(2) == 0)
                .limit(1 + choices.below(MOST_ENTRIES))
                .toArray();
        if (pfns.length > 0 && choices.below(4) == 0) {
            pfns[0] |= XALLOC_AND_BROKEN[choices.below(XALLOC_AND_BROKEN.length)];
        }
        if (choices.below(4) == 0) {
            long[] more = Arrays.copyOf(pfns, pfns.length + 1);
            more[pfns.length] = LegacySamples.XTAB;
            return more;
        }
        return pfns.length > 0 ? pfns : new long[] {first};
    }

    private static void add(List<byte[]> elements, LegacyBuilder element) {
        elements.add(element.octets());
    }
}
