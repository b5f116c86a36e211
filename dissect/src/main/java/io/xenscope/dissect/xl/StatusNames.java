package io.xenscope.dissect.xl;

import org.jspecify.annotations.Nullable;

/** The names of the libxl errors that status octets stand for (modern-stream specification 1.6). */
final class StatusNames {
    private static final String[] NAMES = {
        "success",
        "NONSPECIFIC",
        "VERSION",
        "FAIL",
        "NI",
        "NOMEM",
        "INVAL",
        "BADFAIL",
        "GUEST_TIMEDOUT",
        "TIMEDOUT",
        "NOPARAVIRT",
        "NOT_READY",
        "OSEVENT_REG_FAIL",
        "BUFFERFULL",
        "UNKNOWN_CHILD",
        "LOCK_FAIL",
        "JSON_CONFIG_EMPTY",
        "DEVICE_EXISTS",
        "CHECKPOINT_DEVOPS_DOES_NOT_MATCH",
        "CHECKPOINT_DEVICE_NOT_SUPPORTED",
        "VNUMA_CONFIG_INVALID",
        "DOMAIN_NOTFOUND",
        "ABORTED",
        "NOTFOUND",
        "DOMAIN_DESTROYED",
        "FEATURE_REMOVED",
        "PROTOCOL_ERROR_QMP",
        "UNKNOWN_QMP_ERROR",
        "QMP_GENERIC_ERROR",
        "QMP_COMMAND_NOT_FOUND",
        "QMP_DEVICE_NOT_ACTIVE",
        "QMP_DEVICE_NOT_FOUND",
        "QEMU_API"
    };
    private static final int NO_GO = 0xff;

    private StatusNames() {}

    static @Nullable String meaning(int status) {
        if (status == NO_GO) {
            return "go message not received correctly";
        }
        return status < NAMES.length ? NAMES[status] : null;
    }
}
