"""What the process beside the web server does for notices: lets rise what nobody answers, plans, sends, forgets."""

from kaoping.web.notices.forgetting import forget_old_notices
from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.rising import raise_unanswered
from kaoping.web.notices.sending import send_due

ROUNDS = (raise_unanswered, plan_notices, send_due, forget_old_notices)
