"""Who opens the pages about limits of regions, and limits to open them for."""

from kaoping.web.accounts.roles import Role
from kaoping.web.limits.models import RegionLimits
from kaoping.web.registry.models import Region

_EDITORS = frozenset({Role.ADMIN, Role.BODY})
LIMITS_PAGES = {f"limits:limits{of}": _EDITORS for of in ("", "-add", "-edit")}


def about_limits(name: str, region: Region) -> dict[str, object]:
    """What an address about limits takes."""
    return {"pk": RegionLimits.objects.get(region=region).pk} if name.endswith("-edit") else {}


def limits_in(region: Region) -> None:
    """Let a region have limits of its own."""
    RegionLimits.objects.create(region=region, answer_days=5)
