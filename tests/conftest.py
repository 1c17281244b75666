"""What holds in every test: no traffic leaves this machine, and nothing depends on how fast it or its disk is."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kaoping.evidence.keys import VARIABLE
from tests.guards import no_network

gc.set_threshold(700, 10, 10)  # what a test leaves behind is told in that test, not in a later one

no_network.install()
settings.register_profile("kaoping", deadline=None)
settings.load_profile("kaoping")


@pytest.fixture(autouse=True, scope="session")
def unhurried_disk() -> Iterator[None]:
    """Files of tests need not outlast a power cut; other processes, which tests may kill, still wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


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
