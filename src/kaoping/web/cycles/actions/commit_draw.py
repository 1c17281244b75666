"""Commit to the secret of a cycle's draws, before any list of candidates is sealed."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.draws.plain_text import plain
from kaoping.draws.protocol import commitment_of
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Draw
from kaoping.web.cycles.rules import reached
from kaoping.web.cycles.secret_box import closed
from kaoping.workflow.cycle import State, has_passed


@action(Permission.MANAGE_CYCLES, "承诺随机抽查密钥")
def commit_draw(act: Act, pk: int, public_source: str, now: datetime) -> Draw:
    """Make a secret from the system's randomness; nobody sees it before it is revealed. Raises RefusedError."""
    cycle = reached(act, pk)
    act.refuse_unless(
        not has_passed(cycle.now, State.APPROVED) and cycle.now is not State.CANCELLED, _("结果已经审定，不能再抽查。")
    )
    act.refuse_unless(not Draw.objects.filter(cycle=cycle).exists(), _("已经承诺过；一个周期只用一个密钥。"))
    secret, source = secrets.token_hex(32), plain(public_source)
    commitment = commitment_of(secret, source)
    draw = Draw(cycle=cycle, commitment=commitment, public_source=source, secret=closed(secret, commitment))
    draw.committed_at = now.replace(microsecond=0)
    return act.create(draw)
