"""Draws samples that depend on nothing but what is drawn from: same pages and seed, same sample."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from kaoping.model.canonical import digest

T = TypeVar("T")


def sample(population: Iterable[T], size: int, seed: str, name: Callable[[T], str]) -> list[T]:
    """Return `size` members (all when fewer) in drawn order; the draw depends on their names and the seed only."""
    return sorted(population, key=lambda member: digest([seed, name(member)]))[:size]
