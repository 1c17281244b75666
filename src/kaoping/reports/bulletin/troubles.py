"""存在的主要问题: by kind, with how many units they concern and named examples."""

from collections.abc import Sequence

from kaoping.model.outcomes import CheckStatus
from kaoping.reports.bulletin.blocks import Block, Heading, Paragraph
from kaoping.reports.dossier import Dossier
from kaoping.reports.evidence import Evidence
from kaoping.reports.example_words import example_text
from kaoping.reports.figures import joined, number_text, numbered, quoted, share_text
from kaoping.reports.leaf_rates import LeafRate, leaf_rates
from kaoping.reports.problems import Problem

EXAMPLES = 3  # of one kind, each of another unit
WEAKEST = 5  # indicators
LOW_RATE = 80  # per cent; indicators below are named


def troubles(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section."""
    sections = [
        *((problem.title, _problem(dossier, problem)) for problem in dossier.problems if problem.counted),
        *(
            (problem.title, _suspected(problem))
            for problem in dossier.problems
            if problem.pending and not problem.counted
        ),
    ]
    weak = [rate for rate in leaf_rates(dossier) if rate.points * 100 < LOW_RATE * rate.of]
    if weak:
        sections.append(("失分较多的指标", _weak(weak)))
    blocks: list[Block] = []
    for place, (title, text) in enumerate(sections, start=1):
        blocks += [Heading(f"（{numbered(place)}）{title}", 2), Paragraph(text)]
    none = "没有发现需要扣分的问题。" if dossier.view.sites else f"没有得分率低于{LOW_RATE}%的指标。"
    return blocks or [Paragraph(none)]


def _problem(dossier: Dossier, problem: Problem) -> str:
    units = problem.units
    share = share_text(len(units), _checked(dossier, problem.check))
    said = f"共{len(problem.counted)}处，涉及{len(units)}个单位，占检查单位的{share}：{joined(units, most=10)}。"
    said += f"例如：{'；'.join(map(example_text, _examples(problem.counted)))}。"
    if problem.pending:
        said += f"另有{len(problem.pending)}处疑似问题待人工确认。"
    return said


def _checked(dossier: Dossier, check: str) -> int:
    """How many units have a site on which the check could be carried out."""
    done = (
        site.unit
        for site in dossier.view.sites
        if any(record.check == check and record.status is CheckStatus.DONE for record in site.records)
    )
    return len(set(done))


def _suspected(problem: Problem) -> str:
    examples = "；".join(map(example_text, _examples(problem.pending)))
    return f"发现{len(problem.pending)}处疑似问题，待人工确认后认定。例如：{examples}。"


def _examples(found: Sequence[Evidence]) -> list[Evidence]:
    """The first fault of each of the first units."""
    first: dict[str, Evidence] = {}
    for one in found:
        first.setdefault(one.unit.id, one)
    return list(first.values())[:EXAMPLES]


def _full(rate: LeafRate) -> str:
    return f"{rate.full}个单位" if rate.full else "没有单位"


def _weak(weak: Sequence[LeafRate]) -> str:
    worst = sorted(weak, key=lambda rate: rate.points / rate.of)[:WEAKEST]
    said = (
        f"{quoted(rate.title)}得分率{number_text(rate.points * 100 / rate.of)}%，{_full(rate)}得满分" for rate in worst
    )
    return f"得分率（各单位得分之和与分值之和的比）较低的指标有：{'；'.join(said)}。"
