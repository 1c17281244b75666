"""Wrong wordings: terms that official guidance rules out, misspelt names and phrases, frequent wrong characters.

Why: 严重表述错误 is a veto of national and local schemes; wrong characters damage the standing of what is published.
How to fix: correct the place, look for the same words on other pages and accounts, and check before publishing.
"""

from collections.abc import Iterator

from kaoping.checks.listed_wordings import VALUES, attached_verdicts, chosen_by, looked_at, verdicts
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.wordings import Wordings
from kaoping.model.outcomes import Fault


@check(
    title="错误表述和错别字",
    matters="政府网站上的错字和错误表述损害公信力，严重表述错误是单项否决事项。",
    advice="核实后改正该处表述，并检查其他页面和新媒体账号上的同类问题；发布前对照词库校对。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题（严重表述错误）",
    stage="trial",
    outcomes=("fail", "suspected"),
    values=VALUES,
    version="2",
)
def wrong_wording(
    wordings: Wordings,
    pages: Pages,
    grades: tuple[str, ...] = ("severe", "common", "doubtful"),
    certain: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    letters: bool = False,
) -> Iterator[Said]:
    """Yield one finding per place and context, however many pages show it, and one per place in an attachment.

    A list knows words, not meanings: every place is for a person to confirm, but for the grades in `certain`. Letters
    from visitors are theirs, and left out unless `letters`.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(looked_at(pages, wordings))
    chosen = chosen_by(grades, allowed)
    shown = [
        place
        for place in wordings.places.get("wrong", ())
        if chosen(place.said) and (letters or not wordings.visitors.issuperset(place.pages))
    ]
    yield from verdicts(shown, pages, certain)
    yield from attached_verdicts([each for each in wordings.attached.get("wrong", ()) if chosen(each.said)], certain)
