"""What the process beside the web server does for notices: lets rise what nobody answers, plans, sends what is due."""

from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.rising import raise_unanswered
from kaoping.web.notices.sending import send_due

ROUNDS = (raise_unanswered, plan_notices, send_due)
