"""The page of what may be registered twice, and the one that puts two units together."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.duplicates import finding
from kaoping.web.duplicates.actions.merge_units import merge_units
from kaoping.web.duplicates.merging import Merge
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.models import Unit
from kaoping.web.registry.queries import sites_for, units_for

P = Permission
SHOWN = 50  # groups of each sort


class IntoForm(forms.Form):
    """Which unit stays, and why."""

    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, help_text=gettext_lazy("如机构改革文件名称和文号")
    )

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = units_for(request, P.EDIT_UNITS).filter(active=True)
        into = LookupField(units, "registry:unit-options", label=_("并入"))
        self.fields = {"into": into, **self.fields}


@page(P.EDIT_UNITS)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show what may be registered twice within reach."""
    units, sites = units_for(request, P.EDIT_UNITS), sites_for(request, P.EDIT_UNITS)
    names, codes = finding.same_names(units), finding.same_codes(sites)
    licences, hosts = finding.same_licences(sites), finding.same_hosts(sites)
    counts = [len(names), len(codes), len(licences), len(hosts)]
    context = {
        "names": names[:SHOWN],
        "site_groups": (
            (_("同一标识码用在几个网站上"), _CODES, codes[:SHOWN]),
            (_("同一 ICP 备案用在几个单位的网站上"), _LICENCES, licences[:SHOWN]),
            (_("同一网站的不同入口登记在几个单位名下"), _HOSTS, hosts[:SHOWN]),
        ),
        "more": max(counts) > SHOWN,
        "nothing": not any(counts),
        "shown": SHOWN,
    }
    return render(request, "duplicates/duplicates.html", context)


@page(P.EDIT_UNITS)
def unit_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit into another; `?into=` is which, and what would become of it is shown."""
    gone = row_of(units_for(request, P.EDIT_UNITS), pk)
    kept = _wanted(request)
    merge = Merge(gone, kept) if kept else None
    obstacles = merge.obstacles(scope_of(request.user, P.EDIT_UNITS)) if merge else []

    def save(form: IntoForm) -> str:
        into = form.cleaned_data["into"]
        merge_units(actor_of(request), pk, into.pk)
        return reverse("registry:unit", kwargs={"pk": into.pk})

    back = reverse("registry:unit", kwargs={"pk": pk})
    note = str(_NOTE)
    if merge:
        note += "".join(obstacles) or _("这次将：%s。") % "，".join(f"{title} {n}" for title, n in merge.counts())
    editing = Editing(_("合并“%s”") % gone, save, _("单位已合并。"), back, note, _("合并"))
    return show_form(request, IntoForm(request.POST or None, request=request, initial={"into": kept}), editing)


_NOTE = gettext_lazy(
    "网站、账号、联系人、人员角色和未归档周期中的位置移到并入的单位；"
    "已归档的考评、读网记录等历史留在原单位。原单位不再在册。"
)
_CODES = gettext_lazy("标识码一站一码：核对全国政府网站信息报送系统，改正填错的；同一网站登记了两次的，把多余的关停。")
_LICENCES = gettext_lazy("备案主体只有一个：核对备案查询结果，改正填错的；确由一个单位主办的，改到同一单位名下。")
_HOSTS = gettext_lazy("移动版和电脑版是同一网站：只保留一个登记，主办单位以标识码为准。")


def _wanted(request: HttpRequest) -> Unit | None:
    text = request.GET.get("into", "")
    return units_for(request, P.EDIT_UNITS).filter(pk=int(text)).first() if text.isdecimal() else None
