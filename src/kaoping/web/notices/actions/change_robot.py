"""Change a group robot."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.notices.actions.add_robot import Secret, boxed
from kaoping.web.notices.models import Robot
from kaoping.web.notices.queries import robots_within


@action(Permission.MANAGE_CHANNELS, "修改群机器人")
def change_robot(act: Act, pk: int, edits: Mapping[str, Edit], secret: Secret | None = None) -> Robot:
    """Change a robot's fields, and its address where a `secret` is given. Raises RefusedError as `add_robot` does."""
    robot = act.access(robots_within(act.scope), pk)
    if secret is not None:
        robot.secret = boxed(act, robot.platform, secret)
    act.edit(robot, edits)
    act.refuse_unless(
        robot.region or robot.audience == Robot.Audience.OFFICE, _("单位的群机器人只转发发给本单位的事项。")
    )
    return robot
