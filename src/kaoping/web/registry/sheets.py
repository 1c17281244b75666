"""The lists by which the registry is imported and exported."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Actor, RefusedError
from kaoping.web.imports.sheets import (
    Column,
    SheetKind,
    choice,
    read_date,
    reference,
    show_code,
    show_date,
    yes_no,
)
from kaoping.web.registry.actions.add_column import add_column
from kaoping.web.registry.actions.add_contact import add_contact
from kaoping.web.registry.actions.add_media_account import add_media_account
from kaoping.web.registry.actions.add_region import add_region
from kaoping.web.registry.actions.add_site import add_site
from kaoping.web.registry.actions.add_unit import add_unit
from kaoping.web.registry.actions.change_column import change_column
from kaoping.web.registry.actions.change_contact import change_contact
from kaoping.web.registry.actions.change_media_account import change_media_account
from kaoping.web.registry.actions.change_region import change_region
from kaoping.web.registry.actions.change_site import change_site
from kaoping.web.registry.actions.change_unit import change_unit
from kaoping.web.registry.models import Column as SiteColumn
from kaoping.web.registry.models import Contact, MediaAccount, Region, Site, Unit
from kaoping.web.registry.queries import columns_for, contacts_for, media_for, regions_for, sites_for, units_for
from kaoping.web.registry.rules import column_key, host_of


def _words(title: str, field: str, options: Any, default: str = "", *, required: bool = False) -> Column:
    read, show, words = choice(options, default)
    return Column(title, field, read, show, required=required, choices=words)


def _switch(title: str, field: str, default: bool) -> Column:
    read, show, words = yes_no(default)
    return Column(title, field, read, show, choices=words)


def _refers(title: str, field: str, model: type[Model], *, required: bool = False) -> Column:
    name = str(model._meta.verbose_name)
    return Column(
        title, field, reference(model, name), show_code, required=required, help=f"{name}的编号（代码）或名称"
    )


def _by_code(model: type[Model]) -> Any:
    return lambda values: model._default_manager.filter(code=values.get("code")).first()


def _site(values: Mapping[str, Any]) -> Model | None:
    return Site.objects.filter(host=host_of(values.get("address", ""))).select_related("unit").first()


def _account(values: Mapping[str, Any]) -> Model | None:
    return MediaAccount.objects.filter(
        platform=values.get("platform"), identifier=values.get("identifier")
    ).select_related("unit").first()  # fmt: skip


def _read_site(text: str) -> Site:
    site = Site.objects.filter(host=host_of(text)).first()
    if site is None:
        raise ValidationError(_("没有登记网址为“%s”的网站；请先登记网站，或检查写法") % text)
    return site


def _read_days(text: str) -> int | None:
    if not text or text == "随时":
        return None
    number = text.removesuffix("天").strip()
    if not number.isdecimal():
        raise ValidationError(_("“%s”不是天数；请写整数，随时更新的留空") % text)
    return int(number[:6])


def _show_days(days: int | None) -> str:
    return str(days) if days else ""


def _column(values: Mapping[str, Any]) -> Model | None:
    found = SiteColumn.objects.filter(site=values["site"], key=column_key(values["url"]))
    return found.select_related("site").first()


def _contact(values: Mapping[str, Any]) -> Model | None:
    found = Contact.objects.filter(unit=values["unit"], kind=values["kind"], name=values["name"])
    return found.select_related("unit").first()


def _unknown_account(_actor: Actor, values: Mapping[str, Any]) -> Model:
    raise RefusedError(_("没有登记标识为“%s”的账号；请先登记，或检查平台和标识。") % values["identifier"])


def _add_site(actor: Actor, values: Mapping[str, Any]) -> Site:
    return add_site(actor, values, timezone.localdate())


REGIONS = SheetKind(
    id="regions",
    title=gettext_noop("地区清单"),
    permission=Permission.EDIT_REGIONS,
    columns=(
        Column("区划代码", "code", required=True, help="6、9 或 12 位数字，如 321300；已有的代码是修改，没有的是新增"),
        Column("名称", "name", required=True),
        _words("层级", "level", Region.Level.choices, required=True),
        _refers("上级地区", "parent", Region),
    ),
    find=_by_code(Region),
    add=add_region,
    change=change_region,
    rows=lambda request: regions_for(request, Permission.EDIT_REGIONS).select_related("parent"),
)

UNITS = SheetKind(
    id="units",
    title=gettext_noop("单位清单"),
    permission=Permission.EDIT_UNITS,
    columns=(
        Column("单位编号", "code", required=True, help="考评中使用的编号；已有的编号是修改，没有的是新增"),
        Column("单位名称", "name", required=True),
        Column("简称", "short_name"),
        _refers("所属地区", "region", Region, required=True),
        _words("单位类型", "kind", Unit.Kind.choices, Unit.Kind.DEPARTMENT),
        _refers("主管单位", "superior", Unit),
        Column("标签", "tags", help="多个标签用“、”分开"),
        Column("分管领导", "leader", help="姓名和职务"),
        _switch("参加排名", "ranked", True),
        _switch("免于开设网站", "exempt", False),
        Column("免设依据", "exempt_reason", help="免于开设网站的必填：文件名称和文号"),
        _switch("在册", "active", True),
    ),
    find=_by_code(Unit),
    add=add_unit,
    change=change_unit,
    rows=lambda request: units_for(request, Permission.EDIT_UNITS).select_related("superior"),
)

SITES = SheetKind(
    id="sites",
    title=gettext_noop("网站清单"),
    permission=Permission.EDIT_SITES,
    columns=(
        Column("首页网址", "address", required=True, help="完整网址；同一主机（不论 http、https 和 www.）是同一网站"),
        Column("网站名称", "name", required=True),
        _refers("主办单位", "unit", Unit, required=True),
        Column("其他域名", "domains", help="同一网站的其他域名，多个用“、”分开"),
        Column("网站标识码", "site_code", help="10 位"),
        Column("ICP备案号", "icp"),
        Column("公安备案号", "police"),
    ),
    find=_site,
    add=_add_site,
    change=change_site,
    rows=lambda request: sites_for(request, Permission.EDIT_SITES),
)

MEDIA = SheetKind(
    id="media",
    title=gettext_noop("新媒体账号清单"),
    permission=Permission.EDIT_SITES,
    columns=(
        _words("平台", "platform", MediaAccount.Platform.choices, required=True),
        Column("账号名称", "name", required=True),
        Column("账号标识", "identifier", required=True, help="微信号、微博网址等；平台和标识相同的是同一账号"),
        _refers("主办单位", "unit", Unit, required=True),
        Column("最近更新日期", "last_post_on", read_date, show_date, help="如 2026-01-31"),
        _switch("在用", "active", True),
    ),
    find=_account,
    add=add_media_account,
    change=change_media_account,
    rows=lambda request: media_for(request, Permission.EDIT_SITES),
)

COLUMNS = SheetKind(
    id="columns",
    title=gettext_noop("信息发布内容清单"),
    permission=Permission.EDIT_SITES,
    columns=(
        Column("网站", "site", _read_site, lambda site: site.address, required=True, help="已登记网站的首页网址"),
        Column("栏目网址", "url", required=True, help="栏目列表第一页的完整网址；同一网站、同一列表的是同一栏目"),
        Column("栏目名称", "name", required=True),
        _words("栏目类别", "kind", SiteColumn.Kind.choices, SiteColumn.Kind.OTHER),
        Column("更新期限（天）", "due_days", _read_days, _show_days, help="最多隔多少天要有新内容；留空为随时更新"),
        Column("责任科室", "department"),
        Column("责任人", "keeper"),
        Column("最近更新", "last_item_on", read_date, show_date, help="如 2026-01-31；巡查看到更新的会自动改写"),
        _words("状态", "state", SiteColumn.State.choices, SiteColumn.State.CONFIRMED),
    ),
    find=_column,
    add=add_column,
    change=change_column,
    rows=lambda request: columns_for(request, Permission.EDIT_SITES).order_by("site__unit__code", "site__host", "key"),
)

POSTS = SheetKind(
    id="posts",
    title=gettext_noop("新媒体最近更新日期"),
    permission=Permission.EDIT_SITES,
    columns=(
        _words("平台", "platform", MediaAccount.Platform.choices, required=True),
        Column("账号标识", "identifier", required=True, help="已登记账号的微信号、微博网址等"),
        Column("最近更新日期", "last_post_on", read_date, show_date, required=True, help="如 2026-01-31"),
    ),
    find=_account,
    add=_unknown_account,
    change=change_media_account,
    rows=lambda request: media_for(request, Permission.EDIT_SITES).filter(active=True).exclude(last_post_on=None),
)

CONTACTS = SheetKind(
    id="contacts",
    title=gettext_noop("单位通讯录"),
    permission=Permission.EDIT_CONTACTS,
    columns=(
        _refers("单位", "unit", Unit, required=True),
        _words("身份", "kind", Contact.Kind.choices, required=True),
        Column("姓名", "name", required=True, help="同一单位、同一身份、同名的是同一人"),
        Column("职务", "post"),
        Column("电话", "phone", help="加密保存，操作日志中不出现"),
        Column("电子邮箱", "email", help="加密保存，操作日志中不出现"),
    ),
    find=_contact,
    add=add_contact,
    change=change_contact,
    rows=lambda request: contacts_for(request, Permission.EDIT_CONTACTS),
)

SHEETS = (REGIONS, UNITS, CONTACTS, SITES, COLUMNS, MEDIA, POSTS)
