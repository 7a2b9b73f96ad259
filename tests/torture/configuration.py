"""The pair's configuration, written and read as a team's would be."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jobs.settings import Settings, load
from mappings.fields import PairMapping
from tests.torture.desk import KINDS

_MORE = {
    "log": 'on_conflict = "merge"',
    "tags": 'on_conflict = "merge"',
}


@lru_cache(maxsize=256)
def configured(options: str, base: str, source: str, book: str) -> tuple[PairMapping, Settings]:
    kinds = "".join(
        f'[pairs.table.fields.{name}]\ntype = "{kind}"\n{_MORE.get(name, "")}\n' for name, kind in KINDS.items()
    )
    text = f"""
[notion]
base_url = "{base}"
[google]
base_url = "{base}"
[pairs.table]
{options}
[pairs.table.notion]
source = "{source}"
id_property = "id"
[pairs.table.sheet]
spreadsheet = "{book}"
tab = "table"
id_column = "id"
{kinds}
"""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bothways.toml"
        file.write_text(text, "utf-8")
        settings = load(file, {})
    (mapping,) = settings.mappings()
    return mapping, settings
