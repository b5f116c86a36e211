package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/**
 * One finding ({@code xenscope.expert}, {@code rule.id}, {@code rule.name}).
 *
 * @param code id of the specification's tables, such as {@code PGD-004}
 * @param name short name of the condition
 * @param severity its weight
 * @param text what was found and what was expected
 * @param spec document and section
 * @param recordIndex {@code record.index} of the record it is about; null when it is about none
 */
public record ExpertInfo(
        String code,
        String name,
        Severity severity,
        String text,
        String spec,
        @Nullable Long recordIndex) implements EventBody {
    @Override
    public String action() {
        return "expert";
    }
}
