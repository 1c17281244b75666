"""What the process beside the web server does for notices: it settles how they go out, and sends what is due."""

from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.sending import send_due

ROUNDS = (plan_notices, send_due)
