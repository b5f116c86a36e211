package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.proxy.Refusal;
import io.xenscope.proxy.tap.ConnectionId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No id of the proxy is without an occasion at which it is told (carriers specification 9.2). */
class LiveCountsTest {

    private static final ConnectionId CONNECTION = new ConnectionId(7, "10.0.0.1:40000", "10.0.0.2:8002");

    private static String told(Consumer<LiveCounts> occasion) {
        StringWriter messages = new StringWriter();
        occasion.accept(new LiveCounts(LiveLog.plain(new PrintWriter(messages))));
        return messages.toString();
    }

    @Test
    void everyIdIsTold() {
        Map<FindingCode, Consumer<LiveCounts>> occasions = new EnumMap<>(FindingCode.class);
        occasions.put(FindingCode.NET_LOOP, counts -> counts.refused(CONNECTION, Refusal.LOOP));
        occasions.put(FindingCode.NET_NO_ORIGDST, counts -> counts.refused(CONNECTION, Refusal.NO_DESTINATION));
        occasions.put(
                FindingCode.NET_UPSTREAM_FAIL,
                counts -> counts.connectFailed(CONNECTION, new ConnectException("Connection refused")));
        occasions.put(
                FindingCode.NET_SPOOF_FAIL,
                counts -> counts.spoofFailed(CONNECTION, new BindException("Address already in use"), false));
        occasions.put(FindingCode.NET_TAP_DROPPED, counts -> counts.shed(4096));
        occasions.put(
                FindingCode.NET_BYPASS_RISK,
                counts -> counts.interceptionTested(new InetSocketAddress("10.0.0.2", 9), "connection refused"));
        assertThat(occasions)
                .allSatisfy((code, occasion) ->
                        assertThat(told(occasion)).contains(code.id()).hasLineCount(1));
        List<FindingCode> all = Arrays.stream(FindingCode.values())
                .filter(code -> code.id().startsWith("NET-"))
                .toList();
        assertThat(occasions.keySet()).containsExactlyElementsOf(all);
    }

    @Test
    void octetsGivenUpAreToldOnceAndCounted() {
        String told = told(counts -> {
            counts.shed(1);
            counts.shed(2);
            assertThat(counts.get("drop_octets_overload")).isEqualTo(3);
        });
        assertThat(told).hasLineCount(1);
    }

    @Test
    void theRulesAreToldOfWhenTheirStateChanges() {
        InetSocketAddress address = new InetSocketAddress("10.0.0.2", 9);
        String told = told(counts -> {
            counts.interceptionTested(address, null);
            counts.interceptionTested(address, null);
            assertThat(counts.isBypassed()).isFalse();
            counts.interceptionTested(address, "refused");
            counts.interceptionTested(address, "timed out");
            assertThat(counts.isBypassed()).isTrue();
            counts.interceptionTested(address, null);
        });
        assertThat(told.lines()).hasSize(3);
        assertThat(told).containsOnlyOnce("NET-BYPASS-RISK");
    }
}
