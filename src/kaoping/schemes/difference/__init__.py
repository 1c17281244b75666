"""What differs between two schemes, node by node: for the command line, and for what-if and comparison pages."""

from kaoping.schemes.difference.change import Change, Comparison
from kaoping.schemes.difference.compare import compare

__all__ = ["Change", "Comparison", "compare"]
