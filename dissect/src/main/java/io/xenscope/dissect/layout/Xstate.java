package io.xenscope.dissect.layout;

import io.xenscope.dissect.layout.XstateTable.Place;
import java.util.HashMap;
import java.util.Map;

/** Where the CPUID policy of a stream puts the components of an XSAVE area (leaf 0xd). */
public final class Xstate {

    private final Map<Integer, Place> places = new HashMap<>();

    /** Subleaf {@code component} of leaf 0xd: its size is EAX, its offset EBX; offset 0 is a supervisor component. */
    public void told(long component, long size, long offset) {
        if (component >= 2 && component < 63 && offset >= XstateTable.LEGACY && size > 0 && offset + size < 1 << 20) {
            places.put((int) component, new Place((int) offset, (int) size));
        }
    }

    Map<Integer, Place> places() {
        return places;
    }

    /**
     * Octets of the area of a guest that used the components of {@code mask}; −1 when nothing tells where one of them
     * lies.
     */
    public long extent(long mask) {
        return XstateTable.extent(mask & ~3L, places);
    }
}
