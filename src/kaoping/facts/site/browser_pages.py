"""The pages that a browser was sent to: those it saw, by device, and why there are none."""

from dataclasses import dataclass
from typing import Self

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.browser_looks import BrowserPage, Device
from kaoping.model.outcomes import Fault, PageKind


@dataclass(frozen=True, slots=True)
class BrowserPages:
    """`seen` are the pages that opened with a document, in the order of the visits, `kinds` of what kind each is.

    Without any, `reason` and `fault` say why.
    """

    seen: tuple[BrowserPage, ...]
    kinds: dict[int, PageKind]
    reason: str = ""
    fault: Fault = Fault.US

    def on(self, device: Device) -> list[BrowserPage]:
        """Return the pages seen as `device`."""
        return [page for page in self.seen if page.device is device]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        looks = record.browser
        if looks is None:
            return cls((), {}, "no-browser")
        seen = tuple(page for page in looks.pages if not page.reason and page.status is not None and page.status < 400)
        if seen:
            return cls(seen, {page.number: pages.kind(page.number) for page in seen})
        failed = next((page for page in looks.pages if page.reason), None)
        reason = looks.reason or (failed.reason if failed else "browser-not-opened")
        return cls((), {}, reason, failed.fault or Fault.US if failed and not looks.reason else Fault.US)
