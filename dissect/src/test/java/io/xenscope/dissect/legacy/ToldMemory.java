package io.xenscope.dissect.legacy;

import io.xenscope.dissect.memory.CompressedPages;
import io.xenscope.dissect.memory.MemoryListener;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a stream does to memory, a line for each call; numbers are hexadecimal. */
final class ToldMemory implements MemoryListener, CompressedPages {

    private final List<String> told = new ArrayList<>();

    List<String> all() {
        return told;
    }

    /** What came behind the beginning of the last compressed round. */
    List<String> lastRound() {
        return told.subList(told.lastIndexOf("round") + 1, told.size());
    }

    private static String hex(long value) {
        return value < 0 ? "none" : Long.toHexString(value);
    }

    private static String filled(byte[] octets, int index) {
        return hex(octets[index] & 0xff);
    }

    @Override
    public void page(long pfn, byte[] octets, int index) {
        told.add("page " + hex(pfn) + " " + filled(octets, index));
    }

    @Override
    public void broken(long pfn) {
        told.add("broken " + hex(pfn));
    }

    @Override
    public void batchComplete(long offset) {
        told.add("batch");
    }

    @Override
    public CompressedPages compressedPages() {
        return this;
    }

    @Override
    public void unmapped(long pfn) {
        told.add("unmapped " + hex(pfn));
    }

    @Override
    public void roundComplete() {
        told.add("complete");
    }

    @Override
    public void roundBegins() {
        told.add("round");
    }

    @Override
    public void entry(long page, long pfn) {
        told.add("entry " + page + " " + hex(pfn));
    }

    @Override
    public void full(long page, byte[] octets, int index) {
        told.add("full " + page + " " + filled(octets, index));
    }

    @Override
    public void run(long page, int at, byte[] octets, int index, int length) {
        told.add("run " + page + " " + at + " " + HexFormat.of().formatHex(octets, index, index + length));
    }

    @Override
    public void complete(long page, long offset) {
        told.add("complete " + page);
    }

    @Override
    public void failed(long page, long offset) {
        told.add("failed " + page);
    }
}
