package io.xenscope.dissect.event;

import io.xenscope.dissect.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration was seen.
 *
 * @param migrationId stable id of the migration ({@code xenscope.migration.id})
 * @param source the host that sends the VM; null when the input is no network traffic
 * @param destination the host that receives it; null when the input is no network traffic
 * @param filePath the input file; null for live input and standard input
 */
public record Origin(
        String migrationId,
        @Nullable Endpoint source,
        @Nullable Endpoint destination,
        @Nullable String filePath) {

    /** The id alone tells nearly all apart; the hash of a whole record is made at run time, which a short run feels. */
    @Override
    public int hashCode() {
        return migrationId.hashCode();
    }
}
