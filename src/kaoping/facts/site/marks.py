"""Footer marks across the site: what the home page and a sample of other pages show of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import msgspec

from kaoping.facts.page.footer import Footer
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage, Shown
from kaoping.model.outcomes import PageKind

SAMPLED = 20


@dataclass(frozen=True, slots=True)
class Marks:
    """Footers of the home page (first) and of SAMPLED other pages, by page number, and the labelled site codes.

    What only scripts write is in them where a browser saw the page whole: `in_browser` are these pages. Where it saw
    any of them, drawn pages whose footer a script may put in count only if it saw them too.
    """

    home: int | None
    footers: Mapping[int, Footer]
    urls: Mapping[int, str]
    label_code: str  # SiteIDCode of the home page, or of the first page that has one
    in_browser: frozenset[int] = frozenset()

    @classmethod
    def derive(
        cls,
        record: SiteRecord,
        pages: Pages,
        sent: PerPage[Footer],
        labels: PerPage[Labels],
        shown: Shown[Footer],
    ) -> Self:
        footers, seen = _with_shown(sent, shown)
        others = [n for n in pages.of_kind(PageKind.COLUMN, PageKind.ARTICLE, PageKind.INNER) if n in footers]
        chosen = sample(others, SAMPLED, record.site, lambda number: pages.records[number].final_url)
        if seen:
            chosen += [number for number in others if number in seen and number not in chosen]
            chosen = [number for number in chosen if number in seen or not footers[number].script_footer]
        numbers = ([pages.home] if pages.home in footers else []) + chosen
        codes = [labels[number].metas.get("siteidcode", "") for number in sorted(labels) if number in pages.kinds]
        return cls(
            home=pages.home if pages.home in footers else None,
            footers={number: footers[number] for number in numbers if number is not None},
            urls={number: pages.records[number].final_url for number in numbers if number is not None},
            label_code=next((code.strip() for code in codes if any(c.isdigit() for c in code)), ""),
            in_browser=seen.intersection(number for number in numbers if number is not None),
        )


def _with_shown(sent: PerPage[Footer], shown: Shown[Footer]) -> tuple[Mapping[int, Footer], frozenset[int]]:
    """Return footers with what scripts wrote into them, and the pages that a browser saw to the end for that.

    A mark that was sent stands as it was sent; that one is nowhere is certain only where nothing more was to come.
    """
    footers: dict[int, Footer] = {number: sent[number] for number in sent}
    seen = set()
    for number in shown:
        before = footers.get(number)
        if before is None or not before.script_footer:
            continue
        after = _joined(before, shown[number])
        whole = number in shown.whole
        footers[number] = msgspec.structs.replace(after, script_footer=not whole and after.script_footer)
        if whole:
            seen.add(number)
    return footers, frozenset(seen)


def _joined(sent: Footer, shown: Footer) -> Footer:
    """Return a footer with the marks that only a browser shows added."""
    new = {name: getattr(shown, name) for name in _MARKS if not getattr(sent, name)}
    for mark, good in (("icp", "icp_good"), ("police", "police_good")):
        if mark in new:
            new[good] = getattr(shown, good)
    return msgspec.structs.replace(sent, **new)


_MARKS = ("party_mark", "site_code", "icp", "police", "sponsor", "contact", "error_entry", "error_code")
