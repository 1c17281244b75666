"""kaoping (考评) assesses government websites, from the published scheme to the bulletin."""

__version__ = "0.1.0"
