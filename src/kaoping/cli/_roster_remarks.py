"""Tells where a scheme and a roster do not fit: names the document uses that nobody bears, units it does not list."""

import click

from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from kaoping.schemes.roster_check import check_roster


def show_roster_remarks(scheme: Scheme, roster: Roster) -> None:
    """Print one line to standard error for each thing that does not fit."""
    for message in dict.fromkeys(problem.message for problem in check_roster(scheme, roster)):
        click.echo(f"提示：{message}。", err=True)
