from pathlib import Path

from jobs.demo.tables import configuration
from jobs.settings import Settings, load

EXAMPLE = Path(__file__).resolve().parents[3] / "config.example.toml"


def settings(file: Path) -> Settings:
    return load(file, {})


def test_the_demo_maps_what_the_example_maps(tmp_path: Path) -> None:
    mine = tmp_path / "bothways.toml"
    mine.write_text(configuration(), "utf-8")
    assert settings(mine).mappings() == settings(EXAMPLE).mappings()


def test_the_memory_lies_beside_the_configuration(tmp_path: Path) -> None:
    mine = tmp_path / "bothways.toml"
    mine.write_text(configuration(), "utf-8")
    assert str(tmp_path) in settings(mine).state_url()
