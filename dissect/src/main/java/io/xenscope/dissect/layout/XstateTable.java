package io.xenscope.dissect.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Components of an XSAVE area in the standard format, with the places processors of different makes give them. */
final class XstateTable {

    /** Octets of the legacy region and the header. */
    static final int LEGACY = 576;

    private final List<Component> components = new ArrayList<>();
    private final List<String> profiles;

    /** Where a component lies, from the start of the area. */
    record Place(int offset, int size) {}

    /** A component outside the legacy region; {@code places} by profile, {@code count} elements of equal size. */
    record Component(int bit, String name, int count, Map<String, Place> places) {}

    XstateTable(Json json) {
        profiles = json.texts("profiles");
        for (Json component : json.objects("components")) {
            Map<String, Place> places = new HashMap<>();
            for (String profile : profiles) {
                Json place = component.object(profile);
                if (place != null) {
                    places.put(profile, new Place(place.integer("offset"), place.integer("size")));
                }
            }
            Json elements = component.object("struct");
            int count = elements == null ? 1 : elements.integer("count");
            if (!component.flag("legacy")) {
                components.add(
                        new Component(component.integer("bit"), component.name("name"), count, Map.copyOf(places)));
            }
        }
    }

    List<Component> components() {
        return components;
    }

    /**
     * The places of the components in {@code mask}.
     *
     * @param told places the CPUID policy of the same stream gives, by component
     * @param length octets of the area
     * @return null when nothing tells them
     */
    @Nullable
    Map<Integer, Place> places(long mask, Map<Integer, Place> told, long length) {
        long extended = mask & ~3L;
        boolean allTold = components.stream()
                .filter(one -> (extended >>> one.bit() & 1) != 0)
                .allMatch(one -> told.containsKey(one.bit()));
        if (allTold) {
            return told;
        }
        for (String profile : profiles) {
            Map<Integer, Place> places = new HashMap<>();
            for (Component component : components) {
                Place place = component.places().get(profile);
                if (place != null) {
                    places.put(component.bit(), place);
                }
            }
            if (extent(extended, places) == length) {
                return places;
            }
        }
        return null;
    }

    /** Octets of an area with the components in {@code mask}; −1 when one of them has no place. */
    static long extent(long mask, Map<Integer, Place> places) {
        long extent = LEGACY;
        for (int bit = 2; bit < Long.SIZE; bit++) {
            if ((mask >>> bit & 1) != 0) {
                Place place = places.get(bit);
                if (place == null) {
                    return -1;
                }
                extent = Math.max(extent, (long) place.offset() + place.size());
            }
        }
        return extent;
    }
}
