"""A policy and its interpretation lead to each other.

Why: who reads a policy wants it explained, and who reads the explanation wants the text; schemes sample both ways.
How to fix: link each interpretation to the policy it explains, and add the interpretation to the policy's page.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, examined, not_measured, passed, suspected
from kaoping.facts.site.interpretations import Interpretation, Interpretations
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="政策文件与解读未相互关联",
    matters="看政策的人需要解读，看解读的人需要原文；两边互相链接，群众才不用来回找，考评双向抽查。",
    advice="在解读稿页面链接到所解读的政策文件，在政策文件页面链接到解读稿；解读与政策同步发布。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 解读关联",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("title", "policy", "genre", "days"),
)
def policy_interpretation(interpretations: Interpretations, days: int = 0) -> Iterator[Said]:
    """Yield one finding per missing link: interpretation to policy, policy to interpretation.

    With `days` above 0, also per interpretation that came more than so many days after its policy. The policy is told
    by its title among the items of the policy columns; where none bears it, the way back is not looked at.
    """
    if not interpretations.all:
        yield check_not_applicable("no-interpretations")
        return
    yield examined(len(interpretations.all))
    for each in interpretations.all:
        yield from _verdicts(each, days)


def _verdicts(each: Interpretation, limit: int) -> Iterator[Said]:
    item, policy = each.item, each.policy
    values: dict[str, Plain] = {
        "title": item.text, "policy": policy.text if policy else None, "genre": each.form, "days": each.days
    }  # fmt: skip
    page = PageKind.ARTICLE
    if each.forward is None:
        yield not_measured(item.url, item.url, values, fault=Fault.US, page=page, reason="page-not-read")
        return
    troubles = []
    if not each.forward:
        troubles.append(("policy-not-linked", item.url))
    if policy is not None and each.backward is False:
        troubles.append(("interpretation-not-linked", policy.url))
    if limit > 0 and each.days is not None and each.days > limit:
        troubles.append(("interpreted-late", item.url))
    for reason, url in troubles:
        yield suspected(f"{item.url}#{reason}", url, values, page=page, reason=reason, snippet=item.text)
    if not troubles:
        yield passed(item.url, item.url, values, page=page)
