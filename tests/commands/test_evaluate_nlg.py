"""`dialog evaluate nlg`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialog.acts import ActType, DialogueAct
from dialog.commands.evaluate import evaluate
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, write_folder
from dialog.errors import DialogError
from dialog.evaluation.comparison import read_report
from dialog.evaluation.report import METRICS, PAGE
from dialog.llm.base import LlmError


def _dialogues() -> list[Dialogue]:
    """Two dialogues, whose second has a turn that says what nobody annotated."""
    phone = DialogueAct(ActType.INFORM, "inn", "phone", "614953", span=(20, 26))
    bye = DialogueAct(ActType.BYE)
    told = CorpusTurn("system", "the phone number is 614953 .", acts=(phone,))
    ended = CorpusTurn("system", "Goodbye , until 10:15 .", acts=(bye,))
    user = CorpusTurn("user", "And ?")
    return [
        Dialogue("one", "validation", ("inn",), {}, (user, told)),
        Dialogue("two", "validation", ("inn",), {}, (user, told, user, ended)),
    ]


@pytest.fixture
def run(tmp_path: Path):
    folder = tmp_path / "inns"
    write_folder(folder, About(description="Two dialogues."), _dialogues())

    def invoke(*options: str) -> str:
        arguments = ["nlg", "--corpus", str(folder), *options]
        made = CliRunner().invoke(evaluate, arguments, catch_exceptions=False)
        assert made.exit_code == 0
        return made.output

    return invoke


def test_a_report_is_written(run, tmp_path: Path) -> None:
    printed = run("--report", str(tmp_path / "report"))
    assert "2 dialogues, 3 system turns" in printed
    data = json.loads((tmp_path / "report" / "metrics.json").read_text())
    assert data["slot_error_rate"] == data["fallback_rate"] == data["hallucination_rate"] == 0
    assert data["slot_error_rate_corpus"] == pytest.approx(50)  # one made up, of two due
    assert data["hallucination_rate_corpus"] == pytest.approx(100 / 3, abs=1e-4)
    assert 0 < data["bleu"] < 100
    assert 0 < data["distinct_2"] <= 1
    assert data["milliseconds_per_response"] > 0
    assert data["data"]["turns"] == 3
    page = (tmp_path / "report" / "report.html").read_text()
    assert "inn.inform(phone=614953)" in page
    made = read_report(tmp_path / "report")
    assert made.unit == "dialogue"
    assert len(made.figures["bleu"].counts) == 2


def test_figures_are_printed_as_json(run) -> None:
    data = json.loads(run("--json", "--limit", "1"))
    assert data["data"]["dialogues"] == 1
    assert data["config"]["nlg"] == "template"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--split", "test"), "has no split 'test'"),
        (("--model", "x"), "of the generators template none takes a trained bundle"),
        (("--nlg", "template", "--nlg", "lm", "--llm", "x"), "none asks a language model"),
        (("--nlg", "lm", "--nlg", "template", "--nlg", "lm"), "--nlg lm is given twice"),
        (("--nlg", "templat"), "there is no nlg component 'templat'"),
    ],
)
def test_what_does_not_fit_is_refused(run, options, message) -> None:
    with pytest.raises(DialogError, match=message):
        run(*options)


def test_a_model_that_never_answers_is_not_measured(run, script, tmp_path: Path) -> None:
    llm = script.answers(*[{"status": 401}] * 3, structured=False)
    with pytest.raises(LlmError, match="It answered none of the first 3 turns"):
        run("--nlg", "llm", "--llm", llm, "--report", str(tmp_path / "report"))
    assert not (tmp_path / "report" / METRICS).exists()


def test_where_a_model_says_nothing_it_makes_no_slot_error_either(run, script) -> None:
    llm = script.answers({"status": 401}, "Hello.", "Hello.", "Goodbye.", structured=False)
    data = json.loads(run("--nlg", "llm", "--llm", llm, "--json"))
    assert data["fallback_rate"] == pytest.approx(200 / 3, abs=1e-4)
    assert data["slot_error_rate_first"] == 100  # of the one phone number that it was heard on


def test_several_generators_are_put_side_by_side(run, script, tmp_path: Path) -> None:
    lies = "The phone number is 999111."
    llm = script.answers(lies, lies, "Call 614953.", "Goodbye.", structured=False)
    folder = tmp_path / "report"
    printed = run(
        *("--nlg", "template", "--nlg", "llm", "--llm", llm),
        *("--report", str(folder), "--examples", "50"),
    )
    [line] = [line for line in printed.splitlines() if line.startswith("fallback rate")]
    assert line.split()[2:4] == ["0.00", "33.33"]
    made = {name: json.loads((folder / name / METRICS).read_text()) for name in ("template", "llm")}
    assert made["llm"]["config"]["llm"] == llm
    assert made["template"]["data"] == made["llm"]["data"]
    data = json.loads((folder / METRICS).read_text())
    for name in ("bleu", "slot_error_rate", "distinct_2", "milliseconds_per_response"):
        assert data[f"{name}_1"] == made["template"][name]
        assert data[f"{name}_2"] == made["llm"][name]
    gain = made["llm"]["bleu"] - made["template"]["bleu"]
    assert data["bleu_2_gain"] == pytest.approx(gain, abs=1e-3)
    page = (folder / PAGE).read_text()
    for text in ("inn.inform(phone=614953)", "Goodbye, until 10:15.", "Call 614953."):
        assert f"<td>{text}</td>" in page
        assert text in printed
    assert "[template]" in page


def test_a_language_model_is_measured_with_what_it_made_up(run, script, tmp_path) -> None:
    lies = "The phone number is 999111."
    llm = script.answers(lies, lies, "The phone number is 614953.", "Goodbye.", structured=False)
    data = json.loads(run("--nlg", "llm", "--llm", llm, "--json"))
    assert data["fallback_rate"] == pytest.approx(100 / 3, abs=1e-4)
    assert data["slot_error_rate"] == 0
    assert data["slot_error_rate_first"] == pytest.approx(100)  # one left out, one made up, of two
