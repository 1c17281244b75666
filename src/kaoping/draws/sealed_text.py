"""The sealed list as text: one canonical form, written and read. Its SHA-256 is the seal."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from kaoping.draws.plain_text import plain
from kaoping.draws.protocol import FORMAT
from kaoping.draws.values import INDICATORS, SAMPLE, Candidate, Pool, PoolName, SealedList
from kaoping.model.errors import InputError

_NUMBER = re.compile(r"[0-9]{1,9}")
NOTHING = "-"  # stands in a field that is empty
_HEAD = ("scheme", "round", "commitment", "public", "sealed")


def write_sealed(sealed: SealedList) -> str:
    """Return the canonical text: UTF-8, fields parted by tabs, lines ended by LF, pools by label, candidates by id."""
    return "".join("\t".join(field or NOTHING for field in line) + "\n" for line in _lines(sealed))


def read_sealed(text: str) -> SealedList:
    """Return what a sealed list says. Raises InputError, naming the line, for a text that is none.

    Whether the text is in canonical form is not looked at: compare with `write_sealed`.
    """
    lines = text.removesuffix("\n").split("\n")
    if lines[0] != f"{FORMAT} sealed":
        raise InputError(f"这不是封存的候选名单：第一行应为“{FORMAT} sealed”。")
    rows = [["" if field == NOTHING else field for field in line.split("\t")] for line in lines[1:]]
    head = {}
    for number, name in enumerate(_HEAD):
        if number >= len(rows) or rows[number][0] != name or len(rows[number]) < 2:
            raise _bad(number + 2, f"应为“{name}”一行")
        head[name] = rows[number][1:]
    return SealedList(
        scheme=head["scheme"][0],
        scheme_digest=head["scheme"][1] if len(head["scheme"]) > 1 else "",
        round=head["round"][0],
        commitment=head["commitment"][0],
        public_source=head["public"][0],
        sealed_at=_moment(head["sealed"][0], _HEAD.index("sealed") + 2),
        pools=tuple(_pools(rows[len(_HEAD) :])),
    )


def unified(text: str) -> str:
    """Return the text without a byte order mark and with LF line ends: what sending and saving may change."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def as_written(sealed: SealedList) -> SealedList:
    """Return the list with plain texts, pools by label and candidates by id."""
    pools = (
        Pool(
            pool.name,
            pool.n,
            plain(pool.title),
            tuple(sorted((Candidate(plain(c.id), plain(c.name)) for c in pool.candidates), key=lambda c: c.id)),
        )
        for pool in sealed.pools
    )
    return SealedList(
        sealed.scheme,
        sealed.scheme_digest,
        plain(sealed.round),
        sealed.commitment,
        plain(sealed.public_source),
        sealed.sealed_at.replace(microsecond=0),
        tuple(sorted(pools, key=lambda pool: pool.name.label)),
    )


def _lines(sealed: SealedList) -> Iterator[Sequence[str]]:
    sealed = as_written(sealed)
    yield (f"{FORMAT} sealed",)
    yield "scheme", sealed.scheme, sealed.scheme_digest
    yield "round", sealed.round
    yield "commitment", sealed.commitment
    yield "public", sealed.public_source
    yield "sealed", sealed.sealed_at.isoformat()
    for pool in sealed.pools:
        yield "pool", pool.name.label, str(pool.n), pool.title
        yield from (("item", candidate.id, candidate.name) for candidate in pool.candidates)


def _pools(rows: Sequence[Sequence[str]]) -> Iterator[Pool]:
    starts = [number for number, row in enumerate(rows) if row[0] == "pool"]
    if rows and starts[:1] != [0]:
        raise _bad(len(_HEAD) + 2, "应为“pool”一行")
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        line = start + len(_HEAD) + 2
        _, label, number, title = _fields(rows[start], 4, line)
        if not _NUMBER.fullmatch(number):
            raise _bad(line, f"抽取个数“{number[:20]}”不是数")
        found = []
        for offset, row in enumerate(rows[start + 1 : end], 1):
            kind, name, words = _fields(row, 3, line + offset)
            if kind != "item":
                raise _bad(line + offset, "应为“item”或“pool”一行")
            found.append(Candidate(name, words))
        yield Pool(_pool_name(label, line), int(number), title, tuple(found))


def _fields(row: Sequence[str], count: int, line: int) -> Sequence[str]:
    if len(row) != count:
        raise _bad(line, f"应有 {count} 栏（以制表符分开），有 {len(row)} 栏")
    return row


def _pool_name(label: str, line: int) -> PoolName:
    parts = label.split("/")
    if not 3 <= len(parts) <= 4 or parts[0] not in (SAMPLE, INDICATORS) or not all(parts):
        raise _bad(line, f"抽查池“{label}”的写法不对")
    return PoolName(*parts)


def _moment(text: str, line: int) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _bad(line, f"时间“{text}”不对") from error
    if moment.tzinfo is None:
        raise _bad(line, f"时间“{text}”没有时区")
    return moment


def _bad(line: int, why: str) -> InputError:
    return InputError(f"封存的候选名单第 {line} 行{plain(why)}。")
