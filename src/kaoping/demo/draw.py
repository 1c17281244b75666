"""The random draw of the sample city: carried out like a real one, but with a secret that everybody can work out."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from kaoping.demo.build import BuiltCity
from kaoping.demo.city import Site
from kaoping.draws.book import DrawBook, bind
from kaoping.draws.documents import commitment_object, result_object, revealed_object
from kaoping.draws.drawing import make_draw
from kaoping.draws.plans import PoolPlan, plan_pools, samples_of
from kaoping.draws.protocol import commitment_of
from kaoping.draws.sealed_text import write_sealed
from kaoping.draws.values import Candidate, Commitment, Pool, PoolName, Revealed, SealedList
from kaoping.measures.periods import periods_between
from kaoping.model.errors import InputError
from kaoping.model.roster import Roster
from kaoping.runs.draw_files import DrawFolder
from kaoping.schemes.model import Scheme
from kaoping.worktime import BEIJING

PUBLIC_SOURCE = "样例城市的公开值，写作“样例”二字"
PUBLIC = "样例"
_TOWNS = ("城关街道", "河东街道", "柳集镇", "石桥镇", "青湖镇", "白沙镇", "南岗乡", "北洼乡")
_OFFICES = ("发展和改革局", "教育局", "民政局", "财政局", "人社局", "住建局", "卫生健康局", "市场监督管理局")
_ARTICLES, _SERVICES = (tuple(f"下级网站的{what}{number}" for number in "一二三四") for what in ("信息", "服务事项"))


def hold_draw(folder: Path, scheme: Scheme, roster: Roster, built: BuiltCity) -> DrawBook:
    """Carry out the draw of an assessment and publish it in `folder`; nothing is written where nothing is drawn.

    The secret follows from the city's seed, so that the same city gives the same draw: fit for a demonstration only.
    """
    pools = tuple(_pools(scheme, roster, built))
    if not pools:
        return DrawBook()
    noon = datetime.combine(built.city.as_of, time(12), BEIJING)
    secret = hashlib.sha256(f"样例城市 {built.city.seed} {scheme.id}".encode()).hexdigest()
    commitment = Commitment(commitment_of(secret, PUBLIC_SOURCE), PUBLIC_SOURCE, noon - timedelta(days=60))
    sealed = SealedList(scheme.id, scheme.digest, "", commitment.hash, PUBLIC_SOURCE, noon - timedelta(days=20), pools)
    result = make_draw(write_sealed(sealed), secret, PUBLIC, noon - timedelta(days=10))
    place = DrawFolder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    place.sealed("").write_bytes(result.sealed_text.encode())
    documents = {
        place.commitment: commitment_object(commitment),
        place.result(""): result_object(result),
        place.reveal: revealed_object(Revealed(secret, noon)),
    }
    for path, document in documents.items():
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return bind([result])


def _pools(scheme: Scheme, roster: Roster, built: BuiltCity) -> Iterator[Pool]:
    """A site that is down has no list: what its unit has is not drawn from."""
    samples = samples_of(scheme)
    first = built.city.as_of.replace(month=1, day=1)
    for plan in plan_pools(scheme, roster):
        if plan.children:
            yield Pool(plan.name, plan.n, plan.title, plan.children)
            continue
        of = samples[plan.name.id].of
        if of not in _CANDIDATES:
            raise InputError(f"样例城市没有可抽查的“{of}”（抽样 {plan.name.id}）。")
        for period in periods_between(first, built.city.as_of, plan.every) if plan.every else ("",):
            listed = _CANDIDATES[of](_Listed(plan, period, built))
            if listed is not None:
                name = PoolName(plan.name.kind, plan.name.id, plan.name.unit, period)
                yield Pool(name, plan.n, plan.title, tuple(Candidate(*pair) for pair in listed))


class _Listed:
    """What a unit has to draw from."""

    def __init__(self, plan: PoolPlan, period: str, built: BuiltCity) -> None:
        self.unit, self.period = plan.name.unit, period
        self.spec = next(unit for unit in built.city.units if unit.id == self.unit)
        self.site: Site | None = built.city.sites.get(self.unit)

    def items(self, kind: str) -> list[tuple[str, str]] | None:
        """Items of the columns of a kind; None where nobody can look, because the site is down."""
        if self.site is None:
            return None if self.spec.theme else []
        columns = [column for column in self.site.columns if kind in ("", column.kind)]
        return [(self.site.url(item.path), item.title) for column in columns for item in column.items]

    def invented(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        """Bodies and the like that have no site in the city."""
        return [(f"{self.unit}-{number}", f"{self.spec.name}{name}") for number, name in enumerate(names, 1)]


def _requests(listed: _Listed) -> list[tuple[str, str]]:
    return [(f"{listed.period}-{number}", f"{listed.period} 要求转载的信息第{number}条") for number in range(1, 6)]


_CANDIDATES: dict[str, Callable[[_Listed], list[tuple[str, str]] | None]] = {
    "service_guides": lambda listed: listed.items("guides"),
    "policy_documents": lambda listed: listed.items("policy"),
    "interpretations": lambda listed: listed.items("interpretation"),
    "messages": lambda listed: listed.items("messages"),
    "pages": lambda listed: listed.items(""),
    "towns": lambda listed: listed.invented(_TOWNS),
    "county_departments": lambda listed: listed.invented(_OFFICES),
    "subordinate_articles": lambda listed: listed.invented(_ARTICLES),
    "subordinate_services": lambda listed: listed.invented(_SERVICES),
    "repost_requests": _requests,
}
