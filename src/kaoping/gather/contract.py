"""What goes into looking around sites: how much of it is wanted, and which sites."""

from collections.abc import Callable
from dataclasses import dataclass

from kaoping.model.site_looks import SiteLooks


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """`enabled` switches everything off; `home_looks` is how often the home page is timed.

    Between two of these the site is left alone for `pause_turns` times the interval of its pace.
    """

    enabled: bool = True
    home_looks: int = 3
    pause_turns: int = 5


EVERYTHING = GatherOptions()

Keep = Callable[[str, SiteLooks], None]
"""Told the address of a site and what was seen of it, as soon as its look is complete."""
