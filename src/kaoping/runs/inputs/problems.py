"""Everything wrong with what a person handed in, reported together."""

from collections.abc import Iterable

from kaoping.model.errors import InputError, Problem


class BadInputError(InputError):
    """A file handed in is wrong; carries every problem found. Nothing of the file has been taken over."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"共发现 {count} 处问题，全部改正后再试（未导入任何内容）：\n" if count > 1 else ""
        super().__init__(head + "\n".join(str(problem) for problem in self.problems))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise BadInputError when there is any problem."""
    found = tuple(problems)
    if found:
        raise BadInputError(found)
