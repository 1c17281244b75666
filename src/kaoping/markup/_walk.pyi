SOURCE: str

def learn(path: str, address: int, text: bytes, tags: dict[int, tuple[str, int]]) -> None: ...
def walk(
    root: int, body: int
) -> (
    tuple[
        str,
        list[str | tuple[str, dict[str, str | None]]],
        list[str],
        list[int],
        list[int],
        list[str],
        list[str],
        list[str],
        list[str],
        dict[str, int],
        str,
        str,
    ]
    | None
): ...
