"""Wordings that an office has listed as sensitive: marks of papers not meant for the public, and the office's own.

Why: leaked secrets are a veto, and internal papers are put online by mistake with their marks still on them.
How to fix: take the page down at once, find out whether it may be public, and report where it may not.
"""

from collections.abc import Iterator

from kaoping.checks.listed_wordings import VALUES, attached_verdicts, chosen_by, looked_at, verdicts
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.wordings import Wordings
from kaoping.model.outcomes import Fault


@check(
    title="敏感表述",
    matters="标有密级或“内部”字样的材料误发到网上，可能造成泄密，属于单项否决事项，须立即核实。",
    advice="立即核实，不宜公开的先撤下；查清发布环节，完善保密审查。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题（泄露国家秘密）",
    stage="trial",
    outcomes=("suspected",),
    values=VALUES,
    version="2",
)
def sensitive_wording(
    wordings: Wordings,
    pages: Pages,
    grades: tuple[str, ...] = ("severe", "common", "doubtful"),
    allowed: tuple[str, ...] = (),
) -> Iterator[Said]:
    """Yield one suspicion per place and context, in attachments too: only a person can tell what may be public."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(looked_at(pages, wordings))
    chosen = chosen_by(grades, allowed)
    yield from verdicts([each for each in wordings.places.get("sensitive", ()) if chosen(each.said)], pages, ())
    yield from attached_verdicts([each for each in wordings.attached.get("sensitive", ()) if chosen(each.said)], ())
