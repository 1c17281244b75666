"""Register a group robot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.installation import installation
from kaoping.web.notices.models import Robot
from kaoping.web.notices.robots import wrong_with
from kaoping.web.notices.sending import closed_secret


@dataclass(frozen=True, slots=True)
class Secret:
    """A robot's address, and the key it signs with ("" : none)."""

    address: str
    key: str = ""


@action(Permission.MANAGE_CHANNELS, "新增群机器人")
def add_robot(act: Act, fields: Mapping[str, Any], secret: Secret) -> Robot:
    """Register a robot for a region or a unit within reach.

    Raises RefusedError for a place beyond it, and for an address that is not that of a robot.
    """
    robot = Robot(**fields)
    place = robot.unit.region if robot.unit else robot.region
    act.refuse_unless(bool(robot.unit) != bool(robot.region), _("请填地区或单位，只填一个。"))
    act.refuse_unless(place and act.scope.covers_region(place.path), _("所填的地区或单位不在您负责的范围内。"))
    act.refuse_unless(
        robot.region or robot.audience == Robot.Audience.OFFICE, _("单位的群机器人只转发发给本单位的事项。")
    )
    robot.secret = boxed(act, robot.platform, secret)
    return act.create(robot)


def boxed(act: Act, platform: str, secret: Secret) -> str:
    """Return the secret as it is stored. Raises RefusedError for an address that is not that of a robot."""
    hosts = installation().robot_hosts
    wrong = wrong_with(platform, secret.address, hosts)
    act.refuse_unless(not wrong, wrong)
    return closed_secret(platform, secret.address, secret.key)
