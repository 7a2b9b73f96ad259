"""Small tables for these tests."""

from jobs.rules.similar.text import Key, Text
from sync.model import RecordId

FILLER = (
    "Backups of the ledger take longer each week",
    "Search forgets accents in city names",
    "The login page flickers on old tablets",
    "Invoices leave without the tax number",
    "Workers run out of file handles at night",
    "帳票の印刷が月末に遅い",
    "検索結果の並び順が安定しない",
    "バックアップの容量が上限に近い",
)


def key(record: str, table: str = "backlog") -> Key:
    return (table, RecordId(record))


def table(*pairs: tuple[str, str], name: str = "backlog") -> list[Text]:
    """Return texts ``1``, ``2``, … of ``pairs`` among others that say something else."""
    mine = [Text(key(str(number), name), title, body) for number, (title, body) in enumerate(pairs, 1)]
    return [*mine, *(Text(key(f"filler {number}", name), title) for number, title in enumerate(FILLER))]
