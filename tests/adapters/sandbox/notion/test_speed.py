from tests.conformance.notion.speed import COLUMNS, measured


def test_pages_of_20_properties_are_made_and_queried_quickly() -> None:
    """Ratios to plain tasks of the same run, four times those seen or more: seconds would measure the machine."""
    assert len(COLUMNS) == 19  # and the title
    speed = measured(500)
    assert speed.make_ratio < 6
    assert speed.read_ratio < 5
