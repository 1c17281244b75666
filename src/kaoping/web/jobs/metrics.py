"""What an operator's monitoring watches, in the text format that Prometheus and others read."""

import hmac
from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Count, Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaoping.web.database_clock import database_now
from kaoping.web.installation import installation
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.putting import standing
from kaoping.web.monitoring.choosing import LIVING
from kaoping.web.monitoring.models import RunSite
from kaoping.web.registry.models import Site

DAY = timedelta(days=1)
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the figures to whoever knows the token (`KAOPING_METRICS_TOKEN`); without one there is no such page."""
    token: str = installation().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    return HttpResponse("".join(f"{line}\n" for line in lines()), content_type=_TYPE)


def lines() -> Iterator[str]:
    """Yield the figures of now."""
    queues = standing()
    yield from _figure("kaoping_work_waiting", "后台任务：等待", "queue", {name: n for name, (n, _) in queues.items()})
    yield from _figure("kaoping_work_doing", "后台任务：执行中", "queue", {name: n for name, (_, n) in queues.items()})
    failed = FailedWork.objects.filter(put_back_at=None).count()
    yield from _figure("kaoping_work_failed", "未完成、等人处理的后台任务", "", {"": failed})
    yield from _sites()
    since = database_now() - DAY
    ended = RunSite.objects.filter(finished_at__gt=since).exclude(fault="").order_by()
    faults = dict(ended.values_list("fault").annotate(n=Count("pk")))
    yield from _figure("kaoping_site_failures_1d", "一天内没有查成的网站，按原因", "fault", faults)


def _sites() -> Iterator[str]:
    """How fresh what is known of the sites in operation is."""
    now = database_now()
    looks = RunSite.objects.filter(site=OuterRef("pk"), state=RunSite.State.IMPORTED).order_by().values("site")
    last = Subquery(looks.annotate(last=Max("finished_at")).values("last"))
    seen = list(Site.objects.filter(state__in=LIVING).annotate(last=last).values_list("last", flat=True))
    fresh = sum(when is not None and now - when <= DAY for when in seen)
    oldest = max((now - when for when in seen if when is not None), default=timedelta(0))
    yield from _figure("kaoping_sites", "在运行的网站", "", {"": len(seen)})
    yield from _figure("kaoping_sites_never_inspected", "从未查过的网站", "", {"": seen.count(None)})
    yield from _figure("kaoping_sites_inspected_1d", "一天内查过的网站", "", {"": fresh})
    waited = {"": int(oldest.total_seconds())}
    yield from _figure("kaoping_oldest_inspection_seconds", "最久没有查的网站距今（秒）", "", waited)


def _figure(name: str, told: str, label: str, values: Mapping[str, int]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    for key, value in sorted(values.items()):
        yield f'{name}{{{label}="{key}"}} {value}' if label else f"{name} {value}"
