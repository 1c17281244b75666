"""Send a test message: it goes the way that every notice goes, at once."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.notices.models import Delivery, Notice, Robot
from kaoping.web.notices.notice_kinds import CHANNEL_TEST
from kaoping.web.notices.planning import mail_is_set_up
from kaoping.web.notices.queries import robots_within
from kaoping.worktime import in_beijing


@action(Permission.MANAGE_CHANNELS, "向群机器人发送测试消息")
def try_robot(act: Act, pk: int, now: datetime) -> Delivery:
    """Have a test message sent to a robot's group in the next round. Raises RefusedError for one switched off."""
    robot = act.access(robots_within(act.scope), pk)
    act.refuse_unless(robot.active, _("这个群机器人已停用，请先启用。"))
    act.note(robot, test_message=_("已排入发送"))
    return _queued(act, Delivery.Channel.GROUP, now, robot)


@action(Permission.MANAGE_CHANNELS, "发送测试邮件")
def try_mail(act: Act, now: datetime) -> Delivery:
    """Have a test message mailed to who asks for it. Raises RefusedError where nothing can be mailed."""
    person = act.actor.user
    if person is None:
        raise OutOfReachError
    act.refuse_unless(mail_is_set_up(), _("还没有配置邮件：请运维人员设置 KAOPING_MAIL_URL 后重新启动。"))
    act.refuse_unless(person.email, _("您没有登记电子邮箱，请先在“人员与权限”中填写。"))
    act.note(person, test_message=_("已排入发送"))
    return _queued(act, Delivery.Channel.MAIL, now)


def _queued(act: Act, channel: Delivery.Channel, now: datetime, robot: Robot | None = None) -> Delivery:
    subject, text = CHANNEL_TEST.said({"by": act.actor.name, "at": f"{in_beijing(now):%Y-%m-%d %H:%M:%S}"})
    notice = Notice.objects.create(
        person=None if robot else act.actor.user,
        robot=robot,
        kind=CHANNEL_TEST.code,
        key=now.isoformat(),
        severity=CHANNEL_TEST.severity,
        title=subject,
        text=text,
        made_at=now,
        planned_at=now,
    )
    return Delivery.objects.create(notice=notice, channel=channel, due_at=now)
