"""Rules of the registry that more than one act must hold to."""

from django.utils.translation import gettext as _

from kaoping.facts.site.columns import list_address
from kaoping.measures.sites import site_key
from kaoping.runs.addresses import site_address
from kaoping.web.actions import Act
from kaoping.web.registry.models import Column, Site, Unit

MAX_DEPTH = 6  # 主管单位 of 主管单位 …


def hold_unit(act: Act, unit: Unit) -> None:
    """Hold a unit to: an exemption has its reason; its line of superiors ends."""
    act.refuse_unless(not unit.exempt or unit.exempt_reason, _("免于开设网站的单位请填写免设依据（文件名称和文号）。"))
    above, steps = unit.superior, 0
    while above is not None and steps < MAX_DEPTH:
        act.refuse_unless(above.pk != unit.pk, _("主管单位不能是它自己或它的下属单位。"))
        above, steps = above.superior, steps + 1


def host_of(address: str) -> str:
    """Return what tells sites apart, as the inspection does it; "" for what is no address of a site."""
    whole = site_address(address)
    return site_key(whole).removeprefix("www.") if whole else ""


def claim_host(act: Act, site: Site, address: str) -> None:
    """Write the host of the address that the site has or is to have.

    Raises RefusedError when the address is none, or another unit has claimed it.
    """
    site.host = host_of(address)
    act.refuse_unless(site.host, _("首页网址不对；请写完整网址，如 https://www.example.gov.cn/"))
    other = Site.objects.filter(host=site.host).exclude(pk=site.pk).select_related("unit").first()
    if other is not None:
        claimed = {"unit": other.unit.name, "site": other.name}
        act.refuse_unless(False, _("该网址已登记为“%(unit)s”的“%(site)s”；一个网站只能由一个单位主办。") % claimed)


def column_key(url: str) -> str:
    """Return what tells columns of a site apart: the address of their list, whatever the page number and protocol."""
    return list_address(url)


def claim_column(act: Act, column: Column, site: Site, url: str) -> None:
    """Write the key of the address that the column has or is to have; refuse one that the site's list has already."""
    column.key = column_key(url)
    other = Column.objects.filter(site=site, key=column.key).exclude(pk=column.pk).first()
    if other is not None:
        known = {"column": other.name, "state": other.get_state_display()}
        act.refuse_unless(False, _("该网站的清单中已有这个网址：“%(column)s”（%(state)s），请修改那一条。") % known)
