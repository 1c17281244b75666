"""Begin a site's annual report, filled in with what is registered and was said last year."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.sitereports.models import Answer, SiteReport
from kaoping.web.sitereports.prefilling import beginning_of
from kaoping.web.sitereports.queries import asked_of, own_sites


@action(Permission.WRITE_REPORTS, "开始填写网站年报")
def begin_site_report(act: Act, collection: int, site: int) -> SiteReport:
    """Return the report of a site that is asked for, made now where there is none. Raises OutOfReachError."""
    if act.actor.user is None:
        raise OutOfReachError
    act.access(own_sites(act.actor.user), site)
    asked = next(
        (one for one in asked_of(act.actor.user) if (one.collection.pk, one.site.pk) == (collection, site)), None
    )
    if asked is None:
        raise OutOfReachError
    if asked.report is not None:
        return asked.report
    report = act.create(SiteReport(collection=asked.collection, site=asked.site))
    values = beginning_of(report)
    Answer.objects.bulk_create(Answer(report=report, key=key, text=text) for key, text in values.items())
    act.note(report, answers=_("预填 %s 项") % len(values))
    return report
