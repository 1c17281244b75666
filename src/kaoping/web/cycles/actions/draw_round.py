"""Draw from a sealed list, once."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.draws.drawing import make_draw
from kaoping.draws.plain_text import plain
from kaoping.model.errors import InputError
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, RefusedError, action
from kaoping.web.cycles.actions.seal_round import draws_within
from kaoping.web.cycles.models import DrawRound
from kaoping.web.cycles.secret_box import opened
from kaoping.worktime import in_beijing


@action(Permission.MANAGE_CYCLES, "抽取")
def draw_round(act: Act, pk: int, public: str, now: datetime) -> DrawRound:
    """Draw the round `pk` with the public value that was announced ("" where none was). Raises RefusedError."""
    rows = DrawRound.objects.select_related("draw__cycle").filter(draw__in=draws_within(act.scope).values("pk"))
    one = act.access(rows, pk)
    act.refuse_unless(one.drawn_at is None, _("这一轮已经抽过，不能重抽。"))
    source, value = one.draw.public_source, plain(public)
    act.refuse_unless(not source or value, _("请填写公开值（%s）。") % source)
    act.refuse_unless(source or not value, _("承诺时没有规定公开值，不能在抽取时另加。"))
    try:
        result = make_draw(one.sealed_text, opened(one.draw.secret, one.draw.commitment), value, in_beijing(now))
    except InputError as error:
        raise RefusedError(str(error)) from error
    one.public, one.seed, one.drawn_at = result.public, result.seed, result.drawn_at
    one.result = [{"pool": chosen.pool, "items": list(chosen.items)} for chosen in result.chosen]
    one.full_clean()
    one.save()
    act.note(one, public=result.public or None, seed=result.seed)
    return one
