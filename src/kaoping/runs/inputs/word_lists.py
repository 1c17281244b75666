"""Word lists (词库) that an operator hands in: read whole, every problem told at once."""

from collections.abc import Sequence
from pathlib import Path

from kaoping.facts.word_lists import WordList, parse_word_list
from kaoping.model.errors import Problem
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.runs.inputs.tabular import read_text


def read_word_list(path: Path) -> WordList:
    """Return the list in a CSV file. Raises BadInputError with every problem and its line."""
    found, problems = parse_word_list(read_text(path), str(path))
    if found is None:
        raise BadInputError(problems)
    return found


def read_word_lists(paths: Sequence[Path]) -> tuple[WordList, ...]:
    """Return the lists in several files. Raises BadInputError, also where two of them have one id."""
    found: dict[str, WordList] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            each = read_word_list(path)
        except BadInputError as error:
            problems += error.problems
            continue
        if each.id in found:
            problems.append(Problem(f"词库编号 {each.id} 与另一个文件相同；请改一个编号", str(path)))
        found[each.id] = each
    refuse(problems)
    return tuple(found.values())
