"""Publish the secret of a cycle's draws, after the last of them: from then on everybody can check them."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.actions.seal_round import reached_draw
from kaoping.web.cycles.models import Draw
from kaoping.web.cycles.secret_box import opened


@action(Permission.MANAGE_CYCLES, "公布抽查密钥")
def reveal_draw(act: Act, pk: int, now: datetime) -> Draw:
    """Reveal the secret of the draw `pk`. Raises RefusedError while a sealed list has not been drawn from."""
    draw = reached_draw(act, pk)
    act.refuse_unless(draw.revealed_at is None, _("密钥已经公布。"))
    act.refuse_unless(draw.rounds.exists(), _("还没有抽取过，不能公布密钥。"))
    waiting = draw.rounds.filter(drawn_at=None).count()
    act.refuse_unless(not waiting, _("还有 %s 轮封存了没有抽取；密钥公布后谁都能预知结果，请先抽取。") % waiting)
    opened(draw.secret, draw.commitment)  # refused here rather than on every page that shows it
    draw.revealed_at = now.replace(microsecond=0)
    return act.save(draw)
