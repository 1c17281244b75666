"""The English catalogue: gathered from pages and code, compiled without other programs, chosen by the person."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.test import Client
from django.urls import reverse

from kaoping.web import catalogue
from kaoping.web.accounts.roles import Role

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "单位"
msgstr "Unit"
"""


def write(folder: Path, text: str) -> Path:
    """A catalogue in its place."""
    path = folder / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_are_gathered_from_code_and_pages(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _\n"
        '@action(P.EDIT, "修改单位")\ndef f():\n    return _("已" "保存") + pgettext("数", "一") + _(name)\n',
        encoding="utf-8",
    )
    (tmp_path / "page.html").write_text(
        "{% load i18n %}<p>\n    {% translate '姓名' %}\n  {% blocktranslate count n=n trimmed %}一条"
        "{% plural %}{{ n }} 条{% endblocktranslate %}</p>\n",
        encoding="utf-8",
    )
    gathered = catalogue.gather(tmp_path, tmp_path / "none")
    found = {(message.id, message.context) for message in gathered if message.id}
    assert found == {("修改单位", None), ("已保存", None), ("一", "数"), ("姓名", None), (("一条", "%(n)s 条"), None)}


def test_translations_are_kept_and_what_is_gone_is_dropped() -> None:
    kept, gathered = Catalog(locale="en"), Catalog()
    kept.add("单位", "Unit")
    kept.add("旧的", "Old")
    gathered.add("单位")
    gathered.add("新的")
    result = catalogue.renewed(kept, gathered)
    assert {message.id: message.string or "" for message in result if message.id} == {"单位": "Unit", "新的": ""}
    assert catalogue.open_texts(result) == ["新的"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('msgid "单位"\nmsgstr "Unit"\n', []),
        ('msgid "单位"\nmsgstr ""\n', ["单位"]),
        ('#, fuzzy\nmsgid "单位"\nmsgstr "Unit"\n', ["单位"]),
        ('msgid "条"\nmsgid_plural "条"\nmsgstr[0] "row"\nmsgstr[1] ""\n', [("条", "条")]),
    ],
)
def test_what_is_open_is_told(text: str, left: list[object], tmp_path: Path) -> None:
    head = PO.partition("\n\n")[0]
    assert catalogue.open_texts(catalogue.read(write(tmp_path, f"{head}\n\n{text}"))) == left


def test_it_is_compiled_once(tmp_path: Path) -> None:
    path = write(tmp_path, PO)
    assert catalogue.compile_catalogues(tmp_path) == [path.with_suffix(".mo")]
    assert catalogue.compile_catalogues(tmp_path) == []
    assert b"Unit" in path.with_suffix(".mo").read_bytes()


def test_the_stored_catalogue_reads_back(tmp_path: Path) -> None:
    kept = catalogue.read(catalogue.LOCALE / "en" / "LC_MESSAGES" / "django.po")
    again = catalogue.read(write(tmp_path, catalogue.in_text(kept)))
    assert {message.id: message.string for message in again} == {message.id: message.string for message in kept}


def test_people_choose_their_language(browse: Callable[..., Client]) -> None:
    client = browse(Role.BODY)
    chinese = client.get(reverse("registry:units")).content.decode()
    assert '<html lang="zh-hans">' in chinese
    back = client.post(reverse("set_language"), {"language": "en", "next": reverse("registry:units")})
    assert back["Location"] == reverse("registry:units")
    english = client.get(reverse("registry:units")).content.decode()
    assert '<html lang="en">' in english
    assert 'value="zh-hans"' in english
    outside = client.post(reverse("set_language"), {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in outside["Location"]


def test_every_text_is_translated() -> None:
    """`python -m kaoping.web.catalogue` tells which are not, and puts them into the file."""
    kept = catalogue.read(catalogue.LOCALE / "en" / "LC_MESSAGES" / "django.po")
    assert catalogue.open_texts(catalogue.renewed(kept, catalogue.gather())) == []


PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\$[a-z_]+")


def test_translations_have_the_places_of_their_texts() -> None:
    kept = catalogue.read(catalogue.LOCALE / "en" / "LC_MESSAGES" / "django.po")
    wrong = []
    for message in kept:
        texts = [message.id] if isinstance(message.id, str) else message.id
        said = [message.string] if isinstance(message.string, str) else message.string
        pairs = zip(texts, said or (), strict=True) if message.id else ()
        wrong += [text for text, word in pairs if sorted(PLACES.findall(text)) != sorted(PLACES.findall(word))]
    assert wrong == []


def test_no_text_is_fixed_when_modules_are_read() -> None:
    """Outside functions, `gettext` would give everybody the language of whoever read the module."""
    assert [found for path in sorted(catalogue.WEB.rglob("*.py")) for found in fixed_texts(path)] == []


def fixed_texts(path: Path) -> Iterator[str]:
    """Calls of `gettext` and its like in the body of a module or class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    eager = {
        one.asname or one.name
        for node in imports
        if node.module == "django.utils.translation"
        for one in node.names
        if one.name in ("gettext", "ngettext", "pgettext")
    }
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            yield f"{path.name}:{node.lineno}"
        left += ast.iter_child_nodes(node)
