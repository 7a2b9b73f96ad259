"""The evaluator: what formulas in such tables come to."""

from datetime import UTC, datetime

import pytest
from gspread.utils import ValueInputOption

from adapters.sandbox.clock import TurnableClock
from tests.adapters.sandbox.google.client import Sheets

CASES = [
    ("=1+2*3", 7),
    ("=-2^2", 4),
    ("=10%*50", 5),
    ("=2^3^2", 64),
    ("=(1+2)*3", 9),
    ('="a"&1&TRUE', "a1TRUE"),
    ('="A"="a"', True),
    ("=1<>2", True),
    ('="b">"a"', True),
    ("=A1*B1", 20),
    ("=SUM(A1:A3)", 15),
    ("=SUM(A:A)", 15),
    ("=AVERAGE(A1:A3)", 5),
    ("=MAX(A1:B3)-MIN(A1:B3)", 5),
    ("=COUNT(A1:C3)", 6),
    ("=COUNTA(C1:C3)", 3),
    ('=COUNTIF(C1:C3,"open")', 2),
    ('=COUNTIF(C1:C3,"<>open")', 1),
    ('=COUNTIF(A1:A3,">=5")', 2),
    ('=COUNTIF(C1:C3,"cl*")', 1),
    ('=COUNTIFS(C1:C3,"open",A1:A3,">4")', 1),
    ('=SUMIF(C1:C3,"open",A1:A3)', 10),
    ('=IF(A1>3,"high","low")', "high"),
    ("=IF(FALSE,1)", False),
    ('=IFERROR(1/0,"none")', "none"),
    ("=IFERROR(A1,0)", 4),
    ("=VLOOKUP(5,A1:C3,3,FALSE)", "closed"),
    ('=IFERROR(VLOOKUP(99,A1:C3,3,FALSE),"?")', "?"),
    ('=XLOOKUP("closed",C1:C3,A1:A3)', 5),
    ('=XLOOKUP("gone",C1:C3,A1:A3,"none")', "none"),
    ("=INDEX(A1:C3,2,3)", "closed"),
    ('=MATCH("closed",C1:C3,0)', 2),
    ('=HYPERLINK("https://example.com","label")', "label"),
    ('=AND(A1=4,C1="open")', True),
    ("=ROUND(2.675,2)", 2.68),
    ("=MOD(-1,3)", 2),
    ('=LEN("日本語")', 3),
    ('=TEXT(46027,"yyyy/mm/dd")', "2026/01/05"),
    ("=YEAR(DATE(2026,1,5))", 2026),
    ('=TEXTJOIN(", ",TRUE,C1:C3)', "open, closed, open"),
    ("=SUM(A1:A2,10)", 19),
    ("=Sheet1!A1+'Sheet1'!B1", 9),
    ("=XLOOKUP(7,A1:A3,C1:C3,,-1)", "open"),
    ("=XLOOKUP(5.5,A1:A3,B1:B3,,1)", 9),
    ("=XLOOKUP(3,A1:A3,B1:B3,,-1)", "#N/A"),
    ('=XLOOKUP("cl*",C1:C3,A1:A3,"none",2)', 5),
    ('=XLOOKUP("cl*",C1:C3,A1:A3,"none")', "none"),
    ('=XLOOKUP("open",C1:C3,A1:A3,"none",0,-1)', 6),
    ("=XLOOKUP(4,A1:A3,B1:B2)", "#VALUE!"),
    ("=VLOOKUP(5.5,A1:C3,3)", "closed"),
    ('=VLOOKUP("cl*",C1:C3,1,FALSE)', "closed"),
    ("=HLOOKUP(4,A1:C3,2,FALSE)", 5),
    ("=COUNTUNIQUE(C1:C3)", 2),
    ("=SUMPRODUCT(A1:A3,B1:B3)", 104),
    ("=LARGE(A1:B3,2)", 6),
    ("=SMALL(A1:A3,1)", 4),
    ("=RANK(6,A1:A3)", 1),
    ("=STDEV(A1:A3)", 1),
    ("=CEILING(4.1)", 5),
    ("=FLOOR(7,5)", 5),
    ("=TRUNC(-2.7)", -2),
    ("=SIGN(-3)", -1),
    ('=CHOOSE(2,"a","b")', "b"),
    ("=XOR(TRUE,TRUE)", False),
    ('=DATEDIF(DATE(2026,1,31),DATE(2026,3,1),"M")', 1),
    ('=DATEDIF(DATE(2024,2,29),DATE(2026,2,28),"Y")', 1),
    ('=DATEDIF(DATE(2026,1,5),DATE(2026,1,15),"D")', 10),
    ("=NETWORKDAYS(DATE(2026,1,5),DATE(2026,1,11))", 5),
    ("=NETWORKDAYS(DATE(2026,1,5),DATE(2026,1,9),DATE(2026,1,7))", 4),
    ("=WORKDAY(DATE(2026,1,9),1)-DATE(2026,1,12)", 0),
    ('=DATEVALUE("2026-01-05")', 46027),
    ("=TIME(12,0,0)", 0.5),
    ("=ISOWEEKNUM(DATE(2026,1,5))", 2),
    ('=REGEXMATCH("R-12","^R-\\d+$")', True),
    ('=REGEXEXTRACT("R-12","(\\d+)")', "12"),
    ('=REGEXREPLACE("R-12","R-(\\d+)","#$1")', "#12"),
    ('=IFNA(VLOOKUP(99,A1:C3,3,FALSE),"none")', "none"),
    ("=IFERROR(1/0)", ""),
    ('=SWITCH(A1,4,"four","other")', "four"),
    ('=IFS(A1>5,"a",A1>3,"b")', "b"),
    ("=EOMONTH(DATE(2026,1,5),0)-DATE(2026,1,31)", 0),
    ("=1/0", "#DIV/0!"),
    ("=ARRAYFORMULA(A1:A3*2)", "#NAME?"),
    ("=FILTER(A1:A3,A1:A3>4)", "#NAME?"),
    ('=QUERY(A1:C3,"select A")', "#NAME?"),
    ("=UNIQUE(C1:C3)", "#NAME?"),
    ("=NOPE(1)", "#NAME?"),
    ("=nothing", "#NAME?"),
    ('=1+"a"', "#VALUE!"),
    ("=VLOOKUP(99,A1:C3,3,FALSE)", "#N/A"),
    ("=Gone!A1", "#REF!"),
    ("=1+", "#ERROR!"),
    ("=E1", "#REF!"),
]


@pytest.mark.parametrize(("formula", "value"), CASES, ids=[case[0] for case in CASES])
def test_a_formula_comes_to_its_value(sheets: Sheets, formula: str, value: object) -> None:
    sheets.tab.update([[4, 5, "open"], [5, 6, "closed"], [6, 9, "open"]], "A1")
    sheets.type("E1", formula)
    assert sheets.typed("E1") == [[value]]
    assert sheets.formulas("E1") == [[formula]]


def test_a_formula_follows_the_cells_it_reads(sheets: Sheets) -> None:
    sheets.type("A1", 1, "=A1+1", "=B1+1")
    assert sheets.typed("A1:C1") == [[1, 2, 3]]
    sheets.tab.update([[10]], "A1")
    assert sheets.typed("A1:C1") == [[10, 11, 12]]


def test_a_long_chain_of_formulas_is_worked_out(sheets: Sheets) -> None:
    sheets.tab.resize(3001, 2)
    sheets.tab.update(
        [[1], *[[f"=A{row}+1"] for row in range(1, 3001)]], "A1", value_input_option=ValueInputOption.user_entered
    )
    assert sheets.typed("A3001") == [[3001]]


def test_today_is_a_date_in_the_spreadsheets_zone_and_moves_with_the_clock(
    japanese: Sheets, clock: TurnableClock
) -> None:
    clock.set(datetime(2026, 1, 5, 20, 0, tzinfo=UTC))
    japanese.type("A1", "=TODAY()", "=A1-46000")
    assert japanese.shown("A1") == [["2026/01/06"]]
    clock.set(datetime(2026, 1, 7, 0, 0, tzinfo=UTC))
    assert japanese.shown("A1") == [["2026/01/07"]]


def test_a_formula_written_raw_is_dead_text(sheets: Sheets) -> None:
    sheets.tab.update([["=1+1"]], "A1")
    assert sheets.shown("A1") == [["=1+1"]]
    sheets.type("B1", "+1+1")
    assert sheets.formulas("B1") == [["=+1+1"]]
    assert sheets.typed("B1") == [[2]]


def test_a_named_range_can_stand_in_a_formula(sheets: Sheets) -> None:
    sheets.tab.update([[1], [2]], "A1")
    sheets.tab.define_named_range("A1:A2", "scores")
    sheets.type("C1", "=SUM(scores)")
    assert sheets.typed("C1") == [[3]]
