package io.xenscope.dissect.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Model-specific registers by number: names, bit fields, and which records carry which. */
final class MsrTable {

    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, BitGroup> bits = new HashMap<>();
    private final Map<Long, String> bitNames = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private final Map<String, Set<Long>> usage = new HashMap<>();

    private record Range(long first, long last, String name) {}

    MsrTable(Json json) {
        for (Json msr : json.objects("msrs")) {
            long index = number(msr, "index");
            names.put(index, msr.name("name"));
            String shared = msr.text("bitset");
            if (shared != null) {
                bitNames.put(index, shared);
            } else if (msr.has("bits")) {
                bits.put(index, BitGroup.of(msr.objects("bits")));
            }
        }
        for (Json range : json.objects("ranges")) {
            ranges.add(new Range(number(range, "first"), number(range, "last"), range.name("name")));
        }
        Json users = json.object("usage");
        if (users != null) {
            for (String record : users.names()) {
                Set<Long> carried = new HashSet<>();
                for (Json since : users.objects(record)) {
                    since.texts("msrs").forEach(text -> carried.add(Long.parseLong(text.substring(2), 16)));
                }
                usage.put(record, carried);
            }
        }
    }

    private static long number(Json json, String name) {
        Long number = json.number(name);
        if (number == null) {
            throw new IllegalStateException("no number " + name);
        }
        return number;
    }

    /** Xen's name of the register; null when it has none. */
    @Nullable
    String name(long index) {
        String name = names.get(index);
        for (int i = 0; name == null && i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (range.first() <= index && index <= range.last()) {
                name = range.name()
                        .replace(
                                "%02x",
                                Long.toHexString(index - range.first() | 0x100).substring(1));
            }
        }
        return name;
    }

    /** The register's bit fields; null when none are known. */
    @Nullable
    BitGroup bits(long index, Table table) {
        String shared = bitNames.get(index);
        return shared == null ? bits.get(index) : table.bits(shared);
    }

    /** Whether some release writes the register in this record. */
    boolean isCarried(String record, long index) {
        return usage.getOrDefault(record, Set.of()).contains(index);
    }

    Set<String> sharedBits() {
        return Set.copyOf(bitNames.values());
    }
}
