package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/**
 * A chunk of compressed checkpoint pages ({@code xenscope.compressed}).
 *
 * @param pages pages it describes
 * @param full pages sent whole
 * @param delta pages sent as differences
 * @param empty pages that did not change
 * @param wireBytes octets on the wire
 * @param rawBytes 4096 times {@code pages}
 * @param literalWords 4-octet words sent
 * @param skippedWords 4-octet words left as they were
 * @param batchFirst index of the first batch whose PFNs it fills
 * @param batchLast index of the last such batch
 */
public record CompressedInfo(
        long pages,
        long full,
        long delta,
        long empty,
        long wireBytes,
        long rawBytes,
        long literalWords,
        long skippedWords,
        @Nullable Long batchFirst,
        @Nullable Long batchLast,
        @Nullable Long pfnFirst,
        @Nullable Long pfnLast) {}
