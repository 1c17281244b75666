"""The bulletin (通报) as an official document and as a page, from one content."""

from collections.abc import Iterator

from kaoping.reports.bulletin.content import build_bulletin
from kaoping.reports.bulletin.official_layout import write_official_document
from kaoping.reports.dossier import Dossier
from kaoping.reports.registry import Document, Page, report


@report("通报", path="bulletin.html", order=20)
def bulletin(dossier: Dossier) -> Iterator[Page | Document]:
    """Yield `bulletin.html` and `bulletin.docx`."""
    content = build_bulletin(dossier)
    written = dossier.view.generated_at
    yield Page("bulletin.html", {"bulletin": content})
    yield Document("bulletin.docx", lambda path: write_official_document(path, content, written))
