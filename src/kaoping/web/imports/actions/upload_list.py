"""Keep an uploaded list for its preview."""

from typing import Any

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.imports.models import Draft


@action(Permission.IMPORT_REGISTRY, "上传导入清单")
def upload_list(act: Act, kind: str, file_name: str, rows: list[dict[str, Any]]) -> Draft:
    """Keep the rows; the log says which file and how many rows, not what is in them."""
    draft = Draft(kind=kind, file_name=file_name[-200:], rows=rows, uploaded_by=act.actor.user)
    draft.full_clean()
    draft.save()
    act.note(draft, file=draft.file_name, lines=len(rows))
    return draft
