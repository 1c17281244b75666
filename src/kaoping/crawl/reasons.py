"""Why something did not open or was not looked at: the codes written into page and target records."""

from typing import Final

from kaoping.model.outcomes import Fault

# The server answered, and the answer is the reason.
NOT_FOUND: Final = "not-found"  # 404, 410
CLIENT_ERROR: Final = "client-error"  # any other hard 4xx
SERVER_ERROR: Final = "server-error"
SOFT_404: Final = "soft-404"
REDIRECT_LOOP: Final = "redirect-loop"
REDIRECT_ENDLESS: Final = "redirect-endless"
REDIRECT_NOWHERE: Final = "redirect-without-location"
BAD_RESPONSE: Final = "bad-response"  # not HTTP, broken chunks, broken compression
INCOMPLETE_BODY: Final = "incomplete-body"  # shorter than its Content-Length; what came was read
EMPTY_REPLY: Final = "empty-reply"

# The server kept robots out.
LOGIN_REQUIRED: Final = "login-required"
FORBIDDEN: Final = "forbidden"
RATE_LIMITED: Final = "rate-limited"
ROBOT_WALL: Final = "robot-wall"

# No whole answer came.
NXDOMAIN: Final = "nxdomain"
DNS_FAILURE: Final = "dns-failure"
CONNECTION_REFUSED: Final = "connection-refused"
CONNECTION_RESET: Final = "connection-reset"
CONNECT_FAILED: Final = "connect-failed"
CONNECT_TIMEOUT: Final = "connect-timeout"
TIMEOUT: Final = "timeout"
TLS_EXPIRED: Final = "tls-expired"
TLS_NAME: Final = "tls-wrong-name"
TLS_UNTRUSTED: Final = "tls-untrusted"
TLS_HANDSHAKE: Final = "tls-handshake"

# The address cannot be asked for at all.
MALFORMED_URL: Final = "malformed-url"

# Our own limits and rules.
ADDRESS_REFUSED: Final = "address-refused"
PORT_REFUSED: Final = "port-refused"
SCHEME_REFUSED: Final = "scheme-refused"
BODY_TOO_LARGE: Final = "body-too-large"
DECOMPRESSION_LIMIT: Final = "decompression-limit"
HEADERS_TOO_LARGE: Final = "headers-too-large"
NESTED_TOO_DEEPLY: Final = "nested-too-deeply"  # what came before was read
CLIENT_FAILURE: Final = "client-failure"
NO_CANARY: Final = "no-canary"
ROBOTS: Final = "robots"
NOT_CHECKED: Final = "not-checked"
TOO_MANY_TARGETS: Final = "max-targets"
MAX_TIME: Final = "max-time"
DUPLICATE: Final = "duplicate"

# Trap guards; the first word is common so that reports can group them.
TRAP_CALENDAR: Final = "trap-calendar"
TRAP_PARAMETERS: Final = "trap-parameters"
TRAP_REPETITION: Final = "trap-repetition"
TRAP_DEPTH: Final = "trap-depth"
TRAP_LENGTH: Final = "trap-length"

TLS_REASONS: Final = frozenset({TLS_EXPIRED, TLS_NAME, TLS_UNTRUSTED, TLS_HANDSHAKE})
OUR_LIMITS: Final = frozenset(
    {
        ADDRESS_REFUSED,
        PORT_REFUSED,
        SCHEME_REFUSED,
        BODY_TOO_LARGE,
        DECOMPRESSION_LIMIT,
        HEADERS_TOO_LARGE,
        NESTED_TOO_DEEPLY,
        CLIENT_FAILURE,
        NO_CANARY,
        ROBOTS,
    }
)
WALLS: Final = frozenset({LOGIN_REQUIRED, FORBIDDEN, RATE_LIMITED, ROBOT_WALL})
HOST_FAILURES: Final = frozenset(
    {NXDOMAIN, DNS_FAILURE, CONNECTION_REFUSED, CONNECT_FAILED, CONNECT_TIMEOUT} | TLS_REASONS
)
"""Failures that are the host's, not the single address's: one address stands for all of them."""

TRANSIENT: Final = frozenset(
    {
        SERVER_ERROR,
        BAD_RESPONSE,
        EMPTY_REPLY,
        DNS_FAILURE,
        NXDOMAIN,
        CONNECTION_REFUSED,
        CONNECTION_RESET,
        CONNECT_FAILED,
        CONNECT_TIMEOUT,
        TIMEOUT,
    }
)
"""Failures that a second look a little later often does not see again."""


def fault_of(reason: str) -> Fault | None:
    """Return who is answerable for `reason`; None for no reason."""
    if not reason:
        return None
    if reason in OUR_LIMITS:
        return Fault.US
    if reason in WALLS:
        return Fault.ROBOT_WALL
    if reason == DNS_FAILURE:
        return Fault.NETWORK
    return Fault.SITE
