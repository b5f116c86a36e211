package io.xenscope.capture;

/**
 * How a capture counts time: in steps of 10^-n or 2^-n seconds from 1970 on, or from an offset to it (pcapng options 9
 * and 14, carriers specification 8.2).
 */
final class TimestampUnit {

    private static final long SECOND = 1_000_000_000L;

    private final int exponent;
    private final boolean binary;
    private final long offset;
    private final long factor;

    private TimestampUnit(int exponent, boolean binary, long offsetSeconds) {
        this.exponent = exponent;
        this.binary = binary;
        this.offset = saturatedSeconds(offsetSeconds);
        this.factor = binary ? 0 : powerOfTen(Math.abs(9 - exponent));
    }

    static TimestampUnit decimal(int exponent) {
        return new TimestampUnit(exponent, false, 0);
    }

    /** @param resolution the value of option if_tsresol: highest bit 0 for powers of ten, 1 for powers of two */
    static TimestampUnit of(int resolution, long offsetSeconds) {
        return new TimestampUnit(resolution & 0x7F, (resolution & 0x80) != 0, offsetSeconds);
    }

    /** Nanoseconds since 1970 of an unsigned count of steps. */
    long nanoseconds(long steps) {
        if (!binary) {
            return (exponent <= 9 ? steps * factor : divided(steps)) + offset;
        }
        // steps * 10^9 needs up to 94 bits: keep it in two longs, then shift.
        long low = steps * SECOND;
        long high = Math.multiplyHigh(steps, SECOND) + (steps < 0 ? SECOND : 0);
        if (exponent == 0) {
            return low + offset;
        }
        if (exponent < 64) {
            return (high << (64 - exponent) | low >>> exponent) + offset;
        }
        return (high >>> (exponent - 64)) + offset;
    }

    private long divided(long steps) {
        return factor == 0 ? 0 : Long.divideUnsigned(steps, factor);
    }

    /** 10^n, or 0 where it does not fit. */
    private static long powerOfTen(int n) {
        if (n > 18) {
            return 0;
        }
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= 10;
        }
        return power;
    }

    private static long saturatedSeconds(long seconds) {
        long limit = Long.MAX_VALUE / SECOND / 2;
        return Math.max(-limit, Math.min(limit, seconds)) * SECOND;
    }
}
