"""The content of an official document, apart from how it is set: blocks in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

FILL = re.compile("【[^【】]*】")  # a place that the office fills in or decides; set so that it cannot be missed


@dataclass(frozen=True, slots=True)
class Heading:
    """一级 (黑体, “一、”) or 二级 (楷体, “（一）”) heading."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text (仿宋, first line indented). `lead` at its beginning is set as a run-in heading (楷体)."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are relative; `numbers` are the columns set to the right, `centred` those in the middle."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numbers: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: begins on a page of its own."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last page: 抄送机关 ("": no such line), 印发机关 and 印发日期."""

    copies: str
    printer: str
    date: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A whole bulletin. `stage` (征求意见稿…) is "" for a final one; `dateline` is the 成文日期."""

    title: str
    stage: str
    office: str
    number: str
    addressees: str
    blocks: Sequence[Block]
    attachments: Sequence[Attachment]
    signature: str
    dateline: str
    contact: str
    imprint: Imprint


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether it is a place to fill in."""
    end = 0
    for match in FILL.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    if end < len(text):
        yield text[end:], False
