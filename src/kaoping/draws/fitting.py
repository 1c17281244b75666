"""Whether a sealed list is the one that a scheme asks for on a roster."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kaoping.draws.plans import PoolPlan
from kaoping.draws.values import Pool, PoolName, SealedList
from kaoping.draws.verify import Remark
from kaoping.schemes.model import Scheme


def of_scheme(sealed: SealedList, scheme: Scheme) -> bool:
    """Tell whether a list was sealed for a scheme, or for one that it extends."""
    return sealed.scheme in (scheme.id, *scheme.lineage)


def misfits(sealed: SealedList, plans: Sequence[PoolPlan]) -> Iterator[tuple[str, str]]:
    """Yield label and reason of every pool that is not one of `plans`."""
    due = {plan.name: plan for plan in plans}
    for pool in sealed.pools:
        reason = _misfit(pool, due)
        if reason:
            yield pool.name.label, reason


def undrawn(names: Sequence[PoolName], plans: Sequence[PoolPlan]) -> tuple[PoolPlan, ...]:
    """Return the plans that none of the pools called `names` belongs to."""
    known = {replace(name, period="") for name in names}
    return tuple(plan for plan in plans if plan.name not in known)


def compare_with_scheme(sealed: SealedList, scheme: Scheme, plans: Sequence[PoolPlan]) -> tuple[Remark, ...]:
    """Return what an outsider learns by holding a published list against the scheme and the units assessed."""
    if not of_scheme(sealed, scheme):
        return (Remark("bad", "other_scheme", f"名单是为方案“{sealed.scheme}”封存的，不是“{scheme.id}”"),)
    found = [Remark("bad", "misfit", f"名单“{label}”与方案不符：{reason}") for label, reason in misfits(sealed, plans)]
    if sealed.scheme == scheme.id and sealed.scheme_digest != scheme.digest:
        found.append(Remark("open", "edition", "方案与封存名单时的不是同一版（摘要不同），请核对改了什么"))
    missing = undrawn([pool.name for pool in sealed.pools], plans)
    if missing:
        titles = "、".join(plan.title for plan in missing[:5]) + (f"等 {len(missing)} 项" if len(missing) > 5 else "")
        found.append(Remark("open", "undrawn", f"方案要抽而这份名单里没有的：{titles}"))
    if not found:
        found.append(Remark("good", "scheme_fits", "抽什么、各抽几个与方案一致，应抽的单位一个不少"))
    return tuple(found)


def _misfit(pool: Pool, plans: Mapping[PoolName, PoolPlan]) -> str:
    """Why a pool is not one that the scheme asks for; "" where it is."""
    plan = plans.get(replace(pool.name, period=""))
    if plan is None:
        return f"方案和单位名单中没有这项抽查（{pool.title}）；请核对方案、单位编号"
    if plan.n != pool.n:
        return f"方案规定抽 {plan.n} 个，封存名单写的是抽 {pool.n} 个"
    if not plan.children:
        return ""
    listed, due = {one.id for one in pool.candidates}, {one.id for one in plan.children}
    if listed - due:
        return f"方案中没有这些下级指标：{'、'.join(sorted(listed - due))}"
    return f"漏了这些下级指标：{'、'.join(sorted(due - listed))}" if due - listed else ""
