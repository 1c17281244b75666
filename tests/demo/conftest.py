"""The city built once for all tests, in memory, on ports that nobody opens."""

import pytest

from kaoping.demo.build import BuiltCity, build_city, server_names


@pytest.fixture(scope="session")
def ports() -> dict[str, int]:
    return {name: 30000 + number for number, name in enumerate(server_names())}


@pytest.fixture(scope="session")
def built(ports: dict[str, int]) -> BuiltCity:
    return build_city(ports)
