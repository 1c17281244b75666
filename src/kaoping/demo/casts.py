"""How the city's units appear in an assessment by each scheme of the library: their groups, names and tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kaoping.demo.city import UnitSpec
from kaoping.model.errors import InputError
from kaoping.model.roster import RosterUnit

DEFAULT = "suqian-2022"
TEST_VALUES = Path(__file__).parent / "test_values"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cast:
    """One scheme played by the city. `places` says group and class by the city's own classes.

    `names` are what the scheme's document calls units, where it names them; `tags` are by unit.
    """

    scheme: str
    places: Mapping[str, tuple[str, str]]
    names: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def test_values(self) -> Path | None:
        """The file that fills what the document leaves open (测试赋值), or None where nothing is open."""
        path = TEST_VALUES / f"{self.scheme}.yaml"
        return path if path.exists() else None

    def unit(self, spec: UnitSpec, sites: Mapping[str, str]) -> RosterUnit:
        """Return the unit as the roster has it; `sites` are addresses by unit."""
        group, class_ = self.places[spec.class_]
        return RosterUnit(
            id=spec.id,
            name=self.names.get(spec.id, spec.name),
            group=group,
            class_=class_,
            tags=self.tags.get(spec.id, ()),
            sites=(sites[spec.id],) if spec.id in sites else (),
            exempt=spec.exempt,
        )


def cast_for(scheme: str) -> Cast:
    """Return how the city plays `scheme`. Raises InputError for one that it does not know."""
    if scheme not in CASTS:
        raise InputError(f"样例城市没有为方案“{scheme}”分配角色；可用的有：{'、'.join(CASTS)}。")
    return CASTS[scheme]


def _places(district: str, zone: str, tier1: str, tier2: str) -> dict[str, tuple[str, str]]:
    """Group, or group/class, for each class of the city."""
    words = {"district": district, "zone": zone, "tier1": tier1, "tier2": tier2}
    return {name: (word.partition("/")[0], word.partition("/")[2]) for name, word in words.items()}


# the departments as Suizhou's documents call theirs, so that indicators and checklists about them apply
_SHORT = {
    "fagai": "市发改委", "jiaoyu": "市教育局", "minzheng": "市民政局", "renshe": "市人社局", "weijian": "市卫健委",
    "tongji": "市统计局", "tiyu": "市文旅局", "chengguan": "市城管委", "dangan": "市档案馆", "nongye": "市农业农村局",
}  # fmt: skip

CASTS: Mapping[str, Cast] = MappingProxyType(
    {
        cast.scheme: cast
        for cast in (
            Cast(DEFAULT, _places("county/district", "county/zone", "department/tier1", "department/tier2")),
            Cast(
                "state-council-2019",
                _places("portal", "portal", "department", "department"),
                tags={"tongji": ("no_services",)},
            ),
            Cast(
                "suizhou-disclosure-2023",
                _places("county/district", "county/zone", "department", "department"),
                _SHORT,
            ),
            Cast("suizhou-website-2023", _places("county", "county", "department", "department"), _SHORT),
            Cast(
                "hengyang-2018",
                _places("county", "department", "department", "department"),
                tags={
                    "wangnan": ("urban",),
                    "gaoxin": ("zone",),
                    "lanting": ("zone",),
                    "tongji": ("no_licensing",),
                    "chengguan": ("no_hotline",),
                    "tiyu": ("no_website",),
                },
            ),
            Cast("xingning-2016", _places("government", "government", "department", "department")),
            Cast("yanan-2016", _places("county", "county", "department", "institution")),
        )
    }
)
