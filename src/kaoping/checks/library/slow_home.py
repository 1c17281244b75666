"""A home page that takes long to come loses its visitors before they have read a line.

Why: 首页打开时间 is what visitors notice first; national rules only call a site that takes 15 seconds unreachable.
How to fix: cache the home page, shrink it, and give server and line the capacity that the hours of most visits need.
"""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="首页打开慢",
    matters="首页打开太慢，群众会直接离开；时间过长的，监测时按打不开计算。",
    advice="为首页做静态化和缓存，压缩页面，提升服务器和带宽能力。",
    since="0.1",
    basis="国办发〔2017〕47号 网站性能（建议项）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("median", "seconds", "failed"),
)
def slow_home(record: SiteRecord, seconds: Decimal = Decimal(5)) -> Iterator[Said]:
    """Yield one finding when the median time of the looks at the home page that opened is above `seconds`.

    A time is that of the HTML alone, name and connection included, redirects followed; pictures and scripts are not
    fetched. It is measured from where the inspection runs, so a person confirms.
    """
    visits = record.looks.home if record.looks is not None else ()
    if not visits:
        yield check_not_measured("not-gathered", Fault.US)
        return
    times = [visit.seconds for visit in visits if not visit.reason]
    if not times:
        yield check_not_measured(visits[-1].reason, visits[-1].fault or Fault.US)
        return
    yield examined(len(visits))
    middle = Decimal(str(median(times))).quantize(Decimal("0.001"))
    values: dict[str, Plain] = {"median": middle, "seconds": times, "failed": len(visits) - len(times)}
    if middle > seconds:
        yield suspected("home", record.site, values, page=PageKind.HOME, reason="slow")
    else:
        yield passed("home", record.site, values, page=PageKind.HOME)
