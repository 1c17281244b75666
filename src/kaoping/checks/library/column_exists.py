"""Columns that every government site must have (概况信息, 领导信息, 政策文件, 互动交流…).

Why: schemes give no marks at all where a required column is not opened.
How to fix: open the column under a name visitors know, and label it (ColumnName, ColumnType).
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.column_kinds import column_kind
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, TargetRecord

MAX_NAME = 14  # a longer link text is a headline


@check(
    title="应设栏目缺失",
    matters="应设的栏目没有开设，群众找不到应当公开的内容，该项指标不得分。",
    advice="开设应设栏目，使用通行名称，并填写栏目标签（ColumnName、ColumnType）。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 概况信息、领导信息、调查征集；国办秘函〔2019〕19号",
    outcomes=("fail", "suspected", "pass"),
    values=("kind", "column", "target"),
)
def column_exists(columns: Columns, pages: Pages, record: SiteRecord, kinds: tuple[str, ...] = ()) -> Iterator[Said]:
    """Yield one finding per kind of `kinds`: a visited column passes, a mere link is suspected."""
    if not kinds:
        yield check_not_applicable("no-kinds-asked-for")
        return
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(kinds))
    visited = {page.target for page in pages.records.values()}
    named: dict[str, TargetRecord] = {}
    for target in record.targets:
        text = target.text.strip()
        kind = column_kind(text)[0] if 2 <= len(text) <= MAX_NAME and target.life is not Life.DEAD else ""
        if kind and (kind not in named or (target.number in visited and named[kind].number not in visited)):
            named[kind] = target
    for kind in kinds:
        column = next(iter(columns.of_kinds((kind,))), None)
        link = named.get(kind)
        if column is None and link is not None and link.number in visited:
            yield passed(kind, link.url, {"kind": kind, "column": link.text, "target": link.url})
        elif column is not None:
            yield passed(kind, column.url, {"kind": kind, "column": column.name, "target": column.url})
        elif link is not None:
            values = {"kind": kind, "column": link.text, "target": link.url}
            yield suspected(kind, link.url, values, reason="linked-but-not-visited", snippet=link.text)
        else:
            yield fail(kind, record.site, {"kind": kind, "column": None, "target": None}, reason="no-such-column")
