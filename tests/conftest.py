"""What holds in every test: no traffic leaves this machine."""

from collections.abc import Iterator

import pytest

from tests.guards import no_network

no_network.install()


@pytest.fixture(autouse=True)
def refused_network() -> Iterator[list[str]]:
    """The attempts to leave this machine, each refused; one that the test does not take out of the list fails it."""
    no_network.refusals.clear()
    yield no_network.refusals
    attempts = list(no_network.refusals)
    no_network.refusals.clear()
    if attempts:
        pytest.fail("the test tried to leave this machine: " + "; ".join(attempts), pytrace=False)
