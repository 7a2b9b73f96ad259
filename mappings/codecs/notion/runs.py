"""Rich text as Notion shows it, and as a page write takes it: marks, links, mentions and equations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mappings.codecs.notion.codec import encodable
from mappings.text.clusters import cut
from mappings.text.runs import Run, carried, joined, spelt_out

SEGMENT = 2000
"""UTF-16 code units in one piece of rich text."""
_MARKS: Mapping[str, object] = {
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "code": False,
    "color": "default",
}
_BY_ID = ("user", "page", "database", "data_source")
_TEMPLATES = ("template_mention_date", "template_mention_user")
_HOME = "https://www.notion.so"


@dataclass(frozen=True, slots=True)
class Form:
    """How a stretch of rich text looks and what it is. ``whole``: the wire form of a mention or an equation."""

    marks: Mapping[str, object] = field(default_factory=dict)
    link: str | None = None
    whole: Mapping[str, object] | None = None

    def unlinked(self) -> "Form":
        return replace(self, link=None, whole=None)


PLAIN = Form()


def folded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def plain_text(run: object) -> str | None:
    """Return what one piece of rich text says; None where it is none."""
    if not isinstance(run, dict):
        return None
    text = run.get("plain_text")
    if text is None and isinstance(run.get("text"), dict):
        text = run["text"].get("content")
    return text if isinstance(text, str) and encodable(text) else None


def is_formatted(raw: object) -> bool:
    """Say whether rich text has anything to it but its words."""
    return isinstance(raw, list) and any(_form(run) != PLAIN for run in raw)


def rewritten(text: str, current: object) -> list[dict[str, Any]]:
    """Return rich text that says ``text`` and keeps the form of the words that stand in ``current`` already."""
    runs = _runs(current) if is_formatted(current) and isinstance(current, list) else []
    return list(_wire(carried(runs, text, PLAIN)))


def _runs(raw: Sequence[object]) -> list[Run[Form]]:
    texts = _folded_apart([plain_text(run) or "" for run in raw])
    return joined(_run(text, _form(run)) for text, run in zip(texts, raw, strict=True))


def _folded_apart(texts: Sequence[str]) -> Iterator[str]:
    """Fold line breaks; one may stand half in a piece and half in the next."""
    for at, text in enumerate(texts):
        following = next((each for each in texts[at + 1 :] if each), "")
        yield folded(text[:-1] if text.endswith("\r") and following.startswith("\n") else text)


def _run(text: str, form: Form) -> Run[Form]:
    whole = form.whole is not None or (form.link is not None and spelt_out(text, form.link))
    return Run(text, form, form.unlinked(), whole=whole)


def _form(run: object) -> Form:
    if not isinstance(run, dict):
        return PLAIN
    given = run.get("annotations")
    marks = given if isinstance(given, dict) else {}
    kept = {name: marks[name] for name, usual in _MARKS.items() if marks.get(name) not in (usual, None)}
    whole = _whole(run)
    return Form(kept, None if whole else _link(run), whole)


def _whole(run: Mapping[str, Any]) -> Mapping[str, object] | None:
    """Return a mention or an equation as it is written; None for a text, and for a mention that cannot be written."""
    kind = run.get("type")
    part = run.get(str(kind))
    if not isinstance(part, dict):
        return None
    if kind == "equation":
        return {"type": "equation", "equation": {"expression": part.get("expression")}}
    mention = _mention(part) if kind == "mention" else None
    return None if mention is None else {"type": "mention", "mention": mention}


def _mention(part: Mapping[str, Any]) -> Mapping[str, object] | None:
    kind = str(part.get("type"))
    target = part.get(kind)
    if not isinstance(target, dict):
        return None
    if kind in _BY_ID:
        return {"type": kind, kind: {"id": target.get("id")}}
    if kind == "custom_emoji":
        return {"type": kind, kind: {name: target[name] for name in ("id", "name", "url") if name in target}}
    if kind == "date":
        return {"type": kind, kind: {name: target.get(name) for name in ("start", "end", "time_zone")}}
    if kind == "template_mention" and target.get("type") in _TEMPLATES:
        return {"type": kind, kind: dict(target)}
    return None


def _link(run: Mapping[str, Any]) -> str | None:
    """Return where a text leads. Links within Notion are read without its address, and written with it."""
    text = run.get("text")
    link = text.get("link") if isinstance(text, dict) else None
    url = link.get("url") if isinstance(link, dict) else run.get("href")
    if not isinstance(url, str) or not url:
        return None
    return f"{_HOME}{url}" if url.startswith("/") else url


def _wire(runs: Iterable[Run[Form]]) -> Iterator[dict[str, Any]]:
    for run in runs:
        marks = {"annotations": dict(run.form.marks)} if run.form.marks else {}
        if run.form.whole is not None:
            yield {**run.form.whole, **marks}
            continue
        link = {"link": {"url": run.form.link}} if run.form.link is not None else {}
        for part in cut(run.text, SEGMENT):
            yield {"type": "text", "text": {"content": part, **link}, **marks}
