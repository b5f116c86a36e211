package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/**
 * One framing element ({@code xenscope.record}).
 *
 * @param index 0, 1, 2 … per direction over all layers, batches included
 * @param type the format's own name, such as {@code PAGE_DATA}
 * @param typeId the number on the wire; null for parts without one
 * @param bodyLength the length field, without padding; for parts without one the event's length, in octets
 * @param missedBytes octets of it that were never seen; 0 when complete
 * @param optional the optional flag of the type is set
 * @param fields decoded fields in wire order
 */
public record RecordInfo(
        long index,
        String type,
        @Nullable Long typeId,
        long bodyLength,
        long missedBytes,
        boolean optional,
        Fields fields) {}
