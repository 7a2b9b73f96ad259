"""Keeping the catalogue in step with the sentences in the code."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sync", "mappings", "adapters", "jobs")
_HEAD = """\
# What Bothways says, in Japanese. `python -m jobs.catalogue` takes up new sentences and drops old ones.
msgid ""
msgstr ""
"Language: ja\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sentences(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yield the texts given to ``say``, each with the module it stands in."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            for _, text, _, _ in extract_from_file("python", path, keywords={"say": None}):
                if isinstance(text, str) and text:
                    yield text, path.relative_to(root).as_posix()


def read(path: Path) -> Catalog:
    with path.open(encoding="utf-8") as lines:
        return read_po(lines, locale="ja")


def update(path: Path, root: Path = ROOT) -> tuple[int, int]:
    """Take up new sentences and drop those that are gone. Return how many are untranslated and how many dropped."""
    before = read(path) if path.exists() else Catalog(locale="ja")
    after = Catalog(locale="ja")
    for text, module in sentences(root):
        known = before.get(text)
        after.add(text, known.string if known else "", locations=[(module, 0)])
    gone = [each for each in before if each.id and after.get(each.id) is None]
    with path.open("wb") as out:
        out.write(_HEAD.encode())
        write_po(out, after, omit_header=True, include_lineno=False, width=110, sort_by_file=True)
    return sum(1 for each in after if each.id and not each.string), len(gone)
