"""Who signs in to the sample: one person of each role, and those of a few units."""

from dataclasses import dataclass

from kaoping.demo.roster import CITY, UNITS
from kaoping.web.accounts.roles import Role

PASSWORD = "Kao-Ping-2026"  # noqa: S105 shown on the page for signing in: the sample holds nothing real


ASSESSOR = "assessor"
"""Who judges the quarters of the sample."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: `unit` is a unit's id in the city for roles of units, `county` a unit whose region the role holds in.

    Without either a role holds in the whole city, or everywhere where roles may.
    """

    login: str
    name: str
    role: Role
    unit: str = ""
    county: str = ""

    @property
    def place(self) -> str:
        """Where the role holds, in words."""
        return next((unit.name for unit in UNITS if unit.id == (self.unit or self.county)), CITY)


PEOPLE = (
    Person("admin", "高建国", Role.ADMIN),
    Person("office", "周敏", Role.BODY),
    Person("approver", "郑国华", Role.APPROVER),
    Person(ASSESSOR, "孙晓宇", Role.ASSESSOR),
    Person("expert", "何文静", Role.EXPERT),
    Person("fagai", "吴倩", Role.LIAISON, unit="fagai"),
    Person("jiaoyu", "钱立", Role.LIAISON, unit="jiaoyu"),
    Person("jiaoyu-leader", "冯志远", Role.LEADER, unit="jiaoyu"),
    Person("wangnan-office", "陈洁", Role.BODY, county="wangnan"),
    Person("dispatcher", "沈婷", Role.DISPATCHER),
    Person("editor", "韩磊", Role.EDITOR),
    Person("auditor", "蒋慧", Role.AUDITOR),
)
"""Invented people. The first is the system administrator."""
