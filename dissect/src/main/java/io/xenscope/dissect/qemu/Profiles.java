package io.xenscope.dissect.qemu;

import io.xenscope.dissect.layout.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptions of usual devices (payload specification D.5), read when first asked for. One name and version may have
 * several, which differ in length.
 */
final class Profiles {

    static final String RESOURCE = "qemu-vmstate-profiles.json";

    private static final Map<String, List<Description>> BY_NAME = load();

    private Profiles() {}

    private static Map<String, List<Description>> load() {
        Map<String, List<Description>> profiles = new HashMap<>();
        for (Object profile : Json.resource(RESOURCE).list("profiles")) {
            Description description = Description.of((Json) profile);
            if (description == null) {
                throw new IllegalStateException("no profile: " + ((Json) profile).text("vmsd_name"));
            }
            profiles.computeIfAbsent(key(description.name(), description.version()), key -> new ArrayList<>())
                    .add(description);
        }
        return Map.copyOf(profiles);
    }

    private static String key(String device, long version) {
        return device + ' ' + version;
    }

    /** The profiles of the device a section is named after, behind the path of its bus. */
    static List<Description> of(SectionHeader section) {
        String device = section.name().substring(section.name().lastIndexOf('/') + 1);
        return BY_NAME.getOrDefault(key(device, section.version()), List.of());
    }

    /** All profiles. */
    static List<Description> all() {
        return BY_NAME.values().stream().flatMap(List::stream).toList();
    }
}
