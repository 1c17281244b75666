"""The English catalogue: gathers the texts of pages and code, and compiles what was translated.

    python -m kaoping.web.catalogue        add new texts to the catalogue, drop those that are gone, tell what is open

Needs no GNU gettext. Compiling is done when `kaoping serve` starts from a checkout, and when a wheel is built.
"""

import ast
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

WEB = Path(__file__).parent
LOCALE = WEB / "locale"
WORKFLOW = WEB.parent / "workflow"
_FUNCTIONS: Mapping[str, tuple[int, tuple[int, ...]]] = {  # which argument is the context (0: none), which are texts
    "gettext": (0, (1,)),
    "gettext_lazy": (0, (1,)),
    "gettext_noop": (0, (1,)),
    "ngettext": (0, (1, 2)),
    "ngettext_lazy": (0, (1, 2)),
    "pgettext": (1, (2,)),
    "pgettext_lazy": (1, (2,)),
    "action": (0, (2,)),  # the title under which an action stands in the log
}
_Text = str | tuple[str, ...]


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Compile every catalogue below the folder that was changed since; return those that were."""
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        body = io.BytesIO()
        write_mo(body, read(source))
        # Others may be reading it, or making it as well.
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            draft.write(body.getvalue())
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(target)
        made.append(target)
    return made


def read(path: Path) -> Catalog:
    """Read a catalogue. Raises PoFileError for one that is broken."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def gather(root: Path = WEB, words: Path = WORKFLOW) -> Catalog:
    """Return all texts below the folder, and all Chinese of `words`, which knows no Django; without translations."""
    found = Catalog(charset="utf-8")
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
            for text, context in _texts(path):
                found.add(text, context=context, locations=[(path.relative_to(root).as_posix(), 0)])
    for path in sorted(words.rglob("*.py")):
        for text in _chinese(path):
            found.add(text, locations=[(f"../{words.name}/{path.relative_to(words).as_posix()}", 0)])
    return found


def renewed(kept: Catalog, gathered: Catalog) -> Catalog:
    """Return the texts as gathered with the translations as kept; what is new has none."""
    result = Catalog(locale="en", charset="utf-8", project="kaoping", fuzzy=False)
    for message in gathered:
        if message.id:
            known = kept.get(message.id, message.context)
            locations = sorted(set(message.locations))
            result.add(message.id, known.string if known else None, locations, message.flags, context=message.context)
    return result


def open_texts(catalogue: Catalog) -> list[_Text]:
    """Return the texts that have no translation, only a doubtful one, or one that lacks a plural."""
    left: list[_Text] = []
    for message in catalogue:
        told = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if message.id and (message.fuzzy or not all(told)):
            left.append(message.id if isinstance(message.id, str) else tuple(message.id))
    return left


def in_text(catalogue: Catalog) -> str:
    """Return the catalogue as it is stored."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, sort_output=True, include_lineno=False, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: en\\n"\n'
    return f'{header}"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n{body.getvalue().decode()}'


def main() -> int:
    """Renew the stored catalogue and tell what is to be translated; return 1 where there is something."""
    path = LOCALE / "en" / "LC_MESSAGES" / "django.po"
    catalogue = renewed(read(path) if path.exists() else Catalog(locale="en"), gather())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(in_text(catalogue), encoding="utf-8")
    left = open_texts(catalogue)
    sys.stdout.write("".join(f"{text}\n" for text in left) + f"{path}: {len(left)} to translate\n")
    return bool(left)


def _texts(path: Path) -> Iterator[tuple[_Text, str | None]]:
    """Yield the texts of one file: (text or singular and plural, context)."""
    source, named = path.read_text(encoding="utf-8"), dict(_FUNCTIONS)
    if path.suffix == ".py":
        named |= _renamed(source)
    else:
        source = f"(\n{templatize(source, origin=str(path))}\n)"  # what a page indents means nothing within brackets
    calls = extract_python(io.BytesIO(source.encode()), dict.fromkeys(named), [], {"encoding": "utf-8"})
    for _line, function, given, _comments in calls:
        told = cast(object, given)  # of a single argument, the bare text
        words = list(told) if isinstance(told, tuple | list) else [told]
        context, texts = named[str(function)]
        found = tuple(str(words[place - 1]) for place in texts if place <= len(words) and words[place - 1])
        if len(found) == len(texts):
            yield found if len(found) > 1 else found[0], str(words[context - 1]) if context else None


def _renamed(source: str) -> Mapping[str, tuple[int, tuple[int, ...]]]:
    """Return the functions under the names by which a module imports them (`gettext as _`)."""
    lines = re.findall(r"^\s*from django\.utils\.translation import (\([^)]*\)|.*)$", source, re.MULTILINE)
    pairs = [pair for line in lines for pair in re.findall(r"(\w+) as (\w+)", line)]
    return {name: _FUNCTIONS[function] for function, name in pairs if function in _FUNCTIONS}


def _chinese(path: Path) -> Iterator[str]:
    """Yield the Chinese words of tables: constants, not docstrings and not the parts of composed sentences."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    composed = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for word in ast.walk(tree):
        if not isinstance(word, ast.Constant) or not isinstance(word.value, str) or id(word) in composed | said:
            continue
        if any("\u4e00" <= one <= "\u9fff" for one in word.value):
            yield word.value


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.configure(USE_I18N=True)
    raise SystemExit(main())
