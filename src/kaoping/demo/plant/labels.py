"""Pages without the labels (网页标签) that they must carry, and titles that say nothing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

SITE = ("SiteName", "SiteDomain", "SiteIDCode")


def labels_some(bed: Bed) -> None:
    """Three articles: one without a date label, one without a source label, one without the site's labels.

    Labels are looked at on a few drawn pages of a site, so that these may be found and need not be.
    """
    for names in (("PubDate",), ("ContentSource",), SITE):
        (item,) = bed.items("notice", 1, skip=2)
        _strip(bed, item.path, names)
        bed.add("page-labels", urls=[item.path], counted=False, note=f"缺少标签：{'、'.join(names)}")


def content_labels_missing(bed: Bed) -> None:
    """The system writes neither PubDate nor ContentSource on any article."""
    _strip_all(bed, ("PubDate", "ContentSource"))


def site_labels_missing(bed: Bed) -> None:
    """The system writes SiteIDCode on no article."""
    _strip_all(bed, ("SiteIDCode",))


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


def _strip_all(bed: Bed, names: Sequence[str]) -> None:
    """One fault of the site, whichever pages are drawn to look at."""
    for column in bed.site.columns:
        for item in column.items:
            _strip(bed, item.path, names)
    bed.add("page-labels", pages=["article"], note=f"全部内容页缺少标签：{'、'.join(names)}")


def _strip(bed: Bed, path: str, names: Sequence[str]) -> None:
    bed.site.tweak(path).labels.update(dict.fromkeys(names))


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "labels_some": labels_some,
        "content_labels_missing": content_labels_missing,
        "site_labels_missing": site_labels_missing,
        "titles": titles,
    }
)
