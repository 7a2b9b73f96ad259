"""``python -m jobs.catalogue``: take up new sentences, drop old ones, and say what is left to translate."""

import sys
from pathlib import Path

from jobs.catalogue.extraction import read, update

_FILE = Path(__file__).with_name("ja.po")


def main() -> int:
    untranslated, gone = update(_FILE)
    for each in read(_FILE):
        if each.id and not each.string:
            sys.stdout.write(f"not translated: {each.id}\n")
    sys.stdout.write(f"{untranslated} to translate, {gone} dropped\n")
    return 1 if untranslated else 0


if __name__ == "__main__":
    sys.exit(main())
