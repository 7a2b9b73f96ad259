"""What other programs read: SARIF and CSV."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from jobs.check import Checked, as_csv, sarif
from jobs.check.rows import as_text
from jobs.gathering import Gathered
from jobs.report import Voice, written
from jobs.rules.item import RecordType
from jobs.rules.judge import judge
from jobs.rules.ruleset import make_rules
from sync.errors import OutOfReach
from sync.message import say
from tests.jobs.rules.made import NOW, on, risk

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "physicalLocation": {
                "type": "object",
                "required": ["artifactLocation"],
                "properties": {"artifactLocation": {"type": "object", "required": ["uri"]}},
            },
            "logicalLocations": {
                "type": "array",
                "uniqueItems": True,
                "items": {"type": "object", "properties": {"kind": {"const": "resource"}}},
            },
        },
    },
}
WANTED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "language": {"pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": TEXT,
                                                "defaultConfiguration": {"properties": {"level": LEVEL}},
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "invocations": {
                        "items": {
                            "required": ["executionSuccessful"],
                            "properties": {
                                "toolExecutionNotifications": {
                                    "items": {"required": ["message"], "properties": {"message": TEXT, "level": LEVEL}}
                                }
                            },
                        }
                    },
                    "results": {
                        "items": {
                            "required": ["message", "ruleId"],
                            "properties": {
                                "message": TEXT,
                                "level": LEVEL,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "locations": LOCATIONS,
                                "relatedLocations": LOCATIONS,
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What SARIF 2.1.0 requires of the parts that are written here."""


@pytest.fixture
def checked() -> Checked:
    items = (
        replace(risk("R-1", title="=1+1", next_review=on("2026-01-01"), owner=()), url="https://example.invalid/r-1"),
        risk("R-2", title="リスク", next_review="someday", owner=("A",)),
    )
    rules = make_rules()
    gathered = Gathered({"risks": items}, errors={"slos": OutOfReach(say("No answer."))})
    return Checked(
        datetime(2026, 11, 20, tzinfo=UTC), rules, {"risks": RecordType.RISK}, gathered, judge(items, rules, NOW)
    )


def test_sarif_has_what_the_standard_requires(checked: Checked) -> None:
    made: dict[str, Any] = json.loads(written(sarif(checked, Voice())))
    Draft7Validator(WANTED).validate(made)
    (run,) = made["runs"]
    results, rules = run["results"], run["tool"]["driver"]["rules"]
    assert len(results) == len(checked.judged.findings) > 0
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert len({each["partialFingerprints"]["finding/v1"] for each in results}) == len(results)
    (invocation,) = run["invocations"]
    assert len(invocation["toolExecutionNotifications"]) == len(checked.judged.unjudged) + 1
    assert invocation["executionSuccessful"] is False


def test_csv_lists_findings_and_what_was_not_judged(checked: Checked) -> None:
    lines = as_csv(checked, Voice()).split("\r\n")
    assert lines[0].startswith("\ufeffkind,weight,rule")
    assert any(line.startswith("finding,warning,risk.review") and ",'=1+1," in line for line in lines)
    assert any(line.startswith("unjudged,") and "リスク" in line for line in lines)


@given(st.text(max_size=20))
def test_text_is_text_in_every_spreadsheet(text: str) -> None:
    made = as_text(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert made in (text, f"'{text}")
