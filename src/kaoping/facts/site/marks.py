"""Footer marks across the site: what the home page and a sample of other pages show of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.page.footer import Footer
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.outcomes import PageKind

SAMPLED = 20


@dataclass(frozen=True, slots=True)
class Marks:
    """Footers of the home page (first) and of SAMPLED other pages, by page number, and the labelled site codes."""

    home: int | None
    footers: Mapping[int, Footer]
    urls: Mapping[int, str]
    label_code: str  # SiteIDCode of the home page, or of the first page that has one

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, footers: PerPage[Footer], labels: PerPage[Labels]) -> Self:
        others = [n for n in pages.of_kind(PageKind.COLUMN, PageKind.ARTICLE, PageKind.INNER) if n in footers]
        chosen = sample(others, SAMPLED, record.site, lambda number: pages.records[number].final_url)
        numbers = ([pages.home] if pages.home in footers else []) + chosen
        codes = [labels[number].metas.get("siteidcode", "") for number in sorted(labels) if number in pages.kinds]
        return cls(
            home=pages.home if pages.home in footers else None,
            footers={number: footers[number] for number in numbers if number is not None},
            urls={number: pages.records[number].final_url for number in numbers if number is not None},
            label_code=next((code.strip() for code in codes if any(c.isdigit() for c in code)), ""),
        )
