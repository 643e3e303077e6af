"""Reports: numbers for programs, one page for people."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dialog.errors import StoreError
from dialog.evaluation.intervals import Interval
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance, checksum
from dialog.evaluation.report import (
    Line,
    Mark,
    Marked,
    Matrix,
    Metric,
    Plot,
    Report,
    Section,
    Table,
    make_folder,
)
from dialog.evaluation.svg import ticks

VOID = {"meta", "br"}


def report(*sections: Section) -> Report:
    metrics = [
        Metric("slot_f1", "Slot F1", 97.49123, interval=Interval(96.5, 98.25), meaning="Spans."),
        Metric("utterances_per_second", "Speed", 250.0, "/s"),
    ]
    made = Provenance(
        config={"nlu": "bert", "bundles": [{"name": "atis"}]},
        data={"corpus": "toy", "split": "validation", "sentences": 3, "sha256": "ab"},
        seed=7,
        command="dialog evaluate nlu --corpus toy",
    )
    return Report("Toys & more", metrics, made, sections)


class Balanced(HTMLParser):
    """Checks that every element is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_tables_scroll_by_themselves_on_a_narrow_page() -> None:
    html = page(report(Section("All", [Table(("a", "b"), [("x", 1)])])))
    assert html.count("<table") == html.count('<div class="wide" role="group" tabindex="0"><table')


def test_metrics_are_flat_numbers_beside_where_they_come_from(tmp_path: Path) -> None:
    report().write(tmp_path / "new" / "folder")
    data = json.loads((tmp_path / "new" / "folder" / "metrics.json").read_text())
    assert data["slot_f1"] == 97.4912
    assert (data["slot_f1_ci_low"], data["slot_f1_ci_high"]) == (96.5, 98.25)
    assert data["utterances_per_second"] == 250
    assert "utterances_per_second_ci_low" not in data
    assert data["config"]["bundles"] == [{"name": "atis"}]
    assert (data["seed"], data["data"]["sentences"]) == (7, 3)
    assert data["command"] == "dialog evaluate nlu --corpus toy"
    assert data["versions"].keys() >= {"python", "numpy", "onnxruntime", "dialog-framework"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", data["date"])


def test_the_page_has_every_block_and_needs_nothing_else() -> None:
    sections = Section(
        "A <b> section",
        (
            "Words & marks.",
            Table(("name", "share", "count"), [("<x>", 12.345, 1234), ("y", None, 0)]),
            Matrix(("a", "b"), [[3, 1], [0, 2]]),
            Plot(
                "A plot", "x axis", "y axis", 1.0, 40.0, bars=[(0, 0.5, 30)], bars_label="bars",
                lines=[Line("a line", [(0, 0), (1, 40)]), Line("chance", [(0, 0)], "guide")],
            ),
        ),
    )  # fmt: skip
    text = page(report(sections))
    words = Balanced(text).words
    for shown in ("Toys & more", "97.49 %", "96.50 to 98.25", "250.00 /s", "A <b> section",
                  "<x>", "12.35", "1,234", "–", "A plot", "x axis", "a line", "3",
                  "dialog evaluate nlu --corpus toy", '[{"name": "atis"}]'):  # fmt: skip
        assert shown in words or any(shown in word for word in words), shown
    assert text.count("<script") == 1
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?:", text)


def test_bars_may_have_names_and_figures_may_stand_below_only(tmp_path: Path) -> None:
    plot = Plot("Drops", "noise", "points", 2, 5.0, bars=[(0, 1, 4.5), (1, 2, 0)],
                names=["typos", "<asr>"])  # fmt: skip
    made = report(Section("S", [plot]))
    hidden = Metric("slot_f1_typos", "Slot F1 behind typos", 93.0, headline=False)
    made = replace(made, metrics=[*made.metrics, hidden])
    words = Balanced(page(made)).words
    assert {"typos", "<asr>", "typos: 4.5"} <= set(words)
    assert "Slot F1 behind typos" not in words
    assert made.to_dict()["slot_f1_typos"] == 93


def test_words_are_marked_where_they_stand() -> None:
    marks = [
        Mark("time", False, 8, 12),
        Mark("city", True, 0, 6),
        Mark("task=flight", True),
        Mark("airport", False, 3, 6),  # inside of other marked words
    ]
    text = page(report(Section("S", [Table(("sentence",), [(Marked("boston <noon>", marks),)])])))
    cell = re.search(r'<td class="sentence">(.*?)</td>', text)
    assert cell
    assert cell[1] == (
        '<mark class="right">boston <small>city</small></mark> &lt;'
        '<mark class="wrong">noon <small>✗ time</small></mark>&gt;'
        ' <mark class="right"><small>task=flight</small></mark>'
        ' <mark class="wrong">ton <small>✗ airport</small></mark>'
    )


def test_the_examples_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = Path(__file__).parents[2] / "docs" / "evaluation.md"
    examples = re.findall(r"```python\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(example, {})
    assert json.loads((tmp_path / "report" / "metrics.json").read_text())["success_rate"] == 85
    assert "Goals that were reached." in (tmp_path / "report" / "report.html").read_text()


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Cannot make the folder"):
        make_folder(tmp_path / "file")
    (tmp_path / "report.html").mkdir()
    with pytest.raises(StoreError, match=r"Cannot write .*report\.html"):
        report().write(tmp_path)
    assert not (tmp_path / "metrics.json").exists()


def test_a_checksum_is_of_the_records_and_their_order() -> None:
    assert checksum([{"a": 1, "b": 2}]) == checksum([{"b": 2, "a": 1}])
    assert checksum(["a", "b"]) != checksum(["b", "a"])
    assert len(checksum([])) == 64


@pytest.mark.parametrize(
    ("end", "wanted"),
    [(1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]), (37.0, [0, 10, 20, 30]), (4.7, [0, 1, 2, 3, 4]),
     (0.003, [0, 0.0005, 0.001, 0.0015, 0.002, 0.0025, 0.003])],
)  # fmt: skip
def test_ticks_are_round(end: float, wanted: list[float]) -> None:
    assert ticks(end) == wanted
