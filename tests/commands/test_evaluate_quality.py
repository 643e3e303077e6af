"""`dialog evaluate quality`."""

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.errors import CorpusError
from dialog.evaluation.comparison import read_report

ANNOTATED = [
    {
        "id": "1",
        "turns": [{"sender": "customer"}, {"sender": "helpdesk"}, {"sender": "customer"}],
        "annotations": [
            {"quality": {"A": 1, "S": 0, "E": 2}, "nugget": ["CNUG0", "HNUG", "CNUG*"]},
            {"quality": {"A": 2, "S": 0, "E": 2}, "nugget": ["CNUG0", "HNaN", "CNUG*"]},
        ],
    },
    {
        "id": "2",
        "turns": [{"sender": "customer"}],
        "annotations": [{"quality": {"A": 0, "S": -1, "E": 0}, "nugget": ["CNaN"]}],
    },
]
RIGHT = {
    "id": "1",
    "quality": {"A": {"1": 0.5, "2": 0.5}, "S": {"0": 1}, "E": {"2": 1.0}},
    "nugget": [{"CNUG0": 1}, {"HNUG": 0.5, "HNaN": 0.5}, {"CNUG*": 1}],
}


@pytest.fixture
def run(tmp_path):
    def invoke(estimates, *options, annotated=ANNOTATED) -> str:
        for name, data in (("run.json", estimates), ("gold.json", annotated)):
            (tmp_path / name).write_text(json.dumps(data))
        files = ("--estimates", str(tmp_path / "run.json"))
        files += ("--annotations", str(tmp_path / "gold.json"))
        arguments = ["quality", *files, *options]
        return CliRunner().invoke(evaluate, arguments, catch_exceptions=False).output

    return invoke


def test_what_is_estimated_as_annotators_share_out_is_right(run, tmp_path) -> None:
    printed = run([RIGHT], "--report", str(tmp_path / "report"))
    assert "Dialogues without an estimate, not counted: 1." in printed
    data = json.loads((tmp_path / "report" / "metrics.json").read_text())
    names = [f"{d}_{of}" for d in ("nmd", "rsnod")
             for of in ("accomplishment", "satisfaction", "effectiveness")]  # fmt: skip
    assert {name: data[name] for name in (*names, "rnss_nuggets", "jsd_nuggets")} == dict.fromkeys(
        (*names, "rnss_nuggets", "jsd_nuggets"), 0
    )
    assert len(read_report(tmp_path / "report").figures["nmd_satisfaction"].counts) == 1


def test_how_far_off_an_estimate_is(run) -> None:
    wrong = deepcopy(RIGHT)
    wrong["quality"]["S"] = {"-2": 1}
    wrong["nugget"][1] = {"HNUG*": 1}
    data = json.loads(run([wrong], "--json"))
    assert data["nmd_satisfaction"] == 0.5  # two of four steps
    assert data["nmd_accomplishment"] == 0
    # one helpdesk turn of one weighs as much as two right turns of the customer
    assert data["jsd_nuggets"] == 0.5
    assert data["rnss_nuggets"] == pytest.approx((1.5 / 2) ** 0.5 / 2, abs=1e-4)


def changed(key, value):
    record = deepcopy(RIGHT)
    record[key] = value
    return [record]


@pytest.mark.parametrize(
    ("estimates", "message"),
    [
        ([], "holds no dialogue"),
        ({}, "a list belongs"),
        ([RIGHT, RIGHT], "has the dialogue '1' twice"),
        ([{"id": "1"}], "has neither 'quality' nor 'nugget'"),
        ([{"quality": {}}], r"has no id at \[0\]"),
        ([{**RIGHT, "id": "9"}], "estimates the dialogue '9', which nobody annotated"),
        (changed("nugget", [{"CNUG": 1}]), "needs a nugget for each of the 3 turns"),
        (changed("nugget", [{"HNUG": 1}] * 3), r"has HNUG at nugget\[0\], not CNUG0 or CNUG or"),
        (changed("quality", {"A": {"1": 0.5}}), "at quality.A that add up to 0.5, not to 1"),
        (changed("quality", {"A": {"1": float("nan")}}), "has nan for 1 at quality.A, where 0 to"),
        (changed("quality", {}), "has nothing at quality.A, where an object belongs"),
        (
            [RIGHT, {"id": "2", "nugget": [{"CNaN": 1}]}],
            "estimates quality or nuggets of some dialogues alone",
        ),
    ],
)
def test_what_is_no_estimate_is_refused(run, estimates, message) -> None:
    with pytest.raises(CorpusError, match=message):
        run(estimates)


def test_what_is_no_annotation_is_refused(run) -> None:
    with pytest.raises(CorpusError, match="has no annotations"):
        run([RIGHT], annotated=[{**ANNOTATED[0], "annotations": []}])
    odd = deepcopy(ANNOTATED)
    odd[0]["annotations"][0]["quality"]["A"] = 7
    with pytest.raises(CorpusError, match=r"has 7 at quality\.A of an annotation, not -2 or -1"):
        run([RIGHT], annotated=odd)
