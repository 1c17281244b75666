"""Faulty content: personal data nobody has, future dates, garbled or repeated text; and what only looks like it."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType

from kaoping.demo.city import Item
from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.themes import THEMES

REGIONS = ("110101", "310101", "320102", "320106")  # districts that have had their codes since 1983
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(rng: Random) -> str:
    """Return an identity number with a right check digit that nobody holds: its serial 000 is never given out."""
    body = f"{rng.choice(REGIONS)}{rng.randint(1984, 1999)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}000"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile_number(rng: Random) -> str:
    """Return a number that looks like a mobile phone's, under 154, which no carrier has."""
    return f"1540000{rng.randint(1000, 9999)}"


def bank_card(rng: Random) -> str:
    """Return a 19-digit card number with a right Luhn digit, under an issuer number that is not given out."""
    body = "620000" + "".join(str(rng.randint(0, 9)) for _ in range(12))
    total = 0
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return body + str(-total % 10)


def personal_data(bed: Bed) -> None:
    """Lists of people published with their numbers in full."""
    kinds = (("id_number",), ("phone",), ("bank_card",), ("id_number", "phone"), ("id_number",), ("bank_card",))
    for number, item in enumerate(bed.items("notice", 6, skip=1)):
        _publish(bed, item, kinds[number], table=number % 2 == 0)


def personal_some(bed: Bed) -> None:
    """Two slips."""
    first, second = bed.items("staff", 2)
    _publish(bed, first, ("id_number",), table=False)
    _publish(bed, second, ("phone",), table=True)


def _publish(bed: Bed, item: Item, kinds: tuple[str, ...], *, table: bool) -> None:
    """Put a list of people in front of the item's text, as a table or line by line."""
    rows = [[name, *(MAKERS[kind](bed.rng) for kind in kinds)] for name in NAMES]
    heads = ["姓名", *(HEADS[kind] for kind in kinds)]
    if table:
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (heads, *rows))
        item.paragraphs.insert(0, f'公示名单如下:<table border="1" width="80%">{cells}</table>')
    else:
        item.paragraphs[0:0] = ["公示名单如下：", *(",".join(row) for row in rows)]
    for kind in kinds:
        note = f"公开了完整的{HEADS[kind]}"
        bed.add("personal-data", urls=[item.path], values={"type": (kind,)}, note=note)


def future_dates(bed: Bed) -> None:
    """Items that claim to be published after the day they were seen; lists show these dates too."""
    site = bed.site
    column = site.column("notice")
    for days, item in zip((12, 40, 95), bed.items("notice", 3, skip=2), strict=True):
        claimed = site.as_of + timedelta(days=days)
        item.when = datetime.combine(claimed, item.when.time())
        item.path = THEMES[site.unit.theme].article(column, item)
        note = f"发布日期在监测日之后 {days} 天"
        values = {"date": (claimed.isoformat(),)}
        bed.add("future-dates", urls=[item.path, column.path, "/"], values=values, note=note)
    column.items.sort(key=lambda item: item.when, reverse=True)


def mojibake(bed: Bed) -> None:
    """Texts that went through the wrong charset on their way."""
    first, second, third = bed.items("data", 3)
    bed.site.tweak(first.path).body.append("<p>" + "锟斤拷锟斤拷烫烫烫屯屯屯" * 6 + "</p>")
    second.paragraphs[0] = second.paragraphs[0].encode().decode("gbk", "replace")
    second.paragraphs[1] = second.paragraphs[1].encode().decode("gbk", "replace")
    third.paragraphs[0] = third.paragraphs[0].encode().decode("latin-1")
    third.paragraphs[1] = third.paragraphs[1].encode().decode("latin-1")
    for item in (first, second, third):
        bed.add("mojibake", urls=[item.path], note="正文乱码")


def repeated(bed: Bed) -> None:
    """One notice put online twice, the second time under a title of its own."""
    first, second = bed.items("notice", 2)
    second.paragraphs = list(first.paragraphs)
    bed.add("duplicate-content", urls=[first.path, second.path], note="同一信息重复发布")


def wordless_pictures(bed: Bed) -> None:
    """The pictures of the news have no words; those of the template have."""
    for item in bed.site.column("news").items:
        bed.site.tweak(item.path).alter = lambda text: _WORDS.sub(r"\1", text)
    bed.add("image-alt", note="新闻图片没有替代文字")
    values = {"rule": ("image-alt",)}
    bed.add("accessibility", outcomes=("suspected",), values=values, counted=False, note="同上", browser=True)


_WORDS = re.compile(r'(<img src="[^"]*/pic/[^"]*") alt="[^"]*"')
NAMES = ("闻某", "澹某", "淳某", "亓某", "宰某")
HEADS = MappingProxyType({"id_number": "身份证号码", "phone": "手机号码", "bank_card": "银行卡号"})
MAKERS = MappingProxyType({"id_number": id_number, "phone": mobile_number, "bank_card": bank_card})

PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "personal_data": personal_data,
        "personal_some": personal_some,
        "future_dates": future_dates,
        "mojibake": mojibake,
        "repeated": repeated,
        "wordless_pictures": wordless_pictures,
    }
)
