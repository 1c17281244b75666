"""Rules of the registry that more than one act must hold to."""

import re

from django.utils.translation import gettext as _

from kaoping.facts.site.columns import list_address
from kaoping.measures.sites import site_key
from kaoping.runs.addresses import site_address
from kaoping.web.actions import Act
from kaoping.web.registry.models import Column, Site, Unit

SEVERAL = "、"
_PARTED = re.compile(r"[、，,；;\s]+")
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


def claim_domains(act: Act, site: Site, text: str, host: str) -> str:
    """Return further domains as they are kept: hosts, once each, without the site's own `host`.

    Raises RefusedError for what is no domain, or is another site's.
    """
    found = []
    for word in _PARTED.split(text.strip()):
        domain = host_of(f"https://{word.partition('://')[2] or word}") if word else ""
        act.refuse_unless("." in domain or not word, _("“%s”不是域名；请写成 m.example.gov.cn") % word)
        if domain and domain != host and domain not in found:
            found.append(domain)
    others = Site.objects.exclude(pk=site.pk)
    for domain in found:
        listed = (one for one in others.filter(domains__contains=domain) if domain in one.domains.split(SEVERAL))
        other = others.filter(host=domain).first() or next(listed, None)
        known = {"domain": domain, "site": str(other)}
        act.refuse_unless(other is None, _("域名 %(domain)s 已登记为“%(site)s”的。") % known)
    return SEVERAL.join(found)


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
