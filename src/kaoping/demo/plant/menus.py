"""A site map that has lost a column, and a navigation that calls a column by another name."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

OTHER_NAME = "便民黄页"


def menus(bed: Bed) -> None:
    """The map was written by hand once, and so was the navigation."""
    site = bed.site
    lost, renamed = site.column("notice"), site.column("plan")
    line = re.compile(rf'<li><a href="{re.escape(lost.path)}">[^<]*</a>[^<]*</li>')
    site.tweak(site.plain_path("wzdt")).alter = lambda text: line.sub("", text)
    bed.add("site-map-columns", urls=[site.plain_path("wzdt")], note=f"网站地图缺少栏目：{lost.name}")
    entry = re.compile(rf'(<a href="{re.escape(renamed.path)}"[^>]*>){renamed.name}</a>')
    site.tweak("/").alter = lambda text: entry.sub(rf"\g<1>{OTHER_NAME}</a>", text, count=1)
    bed.add("navigation-columns", values={"text": (OTHER_NAME,)}, note=f"导航中的“{OTHER_NAME}”是栏目“{renamed.name}”")


PLANTINGS: Mapping[str, Planting] = MappingProxyType({"menus": menus})
