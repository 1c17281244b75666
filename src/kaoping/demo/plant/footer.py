"""Footer marks that are missing or wrong, and home pages without the entry for error reports (找错)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting


def missing(mark: str) -> Planting:
    """Return the planting that takes `mark` off every page."""

    def leave_out(bed: Bed) -> None:
        del bed.site.marks[mark]
        if mark == "contact":
            bed.site.pages = [page for page in bed.site.pages if page.slug != "lxwm"]
        bed.add("footer-marks", values={"mark": (mark,), "problem": ("missing",)}, note=f"页脚缺少：{mark}")

    return leave_out


def footer_wrong(bed: Bed) -> None:
    """Marks that are there and not right."""
    _wrong(bed, "icp", lambda text: text.replace(bed.site.icp, "苏ICP备2022号"))
    _wrong(bed, "police", lambda text: text.replace(f"{bed.site.police}号", "32990号"))


def code_wrong(bed: Bed) -> None:
    """A site code (网站标识码) that has lost digits."""
    _wrong(bed, "site-code", lambda text: text.replace(bed.site.code, bed.site.code[:8]))


def no_error_entry(bed: Bed) -> None:
    """No 我为政府网站找错 anywhere."""
    bed.site.error_entry = ""
    bed.add("error-report-entry", note="首页底部没有“我为政府网站找错”入口")


def _wrong(bed: Bed, mark: str, spoil: Callable[[str], str]) -> None:
    bed.site.marks[mark] = spoil(bed.site.marks[mark])
    bed.add("footer-marks", values={"mark": (mark,), "problem": ("wrong",)}, note=f"页脚标识不规范：{mark}")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "icp_missing": missing("icp"),
        "police_missing": missing("police"),
        "sponsor_missing": missing("sponsor"),
        "contact_missing": missing("contact"),
        "party_mark_missing": missing("party-mark"),
        "footer_wrong": footer_wrong,
        "code_wrong": code_wrong,
        "no_error_entry": no_error_entry,
    }
)
