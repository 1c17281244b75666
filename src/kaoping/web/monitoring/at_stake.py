"""What a finding can cost its unit: the indicators and vetoes of the cycle's scheme that read it, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaoping.measures.params import pair_of
from kaoping.measures.stakes import readers_of
from kaoping.reports.expression_words import Speaker
from kaoping.reports.rule_words import node_rule_text
from kaoping.schemes.model import Node, Open, Veto
from kaoping.web.cycles.roster import roster_unit
from kaoping.web.cycles.scheme_copies import catalogue, scheme_of
from kaoping.web.monitoring.models import Finding


@dataclass(frozen=True, slots=True)
class AtStake:
    """One indicator or veto: its title with those above it, its points, its rule and the words of the document."""

    title: str
    points: str
    rule: str
    clause: str
    is_veto: bool = False


def at_stake(row: Finding) -> list[AtStake]:
    """Return what reads a finding by the scheme of the run's cycle, vetoes first; nothing where the run had none."""
    cycle = row.run.cycle
    place = cycle.participants.select_related("unit").filter(unit=row.site.unit_id).first() if cycle else None
    if cycle is None or place is None:
        return []
    scheme, unit = scheme_of(cycle), roster_unit(place)
    nodes, vetoes = readers_of(scheme, unit, catalogue(), pair_of(row.check_id, row.params, catalogue()))
    speaker = Speaker(scheme, unit)
    return [*(_veto(veto, speaker) for veto in vetoes), *(_indicator(node, speaker) for node in nodes)]


def _veto(veto: Veto, speaker: Speaker) -> AtStake:
    return AtStake(veto.title, _("单项否决"), speaker.say(veto.condition), veto.clause or veto.text, is_veto=True)


def _indicator(node: Node, speaker: Speaker) -> AtStake:
    points = node.points
    worth = "" if points is None or isinstance(points, Open) else _("%s分") % speaker.quantity(points)
    return AtStake(" › ".join((*node.path, node.title)), worth, node_rule_text(node, speaker), node.clause)
