"""Puts the notices that go out together into one message, by kind, no longer than the channel takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.notices.models import Notice

SIGN = gettext_lazy("【考评】")
"""Stands at the start of every message, so that a robot that wants a keyword finds it: 考评."""
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: its subject in one line, and its text."""

    subject: str
    text: str


def composed(notices: Sequence[Notice], address: str, most_bytes: int | None = None) -> Message:
    """Return one message of all the notices: what presses first, then by kind in the order they were made.

    `address` is the start of links, "" where the platform has no name outside. What does not fit into `most_bytes` (of
    UTF-8, subject and text) is counted in a last line.
    """
    ordered = sorted(notices, key=lambda one: (-one.severity, one.kind, one.made_at, one.pk or 0))
    subject = f"{SIGN}{_headline(ordered[0]) if len(ordered) < SEVERAL else _subject(ordered)}"
    parts = _parts(ordered, address)
    closing = [_("登录查看：%s") % address] if address and len(ordered) >= SEVERAL else []
    for shown in range(len(parts), 0, -1):
        left = len(parts) - shown
        lines = [*parts[:shown], *([_("……另有 %s 条，请登录平台查看。") % left] if left else []), *closing]
        text = "\n\n".join(lines)
        if most_bytes is None or len(f"{subject}\n{text}".encode()) <= most_bytes:
            return Message(subject, text)
    return Message(subject, _cut("\n\n".join(parts[:1]), (most_bytes or 0) - len(subject.encode()) - 1))


def _subject(notices: Sequence[Notice]) -> str:
    kinds = list(dict.fromkeys(one.kind_title for one in notices))
    count = {"kind": kinds[0], "n": len(notices)}
    return _("%(kind)s %(n)s 条") % count if len(kinds) == 1 else _("%(kind)s等 %(n)s 条通知") % count


def _headline(one: Notice) -> str:
    return f"{_('（紧急）')}{one.title}" if one.is_urgent else one.title


def _parts(notices: Sequence[Notice], address: str) -> list[str]:
    """Return one piece for each notice; the first of a kind names it where there are several.

    The headline of a single one is the subject, and is said again only where there is nothing else to say.
    """
    found, kind = [], ""
    for one in notices:
        lines = [line for line in (one.text, f"{address}{one.link}" if address and one.link else "") if line]
        if len(notices) >= SEVERAL or not lines:
            lines.insert(0, _headline(one))
        if len(notices) >= SEVERAL and one.kind != kind:
            lines.insert(0, f"〔{one.kind_title}〕")
        found.append("\n".join(lines))
        kind = one.kind
    return found


def _cut(text: str, most: int) -> str:
    """Return as much of a text as fits into so many bytes, never half a character."""
    return text if len(text.encode()) <= most else text.encode()[: max(most - 3, 0)].decode(errors="ignore") + "…"
