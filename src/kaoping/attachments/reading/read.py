"""Read one file whatever it is: its kind by content, whether it opens, its text."""

from typing import Any

from kaoping.attachments.reading.documents import read_docx, read_ofd, read_pptx
from kaoping.attachments.reading.gathering import Gathered
from kaoping.attachments.reading.kinds import kind_of
from kaoping.attachments.reading.limits import NOT_READABLE_HERE, DamagedError, LockedError, RefusedError
from kaoping.attachments.reading.old_office import compound_kind, compound_properties, open_compound, read_doc, read_ppt
from kaoping.attachments.reading.packages import Package, properties_of
from kaoping.attachments.reading.pdf import read_pdf
from kaoping.attachments.reading.sheets import read_sheets
from kaoping.attachments.reading.text import read_markup, read_text
from kaoping.model.attachments import Condition, Contents
from kaoping.model.outcomes import Fault

TEXTS = frozenset({"txt", "csv"})
BY_SIGNATURE = frozenset({"rar", "7z", "gz", "rtf", "png", "jpg", "gif"})  # known by their first bytes and not read
_PACKAGES = {"docx": read_docx, "pptx": read_pptx, "ofd": read_ofd}


def read_file(data: bytes, suffix: str) -> Contents:
    """Return what is in a file whose address ends with `suffix`; nothing is raised for what a file does to us.

    Raises MemoryError and RecursionError, after which the process should not be used any more.
    """
    if not data:
        return Contents("", Condition.EMPTY)
    kind = kind_of(data)
    try:
        return _read(data, kind, suffix)
    except RefusedError as refused:
        return Contents(kind, Condition.UNREAD, refused.reason, Fault.US)
    except LockedError:
        return Contents(kind, Condition.ENCRYPTED)
    except DamagedError:
        return Contents(kind, Condition.DAMAGED)


def _read(data: bytes, kind: str, suffix: str) -> Contents:
    gathered = Gathered()
    if kind == "pdf":
        pages, scanned, objects, said = read_pdf(data, gathered)
        blank = not gathered.characters and not objects
        return _contents(kind, gathered, said, pages=pages, scanned=scanned, blank=blank)
    if kind == "zip":
        return _read_package(Package(data), data, gathered)
    if kind == "ole":
        return _read_compound(data, gathered)
    if kind in BY_SIGNATURE:
        return Contents(kind, Condition.OPENED, NOT_READABLE_HERE)
    if kind == "html" and suffix not in TEXTS:
        return Contents(kind, Condition.OTHER_KIND)
    if kind in ("office-html", "office-xml", "html"):
        read_markup(data, gathered)
        return _contents(kind, gathered, {}, blank=not gathered.characters)
    if kind == "text":
        read_text(data, gathered)
        wrong = suffix not in TEXTS and gathered.characters
        contents = _contents(kind, gathered, {}, blank=not gathered.characters)
        return Contents(kind, Condition.OTHER_KIND) if wrong else contents
    return Contents(kind, Condition.DAMAGED if _should_be_known(suffix) else Condition.OPENED, NOT_READABLE_HERE)


def _should_be_known(suffix: str) -> bool:
    """Whether a file of that suffix always begins in a way that we know."""
    return suffix in _BEGIN_KNOWN


_BEGIN_KNOWN = frozenset(
    {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "zip", "rar", "7z", "rtf"}
)


def _read_package(package: Package, data: bytes, gathered: Gathered) -> Contents:
    kind = package.kind
    if kind == "zip":
        condition = Condition.OPENED if package.files else Condition.BLANK
        return Contents(kind, condition, "", entries=package.files)
    package.check()
    if kind == "xlsx":
        pages, pictures = (
            read_sheets(data, gathered),
            sum("/media/" in name or "/charts/" in name for name in package.names),
        )
    elif kind in _PACKAGES:
        pages, pictures = _PACKAGES[kind](package, gathered)
    else:
        return Contents(kind, Condition.OPENED, NOT_READABLE_HERE, entries=package.files)
    said = properties_of(package, "OFD.xml" if kind == "ofd" else "docProps/core.xml")
    bare = not gathered.characters
    scanned = bare and pictures > 0
    return _contents(kind, gathered, said, pages=pages, scanned=scanned, blank=bare and not pictures)


def _read_compound(data: bytes, gathered: Gathered) -> Contents:
    compound = open_compound(data)
    kind = compound_kind(compound)
    if kind == "locked":
        raise LockedError
    if kind == "ole":
        return Contents(kind, Condition.OPENED, NOT_READABLE_HERE)
    pages = 0
    if kind == "xls":
        pages = read_sheets(data, gathered)
    elif kind == "doc":
        read_doc(compound, gathered)
    else:
        read_ppt(compound, gathered)
    # pictures in these formats are not looked for, so that no text does not mean that there is nothing
    return _contents(kind, gathered, compound_properties(compound), pages=pages)


def _contents(kind: str, gathered: Gathered, said: dict[str, Any], **more: Any) -> Contents:
    blank = more.pop("blank", False)
    condition = Condition.BLANK if blank else Condition.READ if gathered.characters else Condition.OPENED
    return Contents(kind, condition, characters=gathered.characters, parts=tuple(gathered.parts), **said, **more)
