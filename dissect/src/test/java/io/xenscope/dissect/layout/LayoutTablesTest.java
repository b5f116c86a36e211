package io.xenscope.dissect.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables keep to their schema, and what they refer to is there and fits. */
class LayoutTablesTest {

    private static final Map<String, Table> TABLES = Map.of(
            "x86-common.json", Tables.common(),
            "hvm-save-records.json", Tables.hvm(),
            "pv-vcpu.json", Tables.pv(),
            "shared-info.json", Tables.sharedInfo(),
            "cpuid.json", Tables.cpuid(),
            "msr.json", Tables.msr(),
            "hvm-params.json", Tables.params(),
            "stream-enums.json", Tables.stream(),
            "toolstack.json", Tables.toolstack(),
            "pci.json", Tables.pci());

    static Set<String> files() {
        return TABLES.keySet();
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Tables.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsToTheSchema(String file) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text("layout-schema-1.json"));
        assertThat(schema.validate(text(file), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(
                        text(file).replace("\"width\"", "\"widht\"").replace("\"variants\"", "\"variant\""),
                        InputFormat.JSON))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void fieldsCoverEveryOctet(String file) {
        TABLES.get(file)
                .structs()
                .values()
                .forEach(struct -> struct.variants().forEach(variant -> {
                    int end = 0;
                    Set<String> names = new HashSet<>();
                    for (Member member : variant.members()) {
                        String which = struct.name() + " " + variant.size() + " " + member.name();
                        assertThat(names.add(member.name())).as(which).isTrue();
                        assertThat(member.labels()).as(which).doesNotHaveDuplicates();
                        if (member.after() == null) {
                            assertThat(member.offset()).as(which).isEqualTo(end);
                        } else {
                            assertThat(names).as(which).contains(member.after());
                        }
                        end += member.size().isFixed() ? member.size().value() : 0;
                        reference(member.size(), names, which);
                        if (member.count() != null) {
                            reference(member.count(), names, which);
                        }
                        if (member.size().isFixed()
                                && member.count() != null
                                && member.count().isFixed()) {
                            assertThat(member.count().value() * member.elementSize())
                                    .as(which)
                                    .isEqualTo(member.size().value());
                            assertThat(member.labels().size())
                                    .as(which)
                                    .isIn(0, member.count().value());
                        }
                        if (member.type().isNumber()) {
                            assertThat(member.elementSize()).as(which).isEqualTo(member.type().octets);
                        }
                    }
                    if (!variant.isVariable()) {
                        assertThat(end).as(struct.name()).isEqualTo(variant.size());
                    }
                }));
    }

    private static void reference(Extent extent, Set<String> names, String which) {
        if (extent.kind() == Extent.Kind.FIELD) {
            assertThat(names).as(which).contains(extent.field());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everythingReferredToIsThere(String file) {
        Table table = TABLES.get(file);
        for (Struct struct : table.structs().values()) {
            for (Variant variant : struct.variants()) {
                for (Member member : variant.members()) {
                    references(table, variant, member, struct.name() + " " + member.name());
                }
            }
        }
        table.bitGroups().forEach((name, group) -> group.parts().forEach(part -> names(table, group, part, name)));
    }

    private static void references(Table table, Variant variant, Member member, String which) {
        if (member.struct() != null) {
            Struct inner = table.struct(member.struct());
            if (member.count() != null || member.size().isFixed()) {
                assertThat(inner.hasLength(member.elementSize())).as(which).isTrue();
            }
        }
        List<BitGroup> groups = new ArrayList<>();
        if (member.ownBits() != null) {
            groups.add(member.ownBits());
        }
        if (member.bits() != null) {
            groups.add(table.bits(member.bits()));
        }
        member.elementBits().values().forEach(name -> groups.add(table.bits(name)));
        for (BitGroup group : groups) {
            // CR4 of a 32-bit guest has no FRED; the reader leaves out bits beyond the field.
            boolean cr4 = which.equals("vcpu_guest_context_x86_32 ctrlreg") && group.equals(table.bits("x86_cr4"));
            assertThat(64 - Long.numberOfLeadingZeros(group.known()) - (cr4 ? 1 : 0))
                    .as(which)
                    .isLessThanOrEqualTo(8 * member.type().octets);
            group.parts().forEach(part -> names(table, group, part, which));
        }
        if (member.enumeration() != null) {
            table.enumeration(member.enumeration());
        }
        if (member.bitsBy() != null && member.bitsBy().field() != null) {
            assertThat(variant.member(member.bitsBy().field())).as(which).isNotNull();
        }
    }

    private static void names(Table table, BitGroup group, BitGroup.Part part, String which) {
        if (part.names() != null) {
            table.enumeration(part.names());
        }
        if (part.when() != null) {
            assertThat(group.parts())
                    .as(which)
                    .extracting(BitGroup.Part::name)
                    .contains(part.when().bit());
            if (part.when().otherwise() != null) {
                table.enumeration(part.when().otherwise());
            }
        }
    }

    @Test
    void bitFieldsFitAndDoNotOverlap() {
        TABLES.values().forEach(table -> table.bitGroups().forEach(LayoutTablesTest::disjoint));
        Tables.cpuidLeaves()
                .leaves()
                .forEach(leaves -> leaves.forEach(leaf -> leaf.registers().forEach((name, register) -> {
                    if (register.bits() != null) {
                        disjoint(leaf.name() + " " + name, register.bits());
                        assertThat(register.bits().known() >>> 32)
                                .as(leaf.name())
                                .isZero();
                    }
                    if (register.shared() != null) {
                        Tables.cpuid().bits(register.shared());
                    }
                })));
        Tables.msrs()
                .sharedBits()
                .forEach(name -> assertThat(Tables.msr().bits(name)).isNotNull());
        for (long index = 0; index < 39; index++) {
            HvmParamTable.Param param = Tables.hvmParams().param(index);
            assertThat(param).isNotNull();
            if (param.bits() != null) {
                disjoint(param.name(), param.bits());
            }
            if (param.enumeration() != null) {
                Tables.params().enumeration(param.enumeration());
            }
        }
    }

    private static void disjoint(String name, BitGroup group) {
        long taken = 0;
        Set<String> names = new HashSet<>();
        for (BitGroup.Part part : group.parts()) {
            assertThat(part.lsb() + part.width()).as(name).isBetween(1, 64);
            long own = new BitGroup(List.of(part)).known();
            assertThat(taken & own).as(name + " " + part.name()).isZero();
            assertThat(names.add(part.name())).as(name + " " + part.name()).isTrue();
            taken |= own;
        }
    }

    @Test
    void widthsOfBitSetsHold() {
        for (String file : files()) {
            Json sets = Json.resource(file).object("bitsets");
            if (sets != null) {
                for (String name : sets.names()) {
                    BitGroup group = BitGroup.of(sets.object(name).objects("bits"));
                    int highest = 64 - Long.numberOfLeadingZeros(group.known());
                    assertThat(highest)
                            .as(name)
                            .isLessThanOrEqualTo(sets.object(name).integer("width"));
                }
            }
        }
    }

    @Test
    void noNameIsDefinedTwice() {
        List<String> names = new ArrayList<>();
        TABLES.values().forEach(table -> {
            table.structs().keySet().forEach(name -> names.add("struct " + name));
            table.bitGroups().keySet().forEach(name -> names.add("bits " + name));
            table.enumerations().keySet().forEach(name -> names.add("enum " + name));
        });
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(140);
    }

    @Test
    void lengthsOfSaveRecordsAreThoseOfTheirLayouts() {
        for (Json record : Json.resource("hvm-save-records.json").objects("records")) {
            SaveRecordTable.Type type = Tables.saveRecords().type(record.integer("code"));
            if (type != null && record.get("length") instanceof List<?> lengths) {
                assertThat(lengths).as(type.name()).allMatch(length -> type.hasLength((Long) length));
                assertThat(type.hasLength(7)).as(type.name()).isFalse();
            }
        }
    }
}
