"""Small drawings of a probe series as SVG: an availability calendar and the course of response times."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kaoping.model.probe_series import FAILED, NOT_MEASURED, ProbeVisit, Unwatched
from kaoping.worktime import BEIJING, in_beijing

CELL, ROW, LEFT, TOP = 30, 20, 92, 22
WIDTH, HEIGHT, EDGE = 812, 170, 92
_COLOURS = ("#e4e9ee", "#3f8f5f", "#d9a441", "#d9663a", "#a8201a")  # unknown, all opened, then ever more failures


def calendar_svg(visits: Sequence[ProbeVisit], unwatched: Sequence[Unwatched], days: Sequence[date]) -> str:
    """Return a row of 24 hours for each day: how many of the hour's measured visits failed; grey is not known."""
    hours: dict[tuple[date, int], list[bool]] = {}
    for visit in visits:
        if visit.outcome not in NOT_MEASURED:
            at = in_beijing(visit.at)
            hours.setdefault((at.date(), at.hour), []).append(visit.outcome in FAILED)
    parts = [_text(LEFT + hour * CELL + CELL / 2, TOP - 7, str(hour), "middle") for hour in range(0, 24, 3)]
    for row, day in enumerate(days):
        parts.append(_text(LEFT - 8, TOP + row * ROW + 14, f"{day:%m-%d} {'一二三四五六日'[day.weekday()]}", "end"))
        parts += [_cell(row, hour, hours.get((day, hour)), _gap(unwatched, day, hour)) for hour in range(24)]
    return _drawing(LEFT + 24 * CELL + 2, TOP + len(days) * ROW + 2, "可用日历：每格一小时", parts)


def times_svg(visits: Sequence[ProbeVisit], since: datetime, until: datetime) -> str:
    """Return the time of each visit that opened as a dot, and each failed visit as a red line at its time."""
    opened = [visit for visit in visits if visit.outcome not in FAILED | NOT_MEASURED]
    top = max((visit.seconds for visit in opened), default=1.0)
    ceiling = next(step for step in (0.5, 1, 2, 5, 10, 15, 30, 60, 1e9) if top <= step)
    whole = (until - since).total_seconds() or 1.0

    def x(at: datetime) -> float:
        return EDGE + (WIDTH - EDGE - 6) * (at - since).total_seconds() / whole

    def y(seconds: float) -> float:
        return HEIGHT - 24 - (HEIGHT - 36) * seconds / ceiling

    parts = [
        f'<path d="M{EDGE} {y(ceiling * share):.1f}H{WIDTH - 6}" stroke="#d5dbe1"/>'
        + _text(EDGE - 8, y(ceiling * share) + 4, f"{ceiling * share:g} 秒", "end")
        for share in (0.0, 0.5, 1.0)
    ]
    parts += [_text(x(at), HEIGHT - 8, f"{at:%m-%d}", "middle") for at in _midnights(since, until)]
    bars = "".join(f"M{x(one.at):.1f} {y(ceiling):.1f}V{y(0):.1f}" for one in visits if one.outcome in FAILED)
    dots = "".join(f"M{x(one.at):.1f} {y(one.seconds):.1f}h0" for one in opened)
    parts.append(f'<path d="{bars}" stroke="#a8201a" stroke-opacity=".55" fill="none"/>')
    parts.append(f'<path d="{dots}" stroke="#1f5a99" stroke-width="3.2" stroke-linecap="round" fill="none"/>')
    return _drawing(WIDTH, HEIGHT, "每次访问的用时，红线为打不开", parts)


def _cell(row: int, hour: int, failed: list[bool] | None, gap: bool) -> str:
    share = sum(failed) / len(failed) if failed else 0.0
    level = 0 if not failed else 1 if not share else 2 if share <= 0.25 else 3 if share < 1 else 4
    what = f"{hour} 时：测得 {len(failed)} 次，打不开 {sum(failed)} 次" if failed else f"{hour} 时：没有测得"
    place = f'x="{LEFT + hour * CELL}" y="{TOP + row * ROW}" width="{CELL - 2}" height="{ROW - 2}"'
    drawn = f'<rect {place} fill="{_COLOURS[level]}"><title>{what}</title></rect>'
    return drawn + (f'<rect {place} fill="url(#gap)" pointer-events="none"/>' if gap else "")


def _gap(unwatched: Iterable[Unwatched], day: date, hour: int) -> bool:
    """Tell whether nobody watched for a quarter of the hour or more."""
    begin = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=hour)
    end = begin + timedelta(hours=1)
    missed = sum((max(timedelta(), min(gap.until, end) - max(gap.since, begin)) for gap in unwatched), timedelta())
    return missed >= timedelta(minutes=15)


def _midnights(since: datetime, until: datetime) -> list[datetime]:
    first = in_beijing(since).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = []
    while first < until:
        found.append(first)
        first += timedelta(days=1)
    return found[:: 1 + len(found) // 14]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="#57636f" text-anchor="{anchor}">{text}</text>'


def _drawing(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """Everything inside is numbers and our own words, so that nothing needs to be escaped."""
    pattern = (
        '<defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V6" stroke="#57636f" stroke-width="2" stroke-opacity=".55"/></pattern></defs>'
    )
    body = "".join(parts)
    head = f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" aria-label="{title}">'
    return f"{head}{pattern}{body}</svg>"
