package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a migration as a whole ({@code xenscope.migration}); null means the stream did not tell.
 *
 * @param correlation what several connections of one migration have in common; null for those of one connection
 * @param mode {@code save}, {@code live}, {@code remus}, {@code colo} or {@code unknown}
 * @param toolstack {@code xl}, {@code libvirt}, {@code xapi}, {@code xend} or {@code unknown}
 * @param carrier name of the detected carrier, one of those {@code xenscope formats} lists
 * @param format {@code libxc-v2}, {@code libxc-v3}, {@code legacy}
 * @param guest {@code pv}, {@code hvm}, {@code pvh} or {@code unknown}
 * @param guestWidth bits of a PV guest's words
 * @param toolstackWidth bits of the sending toolstack, legacy streams only
 * @param xenVersion "major.minor" of the sending hypervisor
 * @param pageSize octets
 * @param p2mSize number of PFNs the guest's address space spans
 */
public record MigrationInfo(
        @Nullable String correlation,
        String mode,
        String toolstack,
        String carrier,
        @Nullable String format,
        String guest,
        @Nullable Integer guestWidth,
        @Nullable Integer toolstackWidth,
        @Nullable String xenVersion,
        @Nullable Integer pageSize,
        @Nullable Long p2mSize,
        @Nullable String domainName,
        @Nullable String domainUuid) {}
