package io.xenscope.dissect.event;

/** How far a live or long input has come ({@code xenscope.progress}). */
public record Progress(long bytes, long records, long pages, long rounds, long checkpoints) implements EventBody {
    @Override
    public String action() {
        return "progress";
    }
}
