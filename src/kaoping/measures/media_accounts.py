"""New media accounts (政务新媒体) as an office lists them, turned into the values of the `media.*` columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kaoping.measures.inputs import Given
from kaoping.measures.periods import window_start
from kaoping.measures.plan import ProviderRequest, plan_providers
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import State
from kaoping.schemes.model import Scheme
from kaoping.worktime import WorkTime

DEFAULT_DAYS = 14  # 前2周内; where a measure of stale accounts names no window
SHOWN = 5


class AccountState(StrEnum):
    """How an account stands. A closed one (已注销) does not count; a dormant one is a 僵尸 or 睡眠 account."""

    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MediaAccount:
    """One account of a unit; `last_post` is the day of its newest post, None where nobody knows."""

    unit: str
    platform: str
    name: str
    last_post: date | None
    state: AccountState = AccountState.ACTIVE


@dataclass(frozen=True, slots=True)
class MediaList:
    """The accounts of an assessment, and the units that were said to have none."""

    accounts: tuple[MediaAccount, ...]
    without: frozenset[str] = frozenset()

    @property
    def units(self) -> frozenset[str]:
        """The units that the list says something about."""
        return self.without | {account.unit for account in self.accounts}


def media_values(scheme: Scheme, listed: MediaList, as_of: date, worktime: WorkTime) -> tuple[Given, ...]:
    """Return a value of every measure of the scheme that reads `media.*`, for every unit on the list.

    A stale account has no post from the first day of the measure's window to the monitoring point `as_of`
    (国办秘函〔2019〕19号 政务新媒体单项否决 内容不更新: 前2周内). Where an account has no known day, the value is
    unknown and says so. Series (`by:`) cannot be told from one list and stay open.
    """
    requests = [each for each in plan_providers(scheme) if each.name.startswith("media.") and not each.by]
    return tuple(_values(requests, listed, as_of, worktime))


def _values(requests: Sequence[ProviderRequest], listed: MediaList, as_of: date, worktime: WorkTime) -> Iterator[Given]:
    for request in requests:
        platform = dict(request.where).get("platform")
        first = window_start(as_of, request.window, worktime) if request.window else as_of - timedelta(DEFAULT_DAYS)
        for unit in sorted(listed.units):
            accounts = [
                each
                for each in listed.accounts
                if each.unit == unit and platform in (None, each.platform) and each.state is not AccountState.CLOSED
            ]
            if request.name == "media.accounts":
                yield _counted(request.measure, unit, accounts)
            elif request.name == "media.zombie":
                yield _counted(request.measure, unit, [a for a in accounts if a.state is AccountState.DORMANT])
            elif request.name == "media.stale_accounts":
                yield _stale(request.measure, unit, accounts, first)


def _stale(measure: str, unit: str, accounts: Sequence[MediaAccount], first: date) -> Given:
    unknown = [account for account in accounts if account.last_post is None]
    stale = [account for account in accounts if account.last_post is not None and account.last_post < first]
    if unknown:
        note = f"最近发布日期未填：{_names(unknown)}"
        return Given(unit, measure, state=State.UNKNOWN, note=note)
    return _counted(measure, unit, stale)


def _counted(measure: str, unit: str, accounts: Sequence[MediaAccount]) -> Given:
    return Given(unit, measure, value=fixed(len(accounts)), note=_names(accounts))


def _names(accounts: Iterable[MediaAccount]) -> str:
    said = [
        f"{account.name}（最近 {account.last_post}）" if account.last_post else account.name for account in accounts
    ]
    more = f"等 {len(said)} 个" if len(said) > SHOWN else ""
    return "、".join(said[:SHOWN]) + more
