package io.xenscope.samples.scenario;

/**
 * Release of the sending hypervisor.
 *
 * @param major e.g. 4
 * @param minor e.g. 17
 */
public record XenVersion(int major, int minor) {
    /** Whether this release is {@code 4.minor} or later. */
    public boolean atLeast(int fourPoint) {
        return major > 4 || (major == 4 && minor >= fourPoint);
    }

    /** Reads {@code major.minor}. */
    public static XenVersion parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("not a release: " + text);
        }
        return new XenVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
