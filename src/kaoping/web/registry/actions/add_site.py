"""Register a site of a unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Site, SiteStateChange, Unit
from kaoping.web.registry.rules import claim_domains, claim_host


@action(Permission.EDIT_SITES, "新增网站")
def add_site(act: Act, fields: Mapping[str, Any], today: date) -> Site:
    """Add a site to a unit within reach; its life begins today. Raises RefusedError or ValidationError."""
    site = Site(**fields)
    within = act.scope.units_of(Unit.objects.filter(pk=site.unit_id)).exists()
    act.refuse_unless(within, _("主办单位不在您负责的范围内。"))
    claim_host(act, site, site.address)
    site.domains = claim_domains(act, site, site.domains, site.host)
    act.create(site)
    act.create(SiteStateChange(site=site, state=site.state, since=today, reason=_("登记")))
    return site
