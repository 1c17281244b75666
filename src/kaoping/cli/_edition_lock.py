"""For maintainers: shows which editions of the library are published, and locks those named.

`python -m kaoping.cli._edition_lock [SCHEME…]`
"""

import sys

from kaoping.model.errors import InputError
from kaoping.schemes.edition_lock import edition_of, edition_problem, lock_editions, read_lock, write_lock
from kaoping.schemes.loader import library_ids, load_scheme


def main(names: list[str]) -> int:
    """Lock the editions of the schemes named; show the state of all. Returns 1 where a published edition changed."""
    try:
        if names:
            write_lock(lock_editions([load_scheme(name) for name in names], read_lock()))
    except InputError as error:
        sys.stderr.write(f"错误：{error}\n")
        return 1
    return _show()


def _show() -> int:
    lock, changed = read_lock(), 0
    for name in library_ids():
        scheme = load_scheme(name)
        problem = edition_problem(scheme, lock)
        changed += problem is not None
        state = "已公布" if edition_of(scheme) in lock else "草稿"
        sys.stdout.write(f"{scheme.id} {scheme.edition} {problem.message if problem else state}\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
