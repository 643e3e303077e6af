"""Benchmarks: their list, what they gave before, and what changed since."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import group
from dialog.commands.benchmark import STORED
from dialog.errors import ConfigError
from dialog.evaluation.benchmarks import read_claims, read_listing
from dialog.evaluation.benchmarks.marks import CHANCE, CHANGED, NEW, SAME, mark_of
from dialog.evaluation.comparison.reading import Figure
from dialog.evaluation.intervals import Interval

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
LIST = """
benchmarks:
- name: toy
  title: a toy
  command: toy.py --value 80
  figures: [success, turns]
  quick: --value 70
- name: broken
  title: one that fails
  command: evaluate nlu --corpus nowhere
  figures: [act_f1]
"""
TOY = """
import argparse
from pathlib import Path
from dialog.evaluation.intervals import Interval
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report
parser = argparse.ArgumentParser()
parser.add_argument("--value", type=float)
parser.add_argument("--report", type=Path)
args = parser.parse_args()
metrics = [
    Metric("success", "Success", args.value, interval=Interval(args.value - 5, args.value + 5)),
    Metric("turns", "Turns", 6.25, ""),
]
Report("Toy", metrics, Provenance({}, {}, 0)).write(args.report)
"""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    (tmp_path / "toy.py").write_text(TOY)
    (tmp_path / "list.yml").write_text(LIST)
    return tmp_path / "list.yml"


def benchmark(listing: Path, *more: str) -> str:
    folder = listing.with_name("out")
    words = ["benchmark", "--list", str(listing), "--output", str(folder), *more]
    made = CliRunner().invoke(group, words, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


@pytest.mark.parametrize(
    ("value", "stored", "interval", "mark"),
    [
        (83.894, 83.89, None, SAME),
        (83.94, 83.9, None, SAME),
        (83.96, 83.9, (82, 85), CHANCE),
        (83.96, 83.9, None, CHANGED),
        (83.96, 81.9, (82, 85), CHANGED),
        (83.96, None, (82, 85), NEW),
        (100.0, 100.0, None, SAME),
    ],
)
def test_how_a_figure_stands_to_the_stored_one(value, stored, interval, mark) -> None:
    figure = Figure(value, Interval(*interval) if interval else None)
    assert mark_of(figure, stored) == mark


def test_what_is_stored_is_compared_with_and_what_fails_is_told(listing: Path) -> None:
    shown = benchmark(listing, "--store")
    assert "+ success" in shown
    assert "not run: There is no corpus 'nowhere'" in shown
    assert "2 figures: 2 new, 1 of 2 benchmarks not run or not whole." in shown
    stored = read_claims(listing.with_name(STORED))
    assert stored.full.keys() == {"toy"}
    assert stored.full["toy"].figures == {"success": 80, "turns": 6.25}
    assert stored.full["toy"].command == "toy.py --value 80"
    listing.write_text(LIST.replace("80", "83"))
    shown = benchmark(listing, "--only", "toy")
    assert "≈ success" in shown
    assert "= turns" in shown
    folder = listing.with_name("out")
    page = (folder / "benchmark.md").read_text(encoding="utf-8")
    assert "| toy | success | 83.00 (78.00 to 88.00) | 80 |" in page
    data = json.loads((folder / "benchmark.json").read_text(encoding="utf-8"))
    [toy] = data["benchmarks"]
    assert toy["figures"]["success"]["mark"] == CHANCE
    assert (folder / "toy" / "report.html").exists()


def test_quick_runs_are_kept_apart_from_full_ones(listing: Path) -> None:
    shown = benchmark(listing, "--quick", "--store")
    assert "1 of 1: toy" in shown
    stored = read_claims(listing.with_name(STORED))
    assert stored.quick["toy"].figures["success"] == 70
    assert not stored.full


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name: broken", "name: toy"), "the benchmark 'toy' stands there twice"),
        (("title: a toy", "named: a toy"), r"benchmarks.0.\w+: "),
        (("toy.py", "boy.py"), r"toy: there is no .*boy\.py"),
        (("benchmarks:", "benchmarks: ["), "is no YAML"),
        (("[success, turns]", "[]"), "benchmarks.0.figures: "),
    ],
)
def test_mistakes_in_a_list_are_told(listing: Path, change, message) -> None:
    listing.write_text(LIST.replace(*change))
    with pytest.raises(ConfigError, match=message):
        read_listing(listing)


def test_unknown_names_are_told(listing: Path, tmp_path: Path) -> None:
    for words, message in (
        (["--list", str(listing), "--only", "tow"], "no benchmark 'tow'. Did you mean 'toy'"),
        (["--list", str(listing), "--quick", "--only", "broken"], "'broken' has no quick form"),
        (["--list", str(tmp_path / "nowhere.yml")], "run this where the benchmarks are"),
    ):
        with pytest.raises(ConfigError, match=message):
            CliRunner().invoke(
                group, ["benchmark", *words], catch_exceptions=False, standalone_mode=False
            )
    (listing.with_name(STORED)).write_text('{"full": {"toy": {"figures": {"success": NaN}}}}')
    with pytest.raises(ConfigError, match="NaN is no number"):
        read_claims(listing.with_name(STORED))


def test_everything_stored_is_on_the_list_of_this_repository() -> None:
    listed = {each.name: each for each in read_listing(BENCHMARKS / "list.yml")}
    stored = read_claims(BENCHMARKS / STORED)
    assert stored.full.keys() == listed.keys()
    for quick, claims in ((False, stored.full), (True, stored.quick)):
        places = {"corpora": "{corpora}", "folder": "{folder}"}
        for name, claim in claims.items():
            assert set(claim.figures) <= set(listed[name].figures)
            assert claim.command == " ".join(listed[name].command(places, quick=quick))
