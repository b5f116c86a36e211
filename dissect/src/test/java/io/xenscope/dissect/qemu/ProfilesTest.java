package io.xenscope.dissect.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The profiles keep to their schema, and their fields have the lengths they state. */
class ProfilesTest {

    private static final int MOST = 1 << 18;

    private static String text(String resource) throws IOException {
        try (InputStream in = Json.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void keepToTheSchema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text("qemu-profile-schema-1.json"));
        assertThat(schema.validate(text(Profiles.RESOURCE), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(text(Profiles.RESOURCE).replace("\"array_len\"", "\"length\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(text(Profiles.RESOURCE).replace("\"uint16\"", "\"u16\""), InputFormat.JSON))
                .isNotEmpty();
    }

    /** Over octets that are all zero no subsection of the device itself is there, and none of its structures. */
    @Test
    void haveTheLengthTheyState() {
        SeenOctets zero = SeenOctets.whole(new Slice(new byte[MOST], 0, MOST, 0, 0, ByteOrder.BIG_ENDIAN));
        List<String> shorter = new ArrayList<>();
        for (Object profile : Json.resource(Profiles.RESOURCE).list("profiles")) {
            Json json = (Json) profile;
            Description description = Description.of(json);
            long length = json.number("size_without_subsections");
            int end = new FieldWalk(zero, DissectOptions.DEFAULT).end(description, 0);
            if (end != length) {
                shorter.add(description.name());
                assertThat(end).as(description.name()).isBetween(1, (int) length);
            }
        }
        // Structures inside these have subsections, which their stated lengths count.
        assertThat(shorter).containsExactly("fdc", "hda-audio", "pckbd");
    }

    @Test
    void areAsManyAsTheSpecificationHas() {
        assertThat(Profiles.all()).hasSize(51);
    }

    @Test
    void structuresOfNothingAreNotBelieved() {
        StringBuilder deep = new StringBuilder("{\"vmsd_name\":\"a\",\"version\":1,\"fields\":[");
        String open =
                "{\"name\":\"s\",\"type\":\"struct\",\"size\":1,\"struct\":{\"vmsd_name\":\"a\",\"version\":1,\"fields\":[";
        deep.append(open.repeat(100)).append("]}}".repeat(100)).append("]}");
        byte[] octets = deep.toString().getBytes(StandardCharsets.US_ASCII);
        Json json = Json.of(octets, 0, octets.length);
        assertThat(json).isNotNull();
        assertThat(Description.of(json)).isNull();
        for (String field : List.of(
                "7",
                "{}",
                "{\"name\":\"x\",\"type\":\"uint8\",\"size\":-1}",
                "{\"name\":\"x\",\"type\":\"uint8\",\"size\":1,\"array_len\":-5}")) {
            byte[] wrong = ("{\"vmsd_name\":\"a\",\"version\":1,\"fields\":[" + field + "]}")
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(Description.of(Json.of(wrong, 0, wrong.length)))
                    .as(field)
                    .isNull();
        }
    }
}
