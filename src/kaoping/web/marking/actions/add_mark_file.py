"""Keep a file that supports a mark."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.marking.models import MarkFile
from kaoping.web.marking.rules import own_mark
from kaoping.web.pages.uploads import Upload

MOST_FILES = 20


@action(Permission.GIVE_MARKS, "添加测评附件")
def add_mark_file(act: Act, pk: int, upload: Upload) -> MarkFile:
    """Keep a file with an own mark; the same one is kept once. Raises OutOfReachError, RefusedError."""
    mark = own_mark(act, pk)
    known = mark.files.filter(sha256=upload.sha256).first()
    if known is not None:
        return known
    act.refuse_unless(mark.files.count() < MOST_FILES, _("一项最多 %s 个附件。") % MOST_FILES)
    row = MarkFile(mark=mark, name=upload.name, kind=upload.kind, size=upload.size, sha256=upload.sha256)
    row.file.save(upload.content.name or "", upload.content, save=False)
    return act.create(row)
