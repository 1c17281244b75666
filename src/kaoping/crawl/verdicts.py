"""Whether an answer means that an address opens: one look's verdict, and what two looks make together."""

from dataclasses import dataclass

from kaoping.crawl import reasons
from kaoping.crawl.fetch import Answer
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life

WALL_STATUSES = frozenset({405, 407, 408, 425, 426, 451})
NOT_FOUND_STATUSES = frozenset({404, 410})
CHALLENGE_STATUSES = frozenset({202, 403, 405, 412, 429, 503, 512, 521})
CHALLENGE_SIZE = 24 * 1024  # pages that keep robots out are short
CHALLENGE_MARKS = tuple(  # lower case; looked for one by one, which is far quicker than a case-blind alternation
    mark.encode()
    for mark in (
        "__jsl_clearance",
        "acw_sc__v2",
        "cf-browser-verification",
        "cf_chl_opt",
        "challenge-platform",
        "incapsula incident",
        "$_ts=",
        "$_ts =",
        "安全验证",
        "人机验证",
        "滑动验证",
        "创宇盾",
        "云防护",
        "网站防火墙",
        "访问被拦截",
        "请求被拦截",
        "访问请求可能对网站造成安全威胁",
        "您的请求疑似攻击",
    )
)
DEAD_REASONS = frozenset(
    {
        reasons.NXDOMAIN,
        reasons.CONNECTION_REFUSED,
        reasons.REDIRECT_LOOP,
        reasons.REDIRECT_ENDLESS,
        reasons.MALFORMED_URL,
    }
)
OPENED_ANYWAY = frozenset({reasons.INCOMPLETE_BODY, reasons.BODY_TOO_LARGE, reasons.DECOMPRESSION_LIMIT})
SEVERITY = {Life.ALIVE: 0, Life.UNSEEN: 1, Life.UNKNOWN: 2, Life.SUSPECT: 3, Life.DEAD: 4}


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What one or more looks say of an address."""

    life: Life
    status: int | None
    fault: Fault | None = None
    reason: str = ""


def judge(answer: Answer) -> LinkVerdict:
    """Return what one look says: `dead` and `suspect` still want a second one."""
    status, reason = answer.status, answer.reason
    if reason and not (status and reason in OPENED_ANYWAY):
        return _without_answer(status, reason)
    if status is None:
        return LinkVerdict(Life.UNKNOWN, None, Fault.US, reasons.CLIENT_FAILURE)
    if _challenges(answer):
        return LinkVerdict(Life.UNKNOWN, status, Fault.ROBOT_WALL, reasons.ROBOT_WALL)
    return _by_status(status)


def agree(first: LinkVerdict, second: LinkVerdict) -> LinkVerdict:
    """Return what two looks mean together: any look that opened wins, and only two dead ones are dead."""
    if second.life is Life.ALIVE:
        return second
    if first.life is Life.DEAD and second.life is Life.DEAD:
        return second
    milder = min(first, second, key=lambda verdict: SEVERITY[verdict.life])
    return milder if milder.life is not Life.DEAD else second


def _by_status(status: int) -> LinkVerdict:
    if status < 400:
        return LinkVerdict(Life.ALIVE, status)
    if status in NOT_FOUND_STATUSES:
        return LinkVerdict(Life.DEAD, status, Fault.SITE, reasons.NOT_FOUND)
    if status == 401:
        return LinkVerdict(Life.UNKNOWN, status, Fault.ROBOT_WALL, reasons.LOGIN_REQUIRED)
    if status == 429:
        return LinkVerdict(Life.UNKNOWN, status, Fault.ROBOT_WALL, reasons.RATE_LIMITED)
    if status in (403, 412) or status in WALL_STATUSES:
        return LinkVerdict(Life.UNKNOWN, status, Fault.ROBOT_WALL, reasons.FORBIDDEN)
    if status < 500:
        return LinkVerdict(Life.DEAD, status, Fault.SITE, reasons.CLIENT_ERROR)
    return LinkVerdict(Life.SUSPECT, status, Fault.SITE, reasons.SERVER_ERROR)


def _without_answer(status: int | None, reason: str) -> LinkVerdict:
    fault = reasons.fault_of(reason)
    if reason in DEAD_REASONS:
        return LinkVerdict(Life.DEAD, status, fault, reason)
    if reason in reasons.OUR_LIMITS:
        return LinkVerdict(Life.UNKNOWN, status, fault, reason)
    return LinkVerdict(Life.SUSPECT, status, fault, reason)


def _challenges(answer: Answer) -> bool:
    """Tell whether the answer is a wall against robots: a challenge that only a browser passes."""
    if answer.status == 521 or (answer.status == 412 and b"<script" in answer.body):
        return True
    if answer.status not in CHALLENGE_STATUSES and answer.status != 200:
        return False
    body = answer.body
    if not body or len(body) > (CHALLENGE_SIZE // 4 if answer.status == 200 else CHALLENGE_SIZE):
        return False
    lowered = body.lower()
    if any(mark in lowered for mark in CHALLENGE_MARKS):
        return True
    return answer.status == 202 and b"<script" in body
