"""Keep filters of the list of findings under a name, or forget them; both are the person's own."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import person_of
from kaoping.web.monitoring.models import SavedView

MOST = 20


@action(Permission.VIEW_FINDINGS, "保存问题筛选")
def save_view(act: Act, name: str, query: str) -> SavedView:
    """Keep filters; under a name that the person has used, they take the place of the earlier ones."""
    owner = person_of(act)
    act.refuse_unless(name, _("请给筛选起一个名称，如：本周新发现的疑似问题。"))
    own = SavedView.objects.filter(owner=owner)
    known = own.filter(name=name).first()
    if known is None:
        act.refuse_unless(own.count() < MOST, _("最多保存 %s 个筛选，请先删除不用的。") % MOST)
        return act.create(SavedView(owner=owner, name=name, query=query))
    row = act.access(own, known.pk)
    row.query = query
    return act.save(row)


@action(Permission.VIEW_FINDINGS, "删除问题筛选")
def forget_view(act: Act, pk: int) -> None:
    """Forget filters of the person's own."""
    act.delete(act.access(SavedView.objects.filter(owner=person_of(act)), pk))
