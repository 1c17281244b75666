"""Faulty content: personal data that nobody has, dates from the future, garbled text; and what only looks like it."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.themes import THEMES

REGIONS = ("110101", "320102", "440103", "510104")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(rng: Random) -> str:
    """Return an identity number with a right check digit that nobody holds: its serial 000 is never given out."""
    body = f"{rng.choice(REGIONS)}{rng.randint(1931, 1958)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}000"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile_number(rng: Random) -> str:
    """Return a number that looks like a mobile phone's, of a block that no carrier uses (1390000xxxx)."""
    return f"1390000{rng.randint(1000, 9999)}"


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
    for number, item in enumerate(bed.items("notice", 6, skip=1)):
        kinds = (("id_number",), ("phone",), ("bank_card",), ("id_number", "phone"), ("id_number",), ("bank_card",))
        _publish(bed, item.path, kinds[number])


def personal_some(bed: Bed) -> None:
    """Two slips."""
    first, second = bed.items("staff", 2)
    _publish(bed, first.path, ("id_number",))
    _publish(bed, second.path, ("phone",))


def _publish(bed: Bed, path: str, kinds: tuple[str, ...]) -> None:
    makers = {"id_number": id_number, "phone": mobile_number, "bank_card": bank_card}
    heads = {"id_number": "身份证号码", "phone": "手机号码", "bank_card": "银行卡号"}
    names = ("闻某", "澹某", "淳某")
    head = "".join(f"<th>{heads[kind]}</th>" for kind in kinds)
    rows = "".join(
        f"<tr><td>{name}</td>" + "".join(f"<td>{makers[kind](bed.rng)}</td>" for kind in kinds) + "</tr>"
        for name in names
    )
    bed.site.tweak(path).body.append(f'<p>公示名单</p><table border="1"><tr><th>姓名</th>{head}</tr>{rows}</table>')
    for kind in kinds:
        bed.add("personal-data", urls=[path], values={"type": (kind,)}, note=f"公开了完整的{heads[kind]}")


def future_dates(bed: Bed) -> None:
    """Items that claim to be published after the day they were seen."""
    site = bed.site
    column = site.column("notice")
    for days, item in zip((12, 40, 95), bed.items("notice", 3, skip=2), strict=True):
        old = item.path
        item.when = item.when.replace(year=site.as_of.year, month=site.as_of.month, day=site.as_of.day)
        item.when += timedelta(days=days)
        item.path = THEMES[site.unit.theme].article(column, item)
        if old in site.tweaks:
            site.tweaks[item.path] = site.tweaks.pop(old)
        bed.add("future-dates", urls=[item.path], note=f"发布日期在监测日之后 {days} 天")
    column.items.sort(key=lambda item: item.when, reverse=True)
    for path in ("/", column.path):
        bed.add("future-dates", urls=[path], counted=False, note="列表上显示的也是这些日期")


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


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "personal_data": personal_data,
        "personal_some": personal_some,
        "future_dates": future_dates,
        "mojibake": mojibake,
    }
)
