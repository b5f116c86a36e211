package io.xenscope.output.delivery;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all destinations of a run.
 *
 * @param appending whether files keep what they hold
 * @param rotation when files are put aside
 * @param authorities PEM file of certificates servers are believed by; null for those the Java platform trusts
 * @param authorization value of the HTTP header of this name; null for none
 * @param hostname name of this machine; null when it is not known
 * @param clock tells when files are put aside
 */
public record DestinationOptions(
        boolean appending,
        Rotation rotation,
        @Nullable Path authorities,
        @Nullable String authorization,
        @Nullable String hostname,
        Clock clock) {}
