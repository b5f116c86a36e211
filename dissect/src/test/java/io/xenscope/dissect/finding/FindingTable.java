package io.xenscope.dissect.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The findings of one table of the specification's section 8: inputs that raise them, and neighbouring inputs that
 * raise nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FindingTable {

    abstract List<FindingCase> cases();

    @ParameterizedTest
    @MethodSource("cases")
    void raisesExactly(FindingCase input) {
        assertThat(input.ordered(input.input().get().findings())).isEqualTo(input.findings());
    }
}
