"""``python -m tests.scenarios FILE``: one line a scenario, a count last, exit 1 if any failed."""

import sys
from collections import Counter
from pathlib import Path

from tests.scenarios.form import load
from tests.scenarios.runner import run


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: make scenarios FILE=path/to/scenarios.json", file=sys.stderr)
        return 2
    try:
        scenarios = load(Path(arguments[0]))
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot read the scenarios: {error}", file=sys.stderr)
        return 2
    counts: Counter[str] = Counter()
    for scenario in scenarios:
        result = run(scenario)
        counts[result.verdict] += 1
        print(result, flush=True)
    print(f"{counts['pass']} passed, {counts['fail']} failed, {counts['skip']} skipped")
    return 1 if counts["fail"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
