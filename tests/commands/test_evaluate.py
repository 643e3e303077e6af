"""`dialog evaluate`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dialog.acts import parse_acts
from dialog.commands.evaluate import evaluate
from dialog.component import Domains
from dialog.corpus import Dialogue
from dialog.domain import load_domains
from dialog.errors import ConfigError, StoreError
from dialog.evaluation.comparison import read_report
from dialog.schema import CorpusMap
from dialog.state import DialogueState, UserTurn

if TYPE_CHECKING:
    from conftest import ToyCorpus

MODELS = Path(__file__).parents[2] / "domains" / "models"


class Half:  # the corpus leaves "hotel" unmarked, the gazetteer does not: 5 of 20 spans
    """Understands the stars, and every other time only "bye"."""

    def __init__(self, domains: Domains, **options: object) -> None:
        self.turns = 0

    def warm_up(self) -> None:
        pass

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        self.turns += 1
        [stars] = parse_acts("hotel.inform(stars=4)")
        acts = (replace(stars, span=(2, 3)),) if self.turns % 2 else tuple(parse_acts("bye()"))
        return UserTurn(turn.hypotheses, (acts,))


@pytest.fixture
def corpus(toy: "ToyCorpus", hello: Dialogue, monkeypatch: pytest.MonkeyPatch) -> "ToyCorpus":
    """A toy corpus of ten sentences that the hotel domain maps, half understood."""
    made = [replace(hello, dialogue_id=f"v{i}", split="validation") for i in range(10)]
    toy.write("validation", made)
    [hotel] = load_domains(["hotel"]).values()
    mapping = {"toy": CorpusMap(domain="hotel", slots={"stars": "stars"})}
    hotel = replace(hotel, schema=hotel.schema.model_copy(update={"corpora": mapping}))
    monkeypatch.setattr("dialog.domain.load_domains", lambda names: {"hotel": hotel})
    monkeypatch.setattr("dialog.nlu.choice.load_domains", lambda names: {"hotel": hotel})
    monkeypatch.setattr("dialog.nlu.choice.installed_domains", lambda: {"hotel": ""})
    monkeypatch.setattr("dialog.nlu.choice.component_class", lambda kind, name: Half)
    return toy


def run(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate, ["nlu", *arguments])


@pytest.mark.usefixtures("corpus")
def test_shares_are_printed_as_percentages() -> None:
    result = run("--domain", "hotel", "--errors", "1")
    assert result.exit_code == 0, result.output
    assert "toy validation: 10 user turns" in result.output
    row = next(line for line in result.output.splitlines() if line.startswith("hotel"))
    assert row.split()[:5] == ["hotel", "10", "40.00", "100.00", "40.00"]
    assert result.output.count("wanted") == 1
    assert "sentences a second" in result.output


@pytest.mark.usefixtures("corpus")
def test_a_corpus_alone_chooses_its_domains() -> None:
    result = run("--corpus", "toy")
    assert result.exit_code == 0, result.output
    assert "Domains that map toy: hotel\n" in result.output


@pytest.mark.usefixtures("corpus")
def test_the_sentences_of_a_domain_are_the_users() -> None:
    result = run("--domain", "hotel", "--speaker", "all")
    assert isinstance(result.exception, ConfigError)
    assert "a corpus by itself" in str(result.exception)


@pytest.mark.usefixtures("corpus")
def test_json_is_from_0_to_1_and_nothing_else_is_printed(tmp_path: Path) -> None:
    data = json.loads(run("--corpus", "toy", "--json", "--report", str(tmp_path)).output)
    assert (data["slot_f1"], data["sentences"]) == (0.4, 10)
    assert (tmp_path / "report.html").is_file()


@pytest.mark.usefixtures("corpus")
def test_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "report"
    result = run("--corpus", "toy", "--report", str(folder), "--seed", "5")
    assert result.exit_code == 0, result.output
    assert f"Wrote {folder / 'metrics.json'} and {folder / 'report.html'}." in result.output
    data = json.loads((folder / "metrics.json").read_text())
    assert data["slot_f1"] == 40
    assert data["slot_f1_ci_low"] < data["slot_f1"] < data["slot_f1_ci_high"]
    assert data["data"].keys() == {"corpus", "split", "speaker", "sentences", "sha256"}
    assert (data["data"]["corpus"], data["data"]["split"]) == ("toy", "validation")
    assert data["seed"] == 5
    assert data["config"]["nlu"] == "bert"
    assert data["config"]["domains"] == ["hotel"]
    page = (folder / "report.html").read_text()
    assert "Understanding of toy, validation: 10 sentences" in page
    made = read_report(folder)
    assert made.unit == "sentence"
    assert len(made.labels) == len(made.figures["slot_f1"].counts) == 10
    again = tmp_path / "again"
    run("--domain", "hotel", "--report", str(again), "--seed", "5")
    same = json.loads((again / "metrics.json").read_text())
    assert same["data"] == data["data"]
    assert same["slot_f1_ci_low"] == data["slot_f1_ci_low"]


@pytest.mark.usefixtures("corpus")
def test_a_limit_draws_the_same_sentences_again(tmp_path: Path) -> None:
    sums = []
    for nth in range(2):
        folder = tmp_path / str(nth)
        assert run("--corpus", "toy", "--limit", "4", "--report", str(folder)).exit_code == 0
        sums.append(json.loads((folder / "metrics.json").read_text())["data"])
    assert sums[0] == sums[1]
    assert sums[0]["sentences"] == 4


@pytest.mark.usefixtures("corpus")
def test_a_report_that_cannot_be_written_is_told_before_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(Half, "warm_up", lambda self: pytest.fail("measured"))
    result = run("--corpus", "toy", "--report", str(tmp_path / "file" / "report"))
    assert isinstance(result.exception, StoreError)


@pytest.mark.usefixtures("corpus")
def test_the_same_sentences_behind_noise(tmp_path: Path) -> None:
    result = run("--corpus", "toy", "--robustness", "--report", str(tmp_path))
    assert result.exit_code == 0, result.output
    rows = {line.split()[0] for line in result.output.splitlines() if line}
    assert {"typos", "casing", "fillers", "asr"} <= rows
    data = json.loads((tmp_path / "metrics.json").read_text())
    assert data["slot_f1_asr_drop"] == pytest.approx(data["slot_f1"] - data["slot_f1_asr"])
    assert data["act_f1_typos_ci_low"] <= data["act_f1_typos"] <= data["act_f1_typos_ci_high"]
    assert data["config"]["noise"]["casing"].keys() == {"does", "sha256"}
    page = (tmp_path / "report.html").read_text()
    assert "Robustness" in page
    assert "Drop of Slot F1" in page
    printed = json.loads(run("--corpus", "toy", "--robustness", "--json").output)
    assert printed["robustness"].keys() == {"typos", "casing", "fillers", "asr"}


@pytest.mark.usefixtures("corpus")
def test_channels_of_another_language_are_left_out(
    corpus: "ToyCorpus", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(corpus), "language", "zh")
    result = run("--corpus", "toy", "--robustness")
    assert result.exit_code == 0, result.output
    assert "Left out, as it is made for another language: typos." in result.output


def test_what_to_measure_with_must_be_named() -> None:
    result = run()
    assert isinstance(result.exception, ConfigError)
    assert "a --domain, a --corpus or both" in str(result.exception)


@pytest.mark.usefixtures("corpus")
def test_an_empty_split_is_told() -> None:
    result = run("--corpus", "toy", "--split", "test")
    assert isinstance(result.exception, ConfigError)
    assert "no sentence in the split 'test'" in str(result.exception)
