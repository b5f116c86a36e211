package io.xenscope.dissect.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leaves of CPUID: names, and what the four registers hold. */
final class CpuidTable {

    /** Entries of the policy that have no subleaf carry this. */
    static final long NO_SUBLEAF = 0xffff_ffffL;

    private static final long EXTENDED_FEATURES = 0x8000_0001L;
    private static final long ANY = -1;
    private static final long FROM_2 = -2;

    private final Map<Long, List<Leaf>> leaves = new HashMap<>();

    /** What a leaf answers; {@code subleaf} is {@link #ANY}, {@link #FROM_2} or a number. */
    record Leaf(long leaf, long subleaf, String name, Map<String, Register> registers) {
        boolean matches(long wanted) {
            return subleaf == ANY || subleaf == FROM_2 && wanted >= 2 || subleaf == wanted;
        }

        long unnamedFeatures(String register, long value) {
            Register holds = registers.get(register);
            BitGroup features = holds == null || !holds.features() ? null : holds.bits();
            // AMD repeats bits of leaf 1 in the extended leaf.
            long repeated = leaf == EXTENDED_FEATURES && register.equals("edx") ? 0x0183_f3ffL : 0;
            return features == null ? 0 : value & ~features.known() & ~repeated;
        }
    }

    /**
     * What one register of a leaf holds.
     *
     * @param value its name when it is a plain number or text
     * @param shared bit fields defined elsewhere
     * @param features whether its bits are those of Xen's feature list, all of which have a name
     */
    record Register(
            @Nullable String value,
            boolean ascii,
            @Nullable String shared,
            @Nullable BitGroup bits,
            boolean features) {}

    CpuidTable(Json json) {
        for (Json leaf : json.objects("leaves")) {
            Long number = leaf.number("leaf");
            if (number == null) {
                throw new IllegalStateException("a leaf has no number");
            }
            Map<String, Register> registers = new HashMap<>();
            for (String register : List.of("eax", "ebx", "ecx", "edx")) {
                Json holds = leaf.object(register);
                if (holds != null) {
                    registers.put(register, register(holds));
                }
            }
            leaves.merge(
                    number,
                    List.of(new Leaf(number, subleaf(leaf), leaf.name("name"), registers)),
                    (one, more) -> java.util.stream.Stream.concat(one.stream(), more.stream())
                            .toList());
        }
    }

    private static Register register(Json holds) {
        String shared = holds.text("bitset") == null ? holds.text("bits") : holds.text("bitset");
        return new Register(
                holds.text("value"),
                "ascii".equals(holds.text("format")),
                shared,
                holds.objects("bits").isEmpty() ? null : BitGroup.of(holds.objects("bits")),
                holds.objects("bits").stream().anyMatch(bit -> bit.has("since")));
    }

    private static long subleaf(Json leaf) {
        Long number = leaf.number("subleaf");
        if (number != null) {
            return number;
        }
        String text = leaf.text("subleaf");
        return text == null ? NO_SUBLEAF : text.equals("any") ? ANY : FROM_2;
    }

    /** The leaf; null when it is not known. */
    @Nullable
    Leaf leaf(long leaf, long subleaf) {
        for (Leaf known : leaves.getOrDefault(leaf, List.of())) {
            if (known.matches(subleaf)) {
                return known;
            }
        }
        return null;
    }

    Iterable<List<Leaf>> leaves() {
        return leaves.values();
    }
}
