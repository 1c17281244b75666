"""`python -m kaoping.cli` is `kaoping`."""

from kaoping.cli import main

main()
