"""What a link target is called: by its own page's label ArticleTitle, or by the words of the links to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.store import PerPage


@dataclass(frozen=True, slots=True)
class Titles:
    """Looks titles up when they are asked for: of most targets nobody wants to know.

    Links may be empty where a template doubles them, and lists cut titles short; the label has them whole.
    """

    texts: Mapping[int, str]
    pages: Mapping[int, int]
    labels: PerPage[Labels]

    def of(self, target: int, shown: str = "") -> str:
        """Return the title of a target; `shown` is what a list calls it. Empty where nobody says."""
        page = self.pages.get(target)
        labels = self.labels.get(page) if page is not None else None
        title = labels.metas.get("articletitle", "") if labels is not None else ""
        return max(title, shown, self.texts.get(target, ""), key=len)

    def holding(self, record: SiteRecord, *words: str) -> Iterator[int]:
        """Yield the targets whose page's labels or links hold all of `words`: these may be in their title.

        Labels are looked at as they are stored, which costs a hundredth of reading them.
        """
        parts = [word.encode() for word in words]
        labelled = {
            row.record.target for row in record.pages if all(part in row.facts.get("labels", b"") for part in parts)
        }
        for number, text in self.texts.items():
            if number in labelled or all(word in text for word in words):
                yield number

    @classmethod
    def derive(cls, record: SiteRecord, labels: PerPage[Labels]) -> Self:
        texts = {target.number: target.text for target in record.targets}
        return cls(texts, {row.record.target: row.record.number for row in record.pages if row.facts}, labels)
