"""The table leaves out nothing that the services are known to answer."""

import pytest

from adapters.sandbox.faults.broken import Html
from adapters.sandbox.faults.script import parse
from adapters.sandbox.faults.status import CODES, VARIANTS, Status
from tests.retries.table import Row, rows

ROWS = [row for row in rows() if not row.answer.startswith("line")]
DRIVES_ALONE = {(403, "quota")}
"""Bothways calls nothing of Drive while it syncs."""


def fault(row: Row) -> object:
    (rule,) = parse(f"{row.service} * once {row.answer}").rules
    return rule.deed


def kinds(service: str) -> set[str]:
    return {"read", "write", "create"} if service == "notion" else {"read", "write"}


@pytest.mark.parametrize("service", ["notion", "google"])
def test_every_error_of_a_service_has_a_row_for_every_kind_of_call(service: str) -> None:
    known = {(code, "") for code in CODES} | set(VARIANTS)
    for code, variant in sorted(known - DRIVES_ALONE):
        deeds = [(row, fault(row)) for row in ROWS if row.service == service]
        fits = {
            row.call for row, deed in deeds if isinstance(deed, Status) and (deed.code, deed.variant) == (code, variant)
        }
        if service not in Status(code, variant).services:
            assert not fits
        elif not variant:
            pages = {row.call for row, deed in deeds if isinstance(deed, Html) and deed.code == code}
            assert fits | pages == kinds(service), (service, code)
        else:
            assert fits, (service, code, variant)


@pytest.mark.parametrize("service", ["notion", "google"])
@pytest.mark.parametrize("word", ["drop", "cut", "garbled", "empty", "hang", "html"])
def test_every_fault_of_the_line_has_a_row_for_reads_and_writes(service: str, word: str) -> None:
    calls = {row.call for row in ROWS if row.service == service and row.answer.startswith(word)}
    assert calls >= {"read", "write"}


def test_no_answer_has_two_rows() -> None:
    names = [str(row) for row in rows()]
    assert len(names) == len(set(names))
