"""Looks for known weaknesses in every locked version, and at the licences of what is installed with Bothways.

    python -m tests.audit

The weaknesses need the network. Exit status 1: there is a weakness, or a licence that is not allowed. 2: nothing of
that kind was found, but nobody could be asked about some packages.
"""

import sys

from tests.audit.advisories import ask
from tests.audit.licences import allowed, complaints, seen
from tests.audit.lock import ALL, DELIVERED, pins, rounds

_SHOWN = 5


def licences() -> list[str]:
    given = pins(DELIVERED)
    wrong = complaints(given, seen(given), allowed())
    print(f"licences: {len({each.name for each in given})} packages, {len(wrong)} not allowed")
    return wrong


def main() -> int:
    wrong = licences()
    unknown: list[str] = []
    weak: list[str] = []
    asked = 0
    for turn in rounds(pins(ALL)):
        answer = ask(turn)
        if answer.trouble:
            print("advisories: nobody could be asked, so nothing is known; this needs the network.")
            print(f"  {answer.trouble}")
            return _told(wrong) or 2
        asked += answer.asked
        weak += answer.weak
        unknown += answer.unknown
    print(f"advisories: {asked} versions, {len(weak)} known weaknesses, {len(unknown)} versions nobody knows")
    if unknown:
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        print(f"  The service has nothing on {', '.join(unknown[:_SHOWN])}{more}: about those nothing is known.")
    return _told([*wrong, *weak]) or (2 if unknown else 0)


def _told(wrong: list[str]) -> int:
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
