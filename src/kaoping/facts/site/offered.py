"""What the home page offers visitors: entries to functions, with whether they open."""

from dataclasses import dataclass
from typing import Self

from kaoping.facts.page.entries import Entries
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage, Shown
from kaoping.model.pages import Life


@dataclass(frozen=True, slots=True)
class OfferedEntry:
    """One entry; `url` is empty and `life` None where it leads to no address of its own. `how` is as in `Entry`."""

    kind: str
    words: str
    how: str
    url: str = ""
    life: Life | None = None

    @property
    def rank(self) -> int:
        """The lower the surer: a link that opens, what happens by a click, a picture, mere words, a dead link."""
        if self.life is Life.DEAD:
            return 9
        return ("link", "script", "picture", "words").index(self.how)


@dataclass(frozen=True, slots=True)
class Offered:
    """Entries of the home page, the surest first. `home` is its address, None when it did not open.

    `toolbar`, `codes` and `functions` are as in `Entries`; `scripted` says that the page loads scripts, by which more
    may appear than was seen. What they wrote where a browser saw the page is among the entries.
    """

    home: str | None
    entries: tuple[OfferedEntry, ...] = ()
    toolbar: bool = False
    codes: int = 0
    functions: tuple[str, ...] = ()
    scripted: bool = False

    def of(self, *kinds: str) -> tuple[OfferedEntry, ...]:
        """Return the entries of these kinds, the surest first."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, entries: PerPage[Entries], shown: Shown[Entries]) -> Self:
        if pages.home is None:
            return cls(None)
        home = pages.records[pages.home].final_url
        roots = [number for number, page in pages.records.items() if page.level == 0 and number in entries]
        targets = {target.number: target for target in record.targets}
        found: dict[tuple[str, str, str], OfferedEntry] = {}
        said = [entries[number] for number in roots] + [shown[number] for number in roots if number in shown]
        for each in (entry for one in said for entry in one.found):
            target = targets.get(each.target)
            url, life = (target.url, target.life) if target is not None else ("", None)
            found.setdefault((each.kind, each.words, url), OfferedEntry(each.kind, each.words, each.how, url, life))
        return cls(
            home=home,
            entries=tuple(sorted(found.values(), key=lambda entry: entry.rank)),
            toolbar=any(each.toolbar for each in said),
            codes=max((each.codes for each in said), default=0),
            functions=tuple(dict.fromkeys(name for each in said for name in each.functions)),
            scripted=any(each.scripts for each in said),
        )
