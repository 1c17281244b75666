"""Who opens the pages about hours of regions, and hours to open them for."""

from kaoping.web.accounts.roles import Role
from kaoping.web.calendars.models import RegionHours
from kaoping.web.registry.models import Region

_EDITORS = frozenset({Role.ADMIN, Role.BODY})
HOURS_PAGES = {f"calendars:hours{of}": _EDITORS for of in ("", "-add", "-edit", "-drop")}


def about_hours(name: str, region: Region) -> dict[str, object]:
    """What an address about calendars takes."""
    return {"pk": RegionHours.objects.get(region=region).pk} if name.endswith(("-edit", "-drop")) else {}


def hours_in(region: Region) -> None:
    """Let a region have hours of its own."""
    RegionHours.objects.create(region=region, hours="09:00-17:00")
