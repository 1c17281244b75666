"""The copies of schemes that cycles keep: made once, read back as the same scheme, told apart by their digest."""

import functools

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import Problem
from kaoping.runs.catalogue import build_catalogue
from kaoping.schemes.canonical_form import scheme_digest
from kaoping.schemes.handed_in import read_from_library, read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.schemes.stored import scheme_from_data, scheme_to_data
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle, SchemeCopy

Read = tuple[Scheme, tuple[Problem, ...]]


@functools.cache
def catalogue() -> Catalogue:
    """Return all checks and columns; finding them takes a moment, once for a process."""
    return build_catalogue()


def from_library(reference: str) -> Read:
    """Return a scheme of the library with what the linter remarks. Raises SchemeError."""
    return read_from_library(reference, catalogue())


def from_upload(data: bytes, name: str) -> Read:
    """Return an uploaded scheme with what the linter remarks. Raises SchemeError with every error."""
    return read_handed_in(data, name, catalogue())


def keep_copy(act: Act, scheme: Scheme, file_name: str = "") -> SchemeCopy:
    """Return the copy of a scheme, made if there is none yet; `file_name` is that of an upload ("" : the library)."""
    known = SchemeCopy.objects.filter(digest=scheme.digest).first()
    if known is not None:
        return known
    copy = SchemeCopy(
        digest=scheme.digest,
        scheme_id=scheme.id[:100],
        title=scheme.title[:200],
        edition=scheme.edition[:60],
        source=SchemeCopy.Source.UPLOAD if file_name else SchemeCopy.Source.LIBRARY,
        file_name=file_name[-200:],
        data=scheme_to_data(scheme),
    )
    copy.full_clean()
    copy.save()
    act.note(copy, digest=copy.digest, scheme_id=copy.scheme_id, file_name=copy.file_name)
    return copy


def scheme_of(cycle: Cycle) -> Scheme:
    """Return the scheme of a cycle."""
    return scheme_with(cycle.scheme.digest)


@functools.lru_cache(maxsize=32)
def scheme_with(digest: str) -> Scheme:
    """Return the scheme of a copy. Copies never change: each is read once for a process."""
    return scheme_from_data(SchemeCopy.objects.values_list("data", flat=True).get(digest=digest))


def is_unchanged(copy: SchemeCopy) -> bool:
    """Tell whether the stored scheme still has the digest that it was kept under."""
    return scheme_digest(scheme_from_data(copy.data)) == copy.digest
