"""Starts a new check: its file and its case file, both ready to run."""

import re
from pathlib import Path

from kaoping.model.errors import InputError

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_CHECK = '''"""{title}: say in one sentence what is looked at.

Why: say why it matters and what schemes do about it.
How to fix: say what the site's people should do.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import Fault


@check(
    title="{title}",
    matters="写给网站单位：这为什么重要。",
    advice="写给网站单位：应当怎样整改。",
    since="{since}",
    basis="写明依据的文件和条款",
    stage="trial",
    outcomes=("fail",),
    values=("what",),
)
def {name}(pages: Pages) -> Iterator[Said]:
    """Yield one finding per page on which something is wrong."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    for number, record in sorted(pages.records.items()):
        if record.size == 0:
            yield fail(record.final_url, record.final_url, {{"what": record.size}}, page=pages.kind(number))
'''

_CASES = """check: {id}
cases:
  - name: what it must find
    pages:
      /: {{html: 首页, size: 0}}
    expect:
      examined: 1
      findings: [{{outcome: fail, page: home, values: {{what: 0}}}}]
  - name: what it must leave alone
    pages:
      /: 首页
    expect: {{findings: []}}
"""


def new_check(check: str, title: str, root: Path, since: str) -> tuple[Path, Path]:
    """Write the two files of a new check below the source tree `root` and return their paths.

    Raises InputError on a bad id, a `root` that is no source tree, or files that are there already.
    """
    if not _ID.fullmatch(check):
        raise InputError(f"检查项编号“{check}”不合规范：请用小写英文单词，以连字符相连，例如 dead-link。")
    library, cases = root / "src/kaoping/checks/library", root / "tests/checks/cases"
    if not library.is_dir() or not cases.is_dir():
        raise InputError(f"{root}：不是 kaoping 的源代码目录。请在源代码根目录运行，或用 --root 指定。")
    name = check.replace("-", "_")
    written = library / f"{name}.py", cases / f"{name}.yaml"
    for path in written:
        if path.exists():
            raise InputError(f"{path}：已经存在。请换一个编号；已发布的编号不得改作他用。")
    written[0].write_text(_CHECK.format(title=title or check, name=name, since=since), encoding="utf-8")
    written[1].write_text(_CASES.format(id=check), encoding="utf-8")
    return written
