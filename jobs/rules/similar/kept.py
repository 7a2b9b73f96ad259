"""What is kept of the last run: the index and the lists, in a format of their own."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import orjson
from scipy.sparse import csr_matrix

from jobs.rules.similar.index import DIGEST, PARTS, Index, bring_up_to_date, build
from jobs.rules.similar.neighbours import NOBODY, Lists, best, nearest
from jobs.rules.similar.text import Text
from jobs.rules.similar.vectors import Vectors, weigh
from sync.model import RecordId

MAGIC = b"bothways similar\n"
VERSION = 1
"""Changes with the format and with anything that makes other tokens, terms or scores of the same text."""
KEPT = 10
"""So many neighbours of each are kept; more than are shown, so that lists stay right when some go."""
SHOWN = 5
REACH = 200
"""A changed record is looked for in the lists of so many that are near to it."""
DRIFT = 0.1
"""Lists are made anew once this share of the records has changed since: rarity, and so every score, moves a little."""


class Unusable(Exception):
    """Bytes that are not what was written: cut, spoilt, of another version, or never ours. An index is made anew."""


@dataclass(frozen=True, eq=False)
class Kept:
    """``changed``: so many records have changed since all lists were made."""

    index: Index
    lists: Lists
    changed: int = 0


def fresh(texts: Sequence[Text]) -> tuple[Kept, Vectors]:
    """Index ``texts`` and find the neighbours of each."""
    index = build(texts)
    vectors = weigh(index)
    return Kept(index, nearest(vectors, KEPT)), vectors


def renewed(old: Kept | None, texts: Sequence[Text]) -> tuple[Kept, Vectors]:
    """Bring ``old`` up to date. Lists of changed records, and places that changed records take or leave, are exact.

    Scores between records that have not changed are those of the run that made their list, until ``DRIFT``.
    """
    if old is None or not old.index.size:
        return fresh(texts)
    step = bring_up_to_date(old.index, texts)
    gone = old.index.size - int((step.was >= 0).sum())
    changed = old.changed + max(int((step.was < 0).sum()), gone)
    vectors = weigh(step.index)
    if changed > DRIFT * step.index.size:
        return Kept(step.index, nearest(vectors, KEPT)), vectors
    return Kept(step.index, _patched(old.lists, step.was, vectors), changed), vectors


def _patched(old: Lists, was: np.ndarray, vectors: Vectors) -> Lists:
    """Carry lists over: rows that are new get their own, and stand in those of others where they belong."""
    size, stayed = len(was), was >= 0
    now = np.full(len(old.others) + 1, NOBODY, dtype=np.int64)
    now[was[stayed]] = np.flatnonzero(stayed)
    others = np.full((size, KEPT), NOBODY, dtype=np.int64)
    scores = np.full((size, KEPT), -1.0, dtype=np.float32)
    floor = np.zeros(size, dtype=np.float32)
    others[stayed] = now[old.others[was[stayed]]]
    scores[stayed] = old.scores[was[stayed]]
    floor[stayed] = old.floor[was[stayed]]
    coming, points = _newcomers(nearest(vectors, REACH, np.flatnonzero(~stayed)), np.flatnonzero(~stayed), size)
    merged = best(np.hstack([others, coming]), np.hstack([scores, points]), KEPT)
    sure = (merged.others != NOBODY) & (merged.scores >= floor[:, None])
    again = np.flatnonzero(~stayed | ((sure.sum(axis=1) < min(SHOWN, size - 1)) & (floor > 0)))
    made = nearest(vectors, KEPT, again)
    whole = Lists(merged.others, merged.scores, np.maximum(floor, merged.floor))
    for mine, theirs in ((whole.others, made.others), (whole.scores, made.scores), (whole.floor, made.floor)):
        mine[again] = theirs
    return whole


def _newcomers(wide: Lists, rows: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Turn the lists of new rows round: who is near to a row is a candidate for its list, the best ``KEPT`` of them."""
    there = wide.others != NOBODY
    targets, points = wide.others[there], wide.scores[there]
    sources = np.repeat(rows, there.sum(axis=1))
    order = np.lexsort((sources, -points, targets))
    targets, points, sources = targets[order], points[order], sources[order]
    place = np.arange(len(targets)) - np.searchsorted(targets, targets)
    first = place < KEPT
    others = np.full((size, KEPT), NOBODY, dtype=np.int64)
    scores = np.full((size, KEPT), -1.0, dtype=np.float32)
    others[targets[first], place[first]] = sources[first]
    scores[targets[first], place[first]] = points[first]
    return others, scores


def packed(kept: Kept) -> bytes:
    """Return ``kept`` as bytes: the name of the format, its version, a sum, and what ``docs/similarity.md`` says."""
    index, lists = kept.index, kept.lists
    head = {
        "keys": [list(key) for key in index.keys],
        "vocabulary": index.vocabulary,
        "changed": kept.changed,
    }
    arrays = [index.starts, index.sums.astype(np.uint32), lists.others, lists.scores, lists.floor]
    for part in index.parts:
        arrays += [part.data, part.indices, part.indptr]
    blocks = [orjson.dumps(head), b"".join(index.digests)]
    blocks += [
        np.ascontiguousarray(array, dtype=np.dtype(kind)).tobytes() for array, kind in zip(arrays, _KINDS, strict=True)
    ]
    body = zlib.compress(b"".join(struct.pack("<Q", len(block)) + block for block in blocks), 1)
    return MAGIC + struct.pack("<I", VERSION) + _sum(body) + body


def unpacked(data: bytes) -> Kept:
    """Return what ``packed`` wrote; nothing in the bytes is run. ``Unusable``: they are something else."""
    start = len(MAGIC) + 4 + DIGEST
    if not data.startswith(MAGIC) or len(data) < start:
        raise Unusable("not an index of similar records")
    if struct.unpack_from("<I", data, len(MAGIC))[0] != VERSION:
        raise Unusable("an index of another version")
    if data[len(MAGIC) + 4 : start] != _sum(data[start:]):
        raise Unusable("an index that is cut or spoilt")
    try:
        return _read(_blocks(zlib.decompress(data[start:])))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error, struct.error) as wrong:
        raise Unusable("an index that is not whole") from wrong


_KINDS = ("<i8", "<u4", "<i4", "<f4", "<f4") + ("<f4", "<i4", "<i4") * PARTS


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGEST).digest()


def _blocks(body: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(body):
        (length,) = struct.unpack_from("<Q", body, at)
        found.append(body[at + 8 : at + 8 + length])
        at += 8 + length
    return found


def _read(blocks: Sequence[bytes]) -> Kept:
    head = orjson.loads(blocks[0])
    keys = tuple((str(table), RecordId(record)) for table, record in head["keys"])
    vocabulary = tuple(head["vocabulary"])
    digests = tuple(blocks[1][at : at + DIGEST] for at in range(0, len(blocks[1]), DIGEST))
    arrays = [np.frombuffer(block, dtype=np.dtype(kind)).copy() for block, kind in zip(blocks[2:], _KINDS, strict=True)]
    starts, sums, others, scores, floor = arrays[:5]
    shape = (len(keys), len(vocabulary))
    parts = tuple(
        csr_matrix((arrays[at], arrays[at + 1], arrays[at + 2]), shape=shape) for at in range(5, len(arrays), 3)
    )
    for part in parts:
        part.check_format()
    whole = len(digests) == len(keys) == len(floor) and len(starts) == len(vocabulary) + 1 and starts[-1] == len(sums)
    if not whole or (np.diff(starts) < 0).any() or ((others < NOBODY) | (others >= len(keys))).any():
        raise ValueError("parts of an index do not fit")
    square = (len(keys), KEPT)
    lists = Lists(others.reshape(square), scores.reshape(square), floor)
    return Kept(Index(keys, digests, vocabulary, starts, sums.astype(np.int64), parts), lists, int(head["changed"]))
