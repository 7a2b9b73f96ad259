"""A drawn chart made part of a page: no styles of its own, no names that another chart has, colours by class."""

import re
from xml.etree import ElementTree as ET

from jobs.digest.render.palette import name_of

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_OF_COLOUR = {"fill": "f", "stroke": "l"}
_LEFT_OUT = frozenset({"font-family", "version"})
_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def inlined(drawing: bytes, name: str) -> str:
    """Return the ``svg`` element. ``name`` parts its names from those of other charts."""
    root = ET.fromstring(drawing)  # noqa: S314 - drawn by Matplotlib a moment ago
    used = _used(root)
    for parent in root.iter():
        for child in list(parent):
            if child.tag in {f"{_SVG}metadata", f"{_SVG}style"}:
                parent.remove(child)
    for each in root.iter():
        _plain(each, used, name)
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    root.set("aria-hidden", "true")
    return ET.tostring(root, encoding="unicode")


def _used(root: ET.Element) -> frozenset[str]:
    text = " ".join(value for each in root.iter() for key, value in each.attrib.items() if key != "id")
    return frozenset(re.findall(r"#([\w-]+)", text))


def _plain(element: ET.Element, used: frozenset[str], name: str) -> None:
    element.tag = element.tag.removeprefix(_SVG)
    element.tail = None
    if element.tag != "text":
        element.text = None
    given = dict(element.attrib)
    element.attrib.clear()
    for part in given.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        given[key.strip()] = value.strip()
    given.pop("", None)
    classes = [_class(key, value) for key, value in given.items()]
    if any(classes):
        element.set("class", " ".join(filter(None, classes)))
    for key, value in given.items():
        if key == "id":
            if value in used:
                element.set(key, f"{name}-{value}")
        elif key == _LINK:
            element.set("href", f"#{name}-{value[1:]}")
        elif key == "transform" and value.startswith("rotate(-0"):
            continue
        elif key not in _LEFT_OUT and not _class(key, value):
            short = _NUMBER.sub(lambda found: f"{float(found.group()):.1f}", " ".join(value.split()))
            element.set(key, short.replace("url(#", f"url(#{name}-"))


def _class(key: str, value: str) -> str | None:
    colour = name_of(value) if key in _OF_COLOUR else None
    return None if colour is None else f"{_OF_COLOUR[key]}-{colour}"
