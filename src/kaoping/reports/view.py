"""What the reports of an assessment are made from: one frozen value that the conductor fills."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.measure_table import MeasureTable
from kaoping.model.pages import Coverage
from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from kaoping.scoring.results import Results
from kaoping.scoring.trace import ScoreNode


@dataclass(frozen=True, slots=True)
class InspectedSite:
    """One site as it was inspected for its unit (`unit` is the roster's id).

    `directory` is the site's folder relative to the assessment's folder, with forward slashes (`sites/<slug>`); its
    `index.html` is linked to. `coverage` is None where the inspection never started; `note` then says why, in Chinese.
    `findings` are all sightings that the measures were made from, those dismissed or waived included.
    """

    url: str
    unit: str
    directory: str
    coverage: Coverage | None = None
    findings: tuple[Finding, ...] = ()
    records: tuple[CheckRecord, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """What a person decided about a finding key: confirm, dismiss, waive or uphold; days inclusive."""

    key: str
    kind: str
    by: str = ""
    reason: str = ""
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DrawNote:
    """A random draw (随机抽查) of `n` from `candidates`, with what it can be checked by.

    `kind` is sample or indicators, `id` the sample's or the indicator's, `unit` "*" where it counts for all. `items`
    are pairs of address or id and name, the first drawn first.
    """

    kind: str
    id: str
    unit: str
    period: str
    title: str
    n: int
    candidates: int
    items: tuple[tuple[str, str], ...]
    commitment: str
    seal: str
    seed: str
    round: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What only the office knows of its bulletin; what is empty is shown as a marked place to fill in."""

    title: str = ""
    office: str = ""  # 发文机关署名
    number: str = ""  # 发文字号
    addressees: str = ""  # 主送机关
    contact: str = ""
    rectify_days: int = 10  # working days for rectification that the requirements name
    copies: str = ""  # 抄送机关; 无 leaves the line out
    printed_by: str = ""  # 印发机关, the office where empty
    printed_on: date | None = None  # 印发日期


@dataclass(frozen=True, slots=True)
class PreviousUnit:
    """A unit's result of last time; `settled`: neither total nor rank could change any more. `rate` is a fraction."""

    name: str
    group: str
    rank: int | None
    total: Decimal | None
    rate: Decimal | None
    settled: bool


@dataclass(frozen=True, slots=True)
class PreviousResults:
    """The results of an earlier assessment, by unit id, and what they were scored with."""

    scheme_title: str
    digest: str
    scoring_version: str
    as_of: date
    units: Mapping[str, PreviousUnit]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One finished assessment as reports read it.

    `results` is what `scoring` returned, `trace` gives a scored unit's tree, `table` is the measure table behind both.
    `check_titles` are the checks' by id. `as_of` is the monitoring point (监测时间点), `generated_at` the moment the
    reports are dated with (aware). `title` names the assessment; the scheme's title stands in for an empty one.
    """

    scheme: Scheme
    roster: Roster
    results: Results
    trace: Callable[[str], ScoreNode]
    table: MeasureTable
    sites: tuple[InspectedSite, ...]
    check_titles: Mapping[str, str]
    as_of: date
    generated_at: datetime
    decisions: tuple[DecisionNote, ...] = ()
    title: str = ""
    letter: Letter = field(default_factory=Letter)
    draws: tuple[DrawNote, ...] = ()
    previous: PreviousResults | None = None
