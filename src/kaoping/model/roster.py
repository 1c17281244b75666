"""The roster: who is assessed, in which group and class, with which sites."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """被考评单位. A scheme may call it by its id or name, or as one of its `tags`, `site_type`, `class_`, `group`."""

    id: str
    name: str
    group: str
    class_: str = ""
    tags: tuple[str, ...] = ()
    site_type: str = ""
    sites: tuple[str, ...] = ()
    exempt: bool = False

    def names(self) -> tuple[str, ...]:
        """What a scheme may call this unit, most specific first."""
        names = (self.id, self.name, *self.tags, self.site_type, self.class_, self.group)
        return tuple(name for name in names if name)

    def keys(self) -> tuple[str, ...]:
        """Names under which a number for this unit may be given, most specific first."""
        return (*self.names(), "default")


@dataclass(frozen=True, slots=True)
class Roster:
    """All units of a cycle, in a stated order that results do not depend on."""

    units: tuple[RosterUnit, ...]
