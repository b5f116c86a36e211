package io.xenscope.samples.scenario;

/**
 * Shares of page contents in percent of the guest's RAM; what is missing to 100 is zero pages.
 *
 * @param text readable text
 * @param random incompressible octets
 * @param counter ascending 64-bit numbers
 */
public record PageMix(int text, int random, int counter) {
    /** Half text, three tenths random octets, the rest zero. */
    public static final PageMix USUAL = new PageMix(50, 30, 0);

    /** Checks the shares. */
    public PageMix {
        if (text < 0 || random < 0 || counter < 0 || text + random + counter > 100) {
            throw new IllegalArgumentException("shares must be 0 to 100 percent together");
        }
    }
}
