"""What the real services answered otherwise than the sandbox."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from tests.live.notes import Call, Notes, of

_MOST_LINES = 40
"""So many lines of an answer are told; where more differ, the first ones say enough."""


@dataclass(frozen=True, slots=True)
class Difference:
    """``expected`` is the sandbox's, ``seen`` the other's. Only the lines of a shape that differ are given."""

    test: str
    service: str
    call: str
    expected_answer: str
    seen_answer: str
    expected: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def plain(self) -> dict[str, object]:
        return asdict(self)


def differences(sandbox: Notes, real: Notes) -> Iterator[Difference]:
    """Yield them in the order of the tests; a test that ran in one place only is not compared."""
    for test in sandbox.outcomes:
        if test not in real.outcomes:
            continue
        expected, seen = of(sandbox.calls, test), of(real.calls, test)
        for key in sorted(expected.keys() | seen.keys()):
            for each in _between(expected.get(key, []), seen.get(key, [])):
                yield Difference(test, key[0], key[1], *each)
        if sandbox.outcomes[test] != real.outcomes[test]:
            yield Difference(test, "", "the test itself", sandbox.outcomes[test], real.outcomes[test])


def _between(expected: list[Call], seen: list[Call]) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Yield answers that only one side gave, each beside the one that is nearest to it."""
    known, met = _kinds(expected), _kinds(seen)
    if not known or not met:
        yield _status(known), _status(met), (), ()
        return
    strange, absent = met - known, known - met
    for each in sorted(strange, key=_sorting):
        near = min(known, key=lambda other: (other[:2] != each[:2], len(other[2] ^ each[2])))
        yield _told(near), _told(each), _lines(near[2] - each[2]), _lines(each[2] - near[2])
    if not strange:
        for each in sorted(absent, key=_sorting):
            near = min(met, key=lambda other: (other[:2] != each[:2], len(other[2] ^ each[2])))
            yield _told(each), "never so", _lines(each[2] - near[2]), _lines(near[2] - each[2])


_Kind = tuple[int, str, frozenset[str]]


def _kinds(calls: list[Call]) -> set[_Kind]:
    return {(each.status, each.code, each.shape) for each in calls}


def _sorting(kind: _Kind) -> tuple[int, str, list[str]]:
    return kind[0], kind[1], sorted(kind[2])


def _told(kind: _Kind) -> str:
    return f"{kind[0]} {kind[1]}".strip()


def _status(kinds: set[_Kind]) -> str:
    return ", ".join(sorted({_told(each) for each in kinds})) or "not called"


def _lines(found: frozenset[str]) -> tuple[str, ...]:
    """Leave out what lies in something that is named itself."""
    ordered = sorted(found)
    more = len(ordered) - _MOST_LINES
    return tuple(ordered if more <= 0 else [*ordered[:_MOST_LINES], f"and {more} more"])
