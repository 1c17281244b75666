"""What pages call queues."""

from django.utils.translation import gettext as _

from kaoping.web.jobs.queues import Queue


def queue_title(name: str) -> str:
    """Return what pages call a queue."""
    return {
        Queue.ORDERED.value: _("立即巡查"),
        Queue.INSPECTION.value: _("计划巡查"),
        Queue.BROWSER.value: _("使用浏览器的巡查"),
        Queue.OFFICE.value: _("其他"),
    }.get(name, name)
