package io.xenscope.dissect.legacy;

/**
 * Lower bound of the release that wrote the stream, as its parts tell (legacy-stream specification 2.3, T5). Releases
 * are written as one number: 40103 is 4.1.3.
 */
final class Release {

    static final int V3_0 = 30000;
    static final int V3_0_3 = 30003;
    static final int V3_1 = 30100;
    static final int V3_2 = 30200;
    static final int V3_3 = 30300;
    static final int V3_4 = 30400;
    static final int V4_0 = 40000;
    static final int V4_1 = 40100;
    static final int V4_1_3 = 40103;
    static final int V4_2 = 40200;
    static final int V4_3 = 40300;
    static final int V4_5 = 40500;
    static final int V4_5_4 = 40504;

    private int atLeast = V3_0;

    /** The stream holds what releases before {@code release} did not write. */
    void seen(int release) {
        atLeast = Math.max(atLeast, release);
    }

    boolean isAtLeast(int release) {
        return atLeast >= release;
    }

    @Override
    public String toString() {
        int patch = atLeast % 100;
        return atLeast / 10000 + "." + atLeast / 100 % 100 + (patch == 0 ? "" : "." + patch);
    }
}
