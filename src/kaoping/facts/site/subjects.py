"""What single pages and columns are about: leaders, organisation, services and the like, by label, trail and link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.column_kinds import column_kind
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.outcomes import PageKind

LONGEST = 14  # characters; a longer link text is a headline
_NOT_ABOUT = {
    "leaders": re.compile(r"活动|讲话|动态|信箱|留言|批示|重视|关怀|论述|文章|致辞|调研|干部|热线|接访|之窗简报"),
    "organisation": re.compile(r"编制|改革|名录|中介|代理|事业单位登记|考试|检验|评估|养老|培训|认证|目录|清单|服务"),
}


@dataclass(frozen=True, slots=True)
class Subjects:
    """`pages` are the numbers of pages by the kind (see `column_kinds`) of what they are about, in order."""

    pages: Mapping[str, tuple[int, ...]]

    def of(self, kind: str) -> tuple[int, ...]:
        """Return the pages of a kind, those nearest to the home page first."""
        return self.pages.get(kind, ())

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, columns: Columns, labels: PerPage[Labels]) -> Self:
        texts = {target.number: target.text.strip() for target in record.targets}
        of_column = {number: column for column in columns.all for number in column.pages}
        found: dict[str, list[int]] = {}
        for number in sorted(pages.records, key=lambda each: (pages.records[each].level, each)):
            kind = _kind(number, pages, of_column.get(number), (texts, labels))
            if kind:
                found.setdefault(kind, []).append(number)
        return cls({kind: tuple(numbers) for kind, numbers in found.items()})


def _kind(number: int, pages: Pages, column: Column | None, sources: tuple[Mapping[int, str], PerPage[Labels]]) -> str:
    texts, labels = sources
    if pages.kinds.get(number) is PageKind.HOME:
        return ""
    text = texts.get(pages.records[number].target, "")
    clues = [text] if 2 <= len(text) <= LONGEST else []
    if column is not None:
        clues.insert(0, column.name)
    elif pages.kinds.get(number) is PageKind.INNER and number in labels:
        clues.insert(0, labels[number].metas.get("columnname", "").strip())
    for clue in clues:
        kind = column_kind(clue)[0] if clue else "other"
        if kind != "other" and not (kind in _NOT_ABOUT and _NOT_ABOUT[kind].search(clue)):
            return kind
    return ""
