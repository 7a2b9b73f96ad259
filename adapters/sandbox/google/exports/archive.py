"""What the exported archives share: texts that may stand in XML, and files put together without a time of their own."""

import html
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def text(value: object) -> str:
    """Return a value as text or attribute of XML or HTML, without the characters XML does not allow."""
    return html.escape(_FORBIDDEN.sub("", str(value)))


def packed(files: dict[str, str], *, plain: str = "") -> bytes:
    """Return a zip archive of the files in their order; the one named ``plain`` is not compressed."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_STORED if name == plain else ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
