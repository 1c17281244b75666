"""Makes the file of figures that `kaoping checks list` shows, and their page: `python -m tests.checks.accuracy_file`.

Only the part made of fixtures is measured here, which is what a new check or case changes; `make accuracy` measures
real pages too.
"""

from tests.accuracy.figures import CHECKS as FILE
from tests.accuracy.publish import publish_fixtures

__all__ = ["FILE"]

if __name__ == "__main__":
    publish_fixtures()
