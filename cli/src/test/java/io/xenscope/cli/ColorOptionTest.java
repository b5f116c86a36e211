package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When lines are coloured; whether standard output is a terminal is told by the launcher. */
class ColorOptionTest {

    private static final Map<String, String> TERMINAL = Map.of("XENSCOPE_STDOUT_TERMINAL", "1", "NO_COLOR", "");

    private static boolean isColoured(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(
                Samples.path("images/xen414-to-417-migrate-lan-pv.s2c.bin").toString());
        Command.Result result = Command.run(environment, null, arguments.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isLessThan(ExitStatus.UNUSABLE.code());
        assertThat(result.out()).isNotEmpty();
        return result.out().contains("\u001b[");
    }

    @Test
    void terminalsAndThoseWhoAskForItGetColours() {
        assertThat(isColoured(TERMINAL, "decode", "--format", "text")).isTrue();
        assertThat(isColoured(TERMINAL, "verify")).isTrue();
        assertThat(isColoured(Map.of("NO_COLOR", "1"), "verify", "--color", "always"))
                .isTrue();
    }

    @Test
    void nobodyElseDoes() {
        assertThat(isColoured(Map.of(), "decode", "--format", "text")).isFalse();
        assertThat(isColoured(Map.of("XENSCOPE_STDOUT_TERMINAL", "1", "NO_COLOR", "1"), "verify"))
                .isFalse();
        assertThat(isColoured(TERMINAL, "decode", "--format", "text", "--color", "never"))
                .isFalse();
        assertThat(isColoured(TERMINAL, "decode")).isFalse();
    }
}
