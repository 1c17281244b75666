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
        joined, seen = _with_shown(sent, shown)

        def footer(number: int) -> Footer:
            return joined.get(number) or sent[number]

        others = [n for n in pages.of_kind(PageKind.COLUMN, PageKind.ARTICLE, PageKind.INNER) if n in sent]
        chosen = sample(others, SAMPLED, record.site, pages.address)
        if seen:
            chosen += [number for number in others if number in seen and number not in chosen]
            chosen = [number for number in chosen if number in seen or not footer(number).script_footer]
        home = pages.home if pages.home in sent else None
        numbers = [*([home] if home is not None else []), *chosen]
        codes = [labels[number].metas.get("siteidcode", "") for number in sorted(labels) if number in pages.kinds]
        return cls(
            home=home,
            footers={number: footer(number) for number in numbers},
            urls={number: pages.address(number) for number in numbers},
            label_code=next((code.strip() for code in codes if any(c.isdigit() for c in code)), ""),
            in_browser=seen.intersection(numbers),
        )


def _with_shown(sent: PerPage[Footer], shown: Shown[Footer]) -> tuple[Mapping[int, Footer], frozenset[int]]:
    """Return the footers into which scripts wrote, or may, with what they wrote; and those that a browser saw whole.

    A mark that was sent stands as it was sent; that one is nowhere is certain only where nothing more was to come.
    """
    joined: dict[int, Footer] = {}
    seen = set()
    for number in shown:
        if number not in sent:
            continue
        before = sent[number]
        after = _joined(before, shown[number])
        if after == before and not before.script_footer:
            continue
        whole = number in shown.whole
        joined[number] = msgspec.structs.replace(after, script_footer=not whole and after.script_footer)
        if whole:
            seen.add(number)
    return joined, frozenset(seen)


def _joined(sent: Footer, shown: Footer) -> Footer:
    """Return a footer with the marks that only a browser shows added."""
    new = {name: getattr(shown, name) for name in _MARKS if not getattr(sent, name)}
    for mark, good in (("icp", "icp_good"), ("police", "police_good")):
        if mark in new:
            new[good] = getattr(shown, good)
    return msgspec.structs.replace(sent, **new)


_MARKS = ("party_mark", "site_code", "icp", "police", "sponsor", "contact", "error_entry", "error_code")
