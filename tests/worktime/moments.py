"""Short ways to write Beijing moments and durations in these tests."""

from datetime import datetime, timedelta

from kaoping.worktime import BEIJING, Duration


def at(text: str) -> datetime:
    """`2026-02-13 16:50` as a Beijing moment."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


def hm(hours: int, minutes: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


def limit(text: str) -> Duration:
    return Duration.parse(text)
