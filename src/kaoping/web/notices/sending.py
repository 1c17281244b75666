"""Sends what is due: each reader's notices as one message; what fails is tried again, later and later."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from kaoping.web.encryption import UnreadableError, decrypted, encrypted
from kaoping.web.installation import installation
from kaoping.web.notices.composing import Message, composed
from kaoping.web.notices.models import Delivery, Robot
from kaoping.web.notices.posting import SendingError
from kaoping.web.notices.robots import MAKERS, PER_MINUTE, send_to_robot, wrong_with
from kaoping.workflow.notices import next_attempt

PURPOSE = "group robot"
MOST_READERS = 60
"""Messages sent in one round, so that a slow mail server does not hold up what else is done there."""
MOST_TOGETHER = 200
MINUTE = timedelta(minutes=1)
_log = logging.getLogger(__name__)


def send_due(now: datetime) -> int:
    """Send what is due; return how many messages went out."""
    sent = 0
    for _reader, rows in _by_reader(_due(now)):
        sent += _send(rows[:MOST_TOGETHER], now)
    return sent


def open_secret(robot: Robot) -> tuple[str, str]:
    """Return a robot's address and signing key. Raises SendingError where the box does not open."""
    try:
        found = json.loads(decrypted(robot.secret, PURPOSE, robot.platform))
    except UnreadableError:
        raise SendingError(_("地址打不开：安装密钥（secret.key）换过，请重新填写地址"), lasting=True) from None
    return found["address"], found["key"]


def closed_secret(platform: str, address: str, key: str) -> str:
    """Return the address and signing key of a robot as they are stored."""
    return encrypted(json.dumps({"address": address, "key": key}), PURPOSE, platform)


def _due(now: datetime) -> "QuerySet[Delivery]":
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    related = ("notice__person", "notice__robot")
    return rows.select_related(*related).order_by("channel", "notice__person", "notice__robot", "notice__made_at", "pk")


def _by_reader(rows: "QuerySet[Delivery]") -> Iterable[tuple[object, Sequence[Delivery]]]:
    most = rows[: MOST_READERS * MOST_TOGETHER]
    groups = groupby(most, key=lambda row: (row.channel, row.notice.person_id, row.notice.robot_id))
    for number, (reader, found) in enumerate(groups):
        if number >= MOST_READERS:
            return
        yield reader, list(found)


def _send(rows: Sequence[Delivery], now: datetime) -> int:
    """Send one reader's rows; return 1 where a message went out.

    The attempt is written down before it is made: who is killed half-way sends again later, not at once and for ever.
    """
    wanted = _still_wanted(rows)
    if not wanted or not _may_send(wanted[0].notice.robot, now):
        return 0
    keys = [row.pk for row in wanted]
    attempts = max(row.attempts for row in wanted) + 1
    again = next_attempt(attempts, now)
    mine = Delivery.objects.filter(pk__in=keys, state=Delivery.State.WAITING)
    mine.update(attempts=F("attempts") + 1, tried_at=now, due_at=again or now)
    try:
        _hand_over(wanted, now)
    except SendingError as error:
        over = again is None or error.lasting
        state = Delivery.State.FAILED if over else Delivery.State.WAITING
        Delivery.objects.filter(pk__in=keys).update(state=state, problem=str(error)[:300])
        _log.warning("delivery of %s notices failed: %s", len(keys), error)
        return 0
    Delivery.objects.filter(pk__in=keys).update(state=Delivery.State.SENT, sent_at=now, problem="")
    return 1


def _still_wanted(rows: Sequence[Delivery]) -> list[Delivery]:
    """Drop what its reader has read by now, and what is for somebody who left or a robot that was switched off."""
    gone = [row.pk for row in rows if not _wanted(row)]
    if gone:
        Delivery.objects.filter(pk__in=gone).update(state=Delivery.State.DROPPED)
    return [row for row in rows if row.pk not in set(gone)]


def _wanted(row: Delivery) -> bool:
    notice = row.notice
    if notice.robot is not None:
        return notice.robot.active
    return notice.read_at is None and notice.person is not None and notice.person.is_active


def _may_send(robot: Robot | None, now: datetime) -> bool:
    """Hold to the platforms' limit of messages in a minute; what has to wait stays due."""
    if robot is None:
        return True
    lately = Delivery.objects.filter(notice__robot=robot, tried_at__gt=now - MINUTE, tried_at__lte=now)
    return lately.values("tried_at").distinct().count() < PER_MINUTE


def _hand_over(rows: Sequence[Delivery], now: datetime) -> None:
    notices = [row.notice for row in rows]
    deployment = installation()
    robot = notices[0].robot
    if robot is None:
        person = notices[0].person
        _mail(person.email if person else "", composed(notices, deployment.address))
        return
    secret = open_secret(robot)
    wrong = wrong_with(robot.platform, secret[0], deployment.robot_hosts)
    if wrong:
        raise SendingError(wrong, lasting=True)
    send_to_robot(robot.platform, secret, composed(notices, deployment.address, MAKERS[robot.platform].most_bytes), now)


def _mail(address: str, message: Message) -> None:
    if not address:
        raise SendingError(_("没有登记电子邮箱"), lasting=True)
    try:
        EmailMessage(message.subject, message.text, to=[address]).send()
    except SMTPRecipientsRefused as error:
        raise SendingError(_("邮件服务器不接受收件地址"), lasting=_for_good(error)) from error
    except SMTPException as error:
        raise SendingError(_("邮件服务器拒绝：%s") % _said(error)) from error
    except OSError as error:
        raise SendingError(_("连不上邮件服务器：%s") % (error.strerror or type(error).__name__)) from error


def _for_good(error: SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _text in error.recipients.values())


def _said(error: SMTPException) -> str:
    """Return the server's code; its words may hold addresses."""
    return str(getattr(error, "smtp_code", type(error).__name__))
