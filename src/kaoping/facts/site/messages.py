"""What a site shows of citizens' messages: its boards, the messages on them, and figures of their handling."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from kaoping.facts.reading.message_boards import BOARD_NAME, SPECIAL, BoardPage, Message
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import Readings
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life
from kaoping.worktime import BEIJING

SHORTEST = 4  # characters of a link that can be a message's title


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """One message as the site shows it. `whole` says that its own page was read; `url` is that of the page or list.

    `asked` and `replied` are Beijing time, the beginning of the day where the page shows no time of day.
    """

    title: str
    url: str
    asked: datetime | None
    replied: datetime | None
    unit: str
    reply: int
    kind: str
    pending: bool
    whole: bool

    @property
    def latest(self) -> date | None:
        """The newest day that it shows."""
        return max((each.date() for each in (self.asked, self.replied) if each), default=None)


@dataclass(frozen=True, slots=True)
class Messages:
    """`boards` are addresses at which messages can be sent or read, `read` those that were read closely.

    `all` are the messages, the newest first; `statistics` figures of their handling with the page that shows them.
    """

    boards: tuple[str, ...]
    read: tuple[str, ...]
    all: tuple[SeenMessage, ...]
    statistics: tuple[tuple[str, str], ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, columns: Columns, readings: Readings[BoardPage]) -> Self:
        found: dict[str, SeenMessage] = {}
        urls = {target.number: target.url for target in record.targets}
        texts = {target.number: target.text.strip() for target in record.targets}
        own = {page.target: page.final_url for page in pages.records.values()}
        statistics = []
        numbers = [number for number in readings if number in pages.records]
        for number in sorted(numbers, key=lambda number: not readings[number].whole):
            page, url = readings[number], pages.records[number].final_url
            if page.statistics and pages.kinds.get(number) is not PageKind.ARTICLE:
                statistics.append((url, page.statistics))
            for message in page.messages:
                address = url if page.whole else own.get(message.target) or urls.get(message.target) or url
                linked = texts.get(pages.records[number].target, "") if page.whole else ""
                seen = _seen(message, linked, address, whole=page.whole)
                found.setdefault(address if page.whole or address != url else f"{url}|{message.title}", seen)
        ordered = sorted(found.values(), key=lambda each: (each.latest or date.min, each.url), reverse=True)
        read = tuple(pages.records[number].final_url for number in readings.read if number in pages.records)
        return cls(tuple(dict.fromkeys(_boards(record, columns, pages))), read, tuple(ordered), tuple(statistics))


def _boards(record: SiteRecord, columns: Columns, pages: Pages) -> Iterator[str]:
    """Columns for messages and what is linked by such a name, articles (of a firm called 某某咨询) left out."""
    articles = {pages.records[number].target for number in pages.of_kind(PageKind.ARTICLE)}
    for column in columns.of_kinds(("consultation",)):
        if not SPECIAL.search(column.name):
            yield column.url
    for target in record.targets:
        text = target.text.strip()
        named = len(text) <= 10 and BOARD_NAME.search(text) and not SPECIAL.search(text)
        if named and target.life is not Life.DEAD and target.number not in articles:
            yield target.url


def _seen(message: Message, linked: str, url: str, *, whole: bool) -> SeenMessage:
    return SeenMessage(
        title=linked if len(linked) >= SHORTEST else message.title,
        url=url,
        asked=_moment(message.asked),
        replied=_moment(message.replied),
        unit=message.unit,
        reply=message.reply,
        kind=message.kind,
        pending=message.pending,
        whole=whole,
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=BEIJING) if text else None
    except ValueError:  # a day that no month has
        return None
