package io.xenscope.dissect.event;

import java.util.Map;

/** Events or tapped octets that had to be given up, by reason ({@code xenscope.drop}). */
public record PipelineDrop(long events, long bytes, Map<String, Long> reasons) implements EventBody {
    @Override
    public String action() {
        return "pipeline.drop";
    }
}
