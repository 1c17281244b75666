"""What holds in every test: no traffic leaves this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping.evidence.keys import VARIABLE
from tests.guards import no_network

no_network.install()


@pytest.fixture(autouse=True, scope="session")
def evidence_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keys of evidence are made in a folder of the tests, never in somebody's home; other processes inherit that."""
    path = tmp_path_factory.mktemp("keys") / "evidence.keys"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(path))
        yield path


@pytest.fixture(autouse=True)
def refused_network() -> Iterator[list[str]]:
    """The attempts to leave this machine, each refused; one that the test does not take out of the list fails it."""
    no_network.refusals.clear()
    yield no_network.refusals
    attempts = list(no_network.refusals)
    no_network.refusals.clear()
    if attempts:
        pytest.fail("the test tried to leave this machine: " + "; ".join(attempts), pytrace=False)
