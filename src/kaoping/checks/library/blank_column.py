"""A column that is opened and has nothing in it.

Why: 空白栏目 count towards a veto (5 or more) and cost marks each; 不得开设空白栏目.
How to fix: fill the column, or take it out of the navigation until there is something to show.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.forms import Form
from kaoping.facts.page.prose import Prose
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.own_links import OwnLinks
from kaoping.facts.site.own_text import OwnText
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.shown_text import ShownText
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

LITTLE = 90  # UTF-8 bytes of own text (30 Chinese characters: a heading and a phrase)
SAYING = 600  # beside 暂无内容, more own text than this is content
ENOUGH_PAGES = 4  # with fewer pages the template cannot be told from content


@check(
    title="空白栏目",
    matters="点开栏目什么也没有，群众会认为网站无人管理；空白栏目按个扣分，达到规定数量的，全站单项否决。",
    advice="补充内容；暂无内容的，先从导航中撤下该栏目。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 栏目不更新；国办发〔2017〕47号",
    outcomes=("fail", "suspected"),
    values=("column", "kind", "placeholder", "own_text", "in_browser"),
)
def blank_column(
    columns: Columns,
    pages: Pages,
    prose: PerPage[Prose],
    text: OwnText,
    links: OwnLinks,
    forms: PerPage[list[Form]],
    shown: ShownText,
) -> Iterator[Said]:
    """Yield one finding per column page with no item, no text or picture of its own, and no frame to read in.

    What a script may fill is only suspected, unless a browser saw the page to the end.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(columns.all))
    for column in columns.all:
        first = column.pages[0]
        if column.items or first not in prose or len(pages.records) < ENOUGH_PAGES:
            continue
        own, placeholder = text.size.get(first, 0), prose[first].placeholder
        seen = shown.pages.get(first)
        if seen is not None:
            own, placeholder = seen.size, seen.placeholder
        asks = any(form.long_text or form.password for form in forms.get(first) or ())
        holds = prose[first].framed if seen is None else seen.media > 0
        if asks or holds or links.count.get(first, 0) > 0:
            continue
        values = _values(column, placeholder, own) | {"in_browser": seen is not None}
        certain = not prose[first].scripted or (seen is not None and seen.whole)
        say = fail if certain else suspected
        if placeholder and own <= SAYING:
            yield say(column.url, column.url, values, page=PageKind.COLUMN, reason="placeholder", snippet=placeholder)
        elif own <= LITTLE and links.pictures.get(first, 0) == 0:
            yield say(column.url, column.url, values, page=PageKind.COLUMN, reason="nothing-of-its-own")


def _values(column: Column, placeholder: str, own: int) -> dict[str, Plain]:
    return {"column": column.name, "kind": column.kind, "placeholder": placeholder, "own_text": own}
