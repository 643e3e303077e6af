"""`dialog evaluate pipeline`."""

import json

import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.corpus.registry import find_corpus
from dialog.errors import ConfigError, CorpusError
from dialog.evaluation.comparison import read_report

TAXI = {"taxi": {"destination": "pizza hut fenditton", "leave": "17:15"}}
ANSWERS = {
    "sng0073": [
        {"response": "when would you like to leave ?", "state": TAXI},
        {"response": "a [value_car] , its number is [value_phone]", "state": TAXI},
        {"response": "goodbye", "state": TAXI},
    ]
}


@pytest.fixture
def run():
    def invoke(*options: str, corpus: str = "multiwoz21") -> str:
        try:
            find_corpus(corpus)
        except CorpusError as error:
            pytest.skip(str(error))
        made = CliRunner().invoke(
            evaluate, ["pipeline", "--corpus", corpus, *options], catch_exceptions=False
        )
        assert made.exit_code == 0
        return made.output

    return invoke


def test_a_report_is_written(run, tmp_path) -> None:
    path, folder = tmp_path / "answers.json", tmp_path / "report"
    path.write_text(json.dumps(ANSWERS))
    printed = run("--predictions", str(path), "--report", str(folder))
    assert "Success   100.00 %" in printed
    assert "Dialogues of the split without answers, not counted: 999." in printed
    data = json.loads((folder / "metrics.json").read_text())
    assert {"inform", "success", "bleu", "combined", "bleu_ci_low", "combined_ci_high"} <= set(data)
    assert data["combined"] == pytest.approx(100 + data["bleu"], abs=1e-3)
    assert data["config"]["domains_of_answers"] == "states"
    page = (folder / "report.html").read_text()
    assert "taxi.destination: nothing → pizza hut fenditton" in page
    made = read_report(folder)
    assert list(made.labels.values()) == ["SNG0073"]
    assert [*made.figures["success"].counts.values()] == [(1, 1)]


def test_failures_are_printed(run, tmp_path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"sng0073": ANSWERS["sng0073"][:1]}))
    printed = run("--predictions", str(path), "--errors", "3")
    assert "SNG0073 taxi: not told: phone" in printed
    assert "wanted: leaveAt=17:15, destination=pizza hut fen ditton" in printed


def test_a_pipeline_answers(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    file, saved = tmp_path / "pipeline.yml", tmp_path / "answers.json"
    file.write_text("nlu:\n  name: retrieval\n")
    options = ("--split", "validation", "--limit", "1", "--pipeline", str(file))
    domains = ("--domain", "hotel", "--domain", "restaurant", "--domain", "taxi")
    printed = run(*options, *domains, "--save", str(saved))
    assert "Measured where the goal lies in the domains: 24 of 99, of which the first 1." in printed
    assert "System acts a turn" in printed
    again = run("--split", "validation", "--predictions", str(saved), "--json")
    assert json.loads(again)["data"]["dialogues"] == 1
    data = json.loads(run(*options, *domains, "--json"))
    assert data["config"]["pipeline"]["nlu"]["name"] == "retrieval"
    assert data["bleu"] == json.loads(again)["bleu"]


@pytest.mark.parametrize(
    ("options", "corpus", "error", "message"),
    [
        ((), "multiwoz21", ConfigError, "--predictions FILE, --human or --domain"),
        (("--predictions", "x", "--human"), "multiwoz21", ConfigError, "Name what to measure"),
        (("--predictions", "x"), "multiwoz21", CorpusError, "The file x does not exist"),
        (("--human", "--limit", "3"), "multiwoz21", ConfigError, "are of a pipeline"),
        (("--domain", "atis"), "multiwoz21", ConfigError, "'atis' does not say under `corpora:`"),
        (
            ("--human",),
            "woz2",
            ConfigError,
            "'woz2' does not say which .* there are: crosswoz, multiwoz21",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(run, options, corpus, error, message) -> None:
    with pytest.raises(error, match=message):
        run(*options, corpus=corpus)
