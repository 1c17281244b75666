"""What goes into looking around sites: how much of it is wanted, and which sites."""

from collections.abc import Callable
from dataclasses import dataclass

from kaoping.model.site_looks import SiteLooks


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """`enabled` switches everything off; `home_looks` is how often the home page is timed, `searches`
    how many titles the site's search is tried with, `neighbours` how many hosts of strangers are looked at.

    Between two of these the site is left alone for `pause_turns` times the interval of its pace.
    """

    enabled: bool = True
    home_looks: int = 3
    pause_turns: int = 5
    searches: int = 3
    neighbours: int = 40


EVERYTHING = GatherOptions()

Keep = Callable[[str, SiteLooks], None]
"""Told the address of a site and what was seen of it, as soon as its look is complete."""
