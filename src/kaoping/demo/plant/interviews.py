"""Columns of online interviews: one with too few in a year, one with enough."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from kaoping.demo.city import Column, Item, Site
from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.themes import THEMES
from kaoping.demo.words import TOPICS

FEW, ENOUGH = 3, 8


def interviews_few(bed: Bed) -> None:
    """Three interviews in a year."""
    column = interview_column(bed.site, FEW)
    bed.add("interviews", urls=[column.path], values={"count": (FEW,)}, note=f"一年内只有{FEW}次在线访谈")


def interview_column(site: Site, count: int) -> Column:
    """Add a column with `count` interviews of the last year to the site, and return it."""
    theme = THEMES[site.unit.theme]
    column = Column("zxft", "在线访谈", "interviews", "hdjl", number=1901)
    column.description = f"{site.unit.name}互动交流频道在线访谈栏目，及时公开相关信息"
    column.path = theme.listing(column, 1)
    for number, topic in zip(range(count), TOPICS, strict=False):
        when = datetime.combine(site.as_of - timedelta(days=20 + number * 300 // count), time(15))
        texts = [
            f"主持人：各位网友，今天请{site.unit.name}负责同志谈谈{topic}工作。",
            f"嘉宾：一年来，我们围绕{topic}认真听取群众意见，逐项研究解决办法，取得了明显成效。",
            "主持人：感谢各位网友的参与，本期访谈到此结束。",
        ]
        item = Item(601 + number, f"在线访谈：{topic}工作怎么干", when, site.unit.name, texts)
        item.path = theme.article(column, item)
        column.items.append(item)
    site.columns.append(column)
    return column


PLANTINGS: Mapping[str, Planting] = MappingProxyType({"interviews_few": interviews_few})
