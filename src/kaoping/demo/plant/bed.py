"""The bed faults are planted in: one site, the addresses around it, and the manifest entries made so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from kaoping.demo.city import Column, Item, Site
from kaoping.demo.manifest import Fault, Value

BOTH = ("fail", "suspected")


@dataclass(slots=True)
class Bed:
    """`others` are the base addresses of the city's other sites by unit, `void` an address where nobody answers."""

    site: Site
    others: Mapping[str, str]
    void: str
    rng: Random
    faults: list[Fault] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(
        self,
        check: str,
        *,
        outcomes: Sequence[str] = BOTH,
        pages: Sequence[str] = (),
        urls: Sequence[str] = (),
        values: Mapping[str, Sequence[Value]] | None = None,
        counted: bool = True,
        note: str = "",
        browser: bool | None = None,
    ) -> None:
        """Enter a fault of this site into the manifest; `urls` are paths or absolute addresses."""
        absolute = tuple(self.site.url(url) if url.startswith("/") else url for url in urls)
        options = {name: tuple(allowed) for name, allowed in (values or {}).items()}
        unit = self.site.unit.id
        self.faults.append(
            Fault(
                f"{unit}-{check}-{len(self.faults) + 1}",
                unit,
                self.site.base,
                check,
                tuple(outcomes),
                tuple(pages),
                absolute,
                options,
                counted,
                note,
                browser,
            )
        )

    def dead(
        self, target: str, pages: Sequence[str], kind: str, note: str, *, outcomes: Sequence[str] = ("fail",)
    ) -> None:
        """Enter a dead link: one entry per kind of page that carries `target` (a path or an absolute address)."""
        absolute = self.site.url(target) if target.startswith("/") else target
        for page in pages:
            self.add(
                "dead-link",
                outcomes=outcomes,
                pages=(page,),
                values={"target": (absolute,), "kind": (kind,)},
                note=note,
            )

    def items(self, kind: str, count: int, *, skip: int = 0) -> list[Item]:
        """Return `count` items of the column of `kind` that no fault has taken yet, older than the newest `skip`.

        Each item gets one fault only, so that no fault hides another. Raises ValueError when too few are left.
        """
        column = self.site.column(kind)
        free = [item for item in column.items[skip:] if item.path not in self._taken]
        if len(free) < count:
            raise ValueError(f"{self.site.unit.id}: only {len(free)} free items in {column.name}")
        chosen = sorted(self.rng.sample(free, count), key=lambda item: item.number)
        self._taken.update(item.path for item in chosen)
        return chosen

    def newest(self, kind: str) -> Item:
        """Return the newest item of the column of `kind` that no fault has taken yet."""
        item = next(item for item in self.site.column(kind).items if item.path not in self._taken)
        self._taken.add(item.path)
        return item

    def plain(self, slug: str) -> Column:
        """Return the inner page `slug` of the site."""
        return next(page for page in self.site.pages if page.slug == slug)


Planting = Callable[[Bed], None]
