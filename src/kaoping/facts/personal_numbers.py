"""Personal data in a text: identity numbers, bank cards, mobile phones; only masked values leave this module."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kaoping.markup.scanning import Shape
from kaoping.model.deferred import Deferred

if TYPE_CHECKING:
    from stdnum.cn import uscc
else:
    uscc = Deferred("stdnum.cn.uscc")

MAX_FOUND = 100
_DIGITS = re.compile(r"[1-9][0-9]{10}")
# In the shape of a text (see `text_shape`): where long numbers stand; the patterns after these look nowhere else.
_LONG = re.compile(rb"000000000000*")
_GROUPED = re.compile(rb"0000[ ?-]?0000[ ?-]?0000[ ?-]?0000[0 ?-]*")
_IN_FOURS = (b"0000 0000 0000", b"0000-0000-0000", b"0000?0000?0000")  # the last one with a blank that is not ASCII
_ID = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXxXx]")
# UnionPay (16 to 19 digits), an old range of ICBC (19), Visa, MasterCard and JCB (16): ISO/IEC 7812-1 and the networks.
_CARD = re.compile(
    r"(?:62\d{2}|9558|4\d{3}|5[1-5]\d{2}|35[2-8]\d)(?:[ \xa0\u3000-]?\d{4}){3}(?:[ \xa0\u3000-]?\d{1,3})?"
)
_DOMESTIC = ("62", "9558")
_PHONE = re.compile(r"1[3-9]\d{9}")
_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"  # GB/T 2260
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION = re.compile(r"信用代码|机构代码|登记证|注册号|许可证号|执照|编号|文号")
_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行|开户|工资卡|一卡通|存折")
# An organisation's own account: its name stands as the holder, or the words are said of such accounts only.
_PUBLIC_ACCOUNT = re.compile(
    r"(?:户\s*名|名\s*称|收款人|收款单位|缴款单位|开户单位)\s*[:：]\s*[^\n:：]{2,30}"
    r"(?:公司|局|中心|委|学校|医院|协会|政府|办|厅|院|社|会|处|站)(?=[\s,，。;；（(]|$)"
    r"|对公|基本户|基本账户|国库|非税|缴款|保证金|税号|发票"
)
_CONTACT = re.compile(
    r"联系|电\s*话|手机|热线|咨询|举报|监督|值班|传真|微信|tel|负责人|服务商|客服|报名|投诉|专线|求助", re.IGNORECASE
)
_FOOTER = re.compile(r"主\s?办|版权所有|标识码|ICP")
_RUN = re.compile(r"\d+")
NEAR = 24
FAR = 80
FEW = 2
FOOT = 600  # characters at the end of a page in which its footer begins


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing found at `start` to `end`: `type` is id_number, bank_card or phone. `around` is masked too."""

    type: str
    start: int
    end: int
    masked: str
    around: str


def plain_reading(text: str, shape: Shape) -> bool:
    """Tell at little cost whether a text, whose `shape` is given, holds a number long enough to be looked at."""
    if any(_DIGITS.search(text, *match.span()) for match in _LONG.finditer(shape.signs)):
        return True
    return any(fours in shape.signs for fours in _IN_FOURS)


def numbers_in(text: str, shape: Shape, most: int | None = MAX_FOUND) -> list[Sighting]:
    """Return what looks like personal data of individuals in a text, `most` of it (None: all)."""
    longs = [match.span() for match in _LONG.finditer(shape.signs)]
    cards = [match.span() for match in _GROUPED.finditer(shape.signs)]
    if shape.wide:
        longs = cards = [(0, len(text))]
    return [*_identities(text, longs), *_cards(text, cards), *_phones(text, longs)][:most]


def masked_text(text: str, found: Iterable[Sighting]) -> str:
    """Return a text with what was found in it masked, every other character at its place."""
    pieces, end = [], 0
    for each in sorted(found, key=lambda each: each.start):
        if each.start < end:  # what stands in two sightings is masked already
            continue
        pieces += [text[end : each.start], each.masked]
        end = each.end
    return "".join([*pieces, text[end:]])


def _within(pattern: "re.Pattern[str]", text: str, spans: Iterable[tuple[int, int]]) -> "Iterator[re.Match[str]]":
    for start, end in spans:
        yield from pattern.finditer(text, start, end)


def _identities(text: str, longs: list[tuple[int, int]]) -> Iterator[Sighting]:
    spans = [(start, end + 1) for start, end in longs if end - start >= 17]  # an X may follow the digits
    for match in _within(_ID, text, spans):
        value = match.group().upper()
        before = text[max(0, match.start() - NEAR) : match.start()]
        whole = _alone(text, match.start(), match.end()) and _ORGANISATION.search(before) is None
        if whole and valid_identity(value):
            yield _masked("id_number", text, match.span(), keep=(3, 2))


def _cards(text: str, cards: list[tuple[int, int]]) -> Iterator[Sighting]:
    for match in _within(_CARD, text, cards):
        digits = re.sub(r"\D", "", match.group())
        start, end = match.span()
        if _alone(text, start, end) and _is_card(digits) and _of_a_person(text, start, end, digits):
            yield _masked("bank_card", text, (start, end), keep=(4, 2))


def _is_card(digits: str) -> bool:
    """Whether the length fits the range, the check digit is right, and it is neither identity nor credit code."""
    lengths = range(16, 20) if digits.startswith("62") else (19,) if digits.startswith("9558") else (16,)
    if len(digits) not in lengths or not luhn(digits):
        return False
    identity = _ID.fullmatch(digits) is not None and valid_identity(digits)
    return not (len(digits) == 18 and (identity or uscc.is_valid(digits)))


def _of_a_person(text: str, start: int, end: int, digits: str) -> bool:
    """Foreign ranges count beside a word of banking only; accounts of organisations are public."""
    before = max(0, start - 60)
    told = digits.startswith(_DOMESTIC) or _CARD_WORDS.search(text, before, start)
    return bool(told) and not _PUBLIC_ACCOUNT.search(text, before, min(len(text), end + 60))


def _phones(text: str, longs: list[tuple[int, int]]) -> list[Sighting]:
    """Phones beside no word of contact; one or two not far below such a word are still a way to ask."""
    found = list(_bare_phones(text, longs))
    if len(found) <= FEW:
        found = [(start, end) for start, end in found if not _CONTACT.search(text, max(0, start - FAR), start)]
    return [_masked("phone", text, span, keep=(3, 2)) for span in found]


def _bare_phones(text: str, longs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    footer = _FOOTER.search(text, max(0, len(text) - FOOT))
    last = footer.start() if footer else len(text)
    for match in _within(_PHONE, text, [(start, min(end, last)) for start, end in longs]):
        start, end = match.span()
        if _alone(text, start, end) and not _CONTACT.search(_beside(text, start, end)):
            yield start, end


def _beside(text: str, start: int, end: int) -> str:
    """What stands on the line of a number and the one before; a table's heading is further off for all its rows."""
    line = text.rfind("\n", max(0, start - NEAR), start)
    before = text.rfind("\n", max(0, start - NEAR), line) if line > 0 else line
    return text[max(before + 1, start - NEAR, 0) : end + 8]


def _alone(text: str, start: int, end: int) -> bool:
    """Not part of a longer number, word or address."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        before.isdigit()
        or after.isdigit()
        or ((before + after).isascii() and re.search(r"[A-Za-z_./=*-]", before + after))
    )


def valid_identity(value: str) -> bool:
    """Whether 18 characters are a resident identity number: province, day of birth and check digit (GB 11643)."""
    if value[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return born.year >= 1900 and "10X98765432"[total % 11] == value[17]


def luhn(digits: str) -> bool:
    """Whether a card number's check digit is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _masked(kind: str, text: str, span: tuple[int, int], keep: tuple[int, int]) -> Sighting:
    value = text[span[0] : span[1]]
    masked = value[: keep[0]] + "*" * (len(value) - sum(keep)) + value[-keep[1] :]
    before, after = text[max(0, span[0] - 30) : span[0]], text[span[1] : span[1] + 20]
    return Sighting(kind, *span, masked, " ".join(f"{_hide(before)}{masked}{_hide(after)}".split()))


def _hide(text: str) -> str:
    """Mask every longer number around, which may be another person's."""
    return _RUN.sub(
        lambda run: run.group() if len(run.group()) < 6 else run.group()[:2] + "*" * (len(run.group()) - 2), text
    )
