"""Cell formats as Google keeps them: colours in steps of 1/255, each beside its style, and the default format."""

import re
import struct
from typing import Any

Json = dict[str, Any]

_COLOUR_NAME = re.compile(r"(?:color|(?!rgb|theme)\w+Color)(?:Style)?")

WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
_THEME_BYTES = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}


def canonical(doc: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Return a format, or whatever has colours in it, with each colour and its style in step."""
    if isinstance(doc, list):
        return [canonical(item) for item in doc]
    if not isinstance(doc, dict):
        return doc
    out: Json = {}
    for key, value in doc.items():
        out[key] = _colour(value) if _is_colour(key, value) else canonical(value)
    out = {key: value for key, value in out.items() if value or not key.endswith(("ColorStyle", "colorStyle"))}
    for key in [name for name in out if _COLOUR_NAME.fullmatch(name)]:
        _pair(out, key)
    return out


def theme() -> Json:
    colours = [{"colorType": name, "color": {"rgbColor": _from_bytes(parts)}} for name, parts in _THEME_BYTES.items()]
    return {"primaryFontFamily": "Arial", "themeColors": colours}


def effective(default: Json, own: Json | None, alignment: str | None = None, link: str | None = None) -> Json:
    """Lay a cell's own format over the spreadsheet's default, with the alignment its kind of value brings."""
    merged = {**default, "hyperlinkDisplayType": "LINKED" if link else "PLAIN_TEXT"}
    text = {**default["textFormat"], "fontFamily": "Arial"}
    if link:
        blue = _from_bytes(_THEME_BYTES["LINK"])
        look = {"foregroundColor": blue, "foregroundColorStyle": {"rgbColor": blue}, "underline": True}
        text = {**text, **look, "link": {"uri": link}}
    merged["textFormat"] = text
    if alignment:
        merged["horizontalAlignment"] = alignment
    for key, value in (own or {}).items():
        merged[key] = {**merged.get(key, {}), **value} if key == "textFormat" else value
    return merged


def _is_colour(key: str, value: object) -> bool:
    named = key in ("color", "rgbColor") or key.endswith("Color")
    return named and isinstance(value, dict) and not value.keys() - {"red", "green", "blue", "alpha"}


def _pair(out: Json, key: str) -> None:
    if key.endswith("Style"):
        plain = key.removesuffix("Style")
        style = out[key]
        if isinstance(style, dict) and "rgbColor" in style:
            out[plain] = style["rgbColor"]
        elif isinstance(style, dict) and "themeColor" in style:
            out[plain] = _from_bytes(_THEME_BYTES.get(style["themeColor"], (0, 0, 0)))
    elif key + "Style" not in out:
        out[key + "Style"] = {"rgbColor": out[key]}


def _colour(doc: Json) -> Json:
    parts = {name: int(float(doc.get(name, 0)) * 255 + 1e-4) / 255 for name in ("red", "green", "blue")}
    colour = {name: _single(part) for name, part in parts.items() if part}
    return {**colour, "alpha": doc["alpha"]} if "alpha" in doc else colour


def _from_bytes(parts: tuple[int, int, int]) -> Json:
    named = zip(("red", "green", "blue"), parts, strict=True)
    return {name: _single(part / 255) for name, part in named if part}


def _single(value: float) -> int | float:
    """Return the shortest decimal that is the same number in single precision, as Google writes it."""
    packed = struct.pack("f", value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == packed:
            found = float(text)
            return int(found) if found.is_integer() else found
    return value
