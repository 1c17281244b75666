"""Pages without the labels (网页标签) that they must carry, and titles that say nothing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = ("ArticleTitle", "PubDate", "ContentSource")


def labels_some(bed: Bed) -> None:
    """Three articles: one without a date label, one without a source label, one without the site's labels."""
    for names in (("PubDate",), ("ContentSource",), SITE):
        (item,) = bed.items("notice", 1, skip=2)
        _strip(bed, item.path, names)


def labels_missing(bed: Bed) -> None:
    """A whole column was moved in from a system that knew no labels; one list page has empty ones."""
    for item in bed.site.column("staff").items:
        _strip(bed, item.path, (*COLUMN, *CONTENT))


def titles(bed: Bed) -> None:
    """Pages with no title, an empty one, and one left over from the template."""
    for item, title in zip(bed.items("finance", 2), ("无标题文档", "Untitled Document"), strict=True):
        bed.site.tweak(item.path).title = title
        bed.add("page-title", urls=[item.path], note=f"标题为“{title}”")
    none, empty = bed.items("interpretation", 2)
    bed.site.tweak(none.path).title = ""
    bed.add("page-title", urls=[none.path], note="没有标题")
    bed.site.tweak(empty.path).title = " "
    bed.add("page-title", urls=[empty.path], note="标题为空")


def _strip(bed: Bed, path: str, names: Sequence[str]) -> None:
    bed.site.tweak(path).labels.update(dict.fromkeys(names))
    bed.add("page-labels", urls=[path], note=f"缺少标签:{'、'.join(names)}")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {"labels_some": labels_some, "labels_missing": labels_missing, "titles": titles}
)
