package io.xenscope.dissect.layout;

/** Releases of Xen as one number: 417 is 4.17. */
public final class Release {

    /** The release is not known. */
    public static final int UNKNOWN = 0;

    /** The last release that wrote legacy streams. */
    public static final int LAST_LEGACY = 405;

    private Release() {}

    /** The number of a release; {@link #UNKNOWN} for impossible ones. */
    public static int of(int major, long minor) {
        return major > 0 && minor >= 0 && minor < 100 ? major * 100 + (int) minor : UNKNOWN;
    }

    /** Point releases count as the release they belong to. */
    static int of(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length < 2 ? UNKNOWN : of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
