"""Entries of the log in templates."""

from django import template

from kaoping.web.actions import TITLES
from kaoping.web.audit.models import Entry
from kaoping.web.audit.wording import sentences

register = template.Library()


@register.filter
def said(entry: Entry) -> str:
    """Return what an entry says in one line."""
    return "；".join(sentences(entry))


@register.filter
def act(entry: Entry) -> str:
    """Return what the action is called."""
    return str(TITLES.get(entry.action, entry.action))
