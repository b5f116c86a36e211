package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections as {@link Talk} writes them. */
class ConnectionFuzzTest {

    static Stream<byte[]> talks() {
        return Stream.concat(Conversations.oneSided().values().stream(), Conversations.whole().values().stream());
    }

    @MethodSource("talks")
    @FuzzTest
    void conversation(byte[] script) {
        Talk.check(script);
    }
}
