"""``python -m tests.similarity.large``: time and memory for 10,000 records, in a process of its own, as JSON.

The texts are made from a seed: words of syllables, as often as words are in a language, and Japanese ones in between.
"""

import json
import random
import resource
import sys
import time
from itertools import accumulate

from jobs.rules.similar.kept import fresh, packed, renewed, unpacked
from jobs.rules.similar.text import Text
from sync.model import RecordId
from tests.yardstick import yard

_ONSETS = "b c d f g h j k l m n p r s t v w st tr pl ch".split()  # noqa: SIM905 - shorter than a list
_ENDS = "a e i o u ar en ing ion er ate is ou".split()  # noqa: SIM905 - shorter than a list
_CJK = "障害監視遅延接続復旧対応設定更新認証権限容量確認追加削除画面検索通知"


def texts(count: int, seed: int = 1) -> list[Text]:
    chance = random.Random(seed)  # noqa: S311 - the same texts each time
    words = [
        "".join(chance.choice(_ONSETS) + chance.choice(_ENDS) for _ in range(chance.randint(1, 4)))
        for _ in range(20_000)
    ]
    odds = list(accumulate(1 / place for place in range(1, len(words) + 1)))
    made = []
    for number in range(count):
        title = chance.choices(words, cum_weights=odds, k=9)
        body = chance.choices(words, cum_weights=odds, k=chance.randint(5, 65))
        if number % 4 == 0:
            body.append("".join(chance.choices(_CJK, k=60)))
        made.append(Text(("made", RecordId(str(number))), " ".join(title), " ".join(body)))
    return made


def main(count: int) -> int:
    before = texts(count)
    start = time.process_time()
    kept, _ = fresh(before)
    built = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    data = packed(kept)
    after = [
        Text(each.key, f"{each.title} anew", each.body) if row % 100 == 0 else each for row, each in enumerate(before)
    ]
    start = time.process_time()
    renewed(unpacked(data), after)
    update = time.process_time() - start
    figures = {"built": built, "update": update, "peak": peak, "kept": len(data) / 1e6, "yard": yard()}
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
