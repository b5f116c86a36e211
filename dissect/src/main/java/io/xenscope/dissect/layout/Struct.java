package io.xenscope.dissect.layout;

import java.util.List;

/** A structure with its layouts, oldest first. */
public record Struct(String name, List<Variant> variants) {

    public Struct {
        variants = List.copyOf(variants);
    }

    static Struct of(String name, Json json) {
        return new Struct(
                name, json.objects("variants").stream().map(Variant::of).toList());
    }

    /** Whether one of the layouts has this length, or any may be right. */
    public boolean hasLength(long length) {
        return variants.stream().anyMatch(variant -> variant.isVariable() || variant.size() == length);
    }

    /**
     * The layout of a payload of {@code length} octets: of those that long the one of the release, else the newest; else
     * the smallest that is longer; else the longest.
     */
    Variant variant(long length, int release) {
        Variant fitting = null;
        Variant longer = null;
        Variant longest = variants.get(0);
        for (Variant variant : variants) {
            if (variant.isVariable() || variant.size() == length) {
                boolean better = fitting == null || variant.hasRelease(release) || !fitting.hasRelease(release);
                fitting = better ? variant : fitting;
            } else if (variant.size() > length && (longer == null || variant.size() < longer.size())) {
                longer = variant;
            }
            longest = variant.size() >= longest.size() ? variant : longest;
        }
        return fitting != null ? fitting : longer != null ? longer : longest;
    }

    /** The layout of a structure in a page, whose length tells nothing: that of the release, else the newest. */
    Variant variant(int release) {
        for (Variant variant : variants) {
            if (variant.hasRelease(release)) {
                return variant;
            }
        }
        return variants.get(variants.size() - 1);
    }
}
