"""Seal the candidates of one round of draws; nothing of the list changes afterwards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.draws.protocol import seal_of
from kaoping.draws.sealed_text import as_written, write_sealed
from kaoping.draws.values import Pool, SealedList
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Draw, DrawRound
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.workflow.cycle import State, has_passed
from kaoping.worktime import in_beijing

_NAME = re.compile(r"[\w.]+(?:-[\w.]+)*")


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is sealed, under which name of the round ("" where there is only one)."""

    name: str
    pools: Sequence[Pool]


@action(Permission.MANAGE_CYCLES, "封存抽查名单")
def seal_round(act: Act, pk: int, sealing: Sealing, now: datetime) -> DrawRound:
    """Seal the pools for the draw `pk`. Raises OutOfReachError, RefusedError."""
    draw = reached_draw(act, pk)
    cycle = draw.cycle
    act.refuse_unless(draw.revealed_at is None, _("密钥已经公布，不能再用它抽取。"))
    act.refuse_unless(has_passed(cycle.now, State.ANNOUNCED), _("请先公布考评方案：承诺须先于名单让各单位知道。"))
    act.refuse_unless(not has_passed(cycle.now, State.APPROVED), _("结果已经审定，不能再抽查。"))
    act.refuse_unless(
        not sealing.name or _NAME.fullmatch(sealing.name), _("轮次只能由文字、数字、“.”“_”和“-”组成，如 2026-03。")
    )
    act.refuse_unless(
        not draw.rounds.filter(name=sealing.name).exists(), _("这一轮的名单已经封存，不能再改；确需更正的请另开一轮。")
    )
    act.refuse_unless(sealing.pools, _("名单是空的，没有可封存的。"))
    scheme = scheme_of(cycle)
    head = (scheme.id, scheme.digest, sealing.name, draw.commitment, draw.public_source)
    moment = in_beijing(now).replace(microsecond=0)
    text = write_sealed(as_written(SealedList(*head, moment, tuple(sealing.pools))))
    one = DrawRound(draw=draw, name=sealing.name, sealed_text=text, seal=seal_of(text), sealed_at=moment)
    one.full_clean()
    one.save()
    act.note(one, seal=one.seal, pools=len(sealing.pools))
    return one


def reached_draw(act: Act, pk: int) -> Draw:
    """Return the draw of a cycle within reach, locked. Raises OutOfReachError."""
    return act.access(draws_within(act.scope), pk)


def draws_within(scope: Scope) -> "QuerySet[Draw]":
    """Return the draws of cycles whose body lies within the scope."""
    rows = Draw.objects.select_related("cycle__body", "cycle__scheme").defer("cycle__scheme__data")
    return rows.filter(cycle__in=cycles_within(scope).values("pk"))
