"""One spelling for what is written in several, and what people wrote apart from what machines did."""

import html
import re
import unicodedata

import regex

_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LONG_END = regex.compile(r"(?<=\p{Katakana})ー(?![\p{Katakana}ー])")
_TAG = re.compile(
    r"<!--.*?(?:-->|$)|</?(?:a|b|br|code|details|div|em|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|summary|table|tbody|td"
    r"|th|thead|tr|u|ul)(?:\s[^<>]{0,200})?/?>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(r"\{(code|noformat|quote)[^}\n]*\}.*?(?:\{\1\}|$)|```.*?(?:```|$)", re.DOTALL)
_LINE = re.compile(r"^[ \t]*at [\w.$<>/]+\(.*$|^[ \t\[]*\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*$", re.MULTILINE)


def fold(text: str) -> str:
    """Return ``text`` in one width, case and kana, without a long mark at the end of a word (サーバー, サーバ)."""
    even = unicodedata.normalize("NFKC", text).casefold()
    return _LONG_END.sub("", even).translate(_KANA)


def parted(body: str) -> tuple[str, str]:
    """Return what people wrote, and what machines did: quoted code, logs, stack traces. HTML tags are dropped."""
    plain = html.unescape(_TAG.sub(" ", body))
    machine: list[str] = []

    def take(found: re.Match[str]) -> str:
        machine.append(found.group())
        return " "

    prose = _LINE.sub(take, _BLOCK.sub(take, plain))
    return prose, "\n".join(machine)
