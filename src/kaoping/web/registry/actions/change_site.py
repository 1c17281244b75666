"""Change what is registered of a site; its state has an act of its own."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.models import Site, Unit
from kaoping.web.registry.rules import claim_domains, claim_host


@action(Permission.EDIT_SITES, "修改网站")
def change_site(act: Act, pk: int, edits: Mapping[str, Edit]) -> Site:
    """Change a site's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    site = act.access(act.scope.units_of(Site.objects.select_related("unit"), "unit"), pk)
    if "unit" in edits:
        within = act.scope.units_of(Unit.objects.filter(pk=edits["unit"].wanted.pk)).exists()
        act.refuse_unless(within, _("主办单位不在您负责的范围内。"))
    if "address" in edits:
        claim_host(act, site, edits["address"].wanted)
    if "domains" in edits:
        kept = claim_domains(act, site, edits["domains"].wanted, site.host)
        edits = {**edits, "domains": Edit(edits["domains"].seen, kept)}
    return act.edit(site, edits)
