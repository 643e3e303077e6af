"""Conversations kept until a simulation ends: nothing is lost of them, and nothing mixed up."""

import dataclasses
import json
from pathlib import Path

import pytest

from dialog.component import Generation
from dialog.errors import StoreError
from dialog.simulation.metrics import simulation_metrics
from dialog.simulation.running import Plan
from dialog.simulation.spreading import simulate
from dialog.simulation.tally import Tally
from dialog.simulation.unfinished import Unfinished
from dialog.simulation.work import work_of

PLAN = Plan(("restaurant", "hotel"), noise=0.5, seed=2)


@pytest.fixture(scope="module")
def judged():
    """Conversations of which some fail."""
    made = list(simulate(PLAN, 25))
    assert any(each.verdict.causes for each in made)
    return made


def kept(path, judged, work="w"):
    with Unfinished(path, work) as unfinished:
        for each in judged:
            unfinished.add(each)
    return Unfinished(path, work)


def test_all_that_figures_are_made_of_survives(tmp_path, judged):
    said = Generation(due=3, missing=1, refused=("made up",), tokens=7)
    judged = [
        dataclasses.replace(each, talk=dataclasses.replace(each.talk, generations=(said,)))
        for each in judged
    ]
    again = list(kept(tmp_path / "talks.jsonl", judged).load(100))
    assert [each.to_dict() for each in again] == [each.to_dict() for each in judged]
    assert [each.measured() for each in again] == [each.measured() for each in judged]
    there = [dataclasses.replace(each, process="") for each in judged]
    assert simulation_metrics(again) == simulation_metrics(there)


def test_conversations_are_read_again_from_their_places(tmp_path, judged):
    kept(tmp_path / "talks.jsonl", judged[5:9])
    unfinished = Unfinished(tmp_path / "talks.jsonl", "w")
    assert [each.number for each in unfinished.load(8)] == [5, 6, 7]
    with unfinished:
        for each in judged[:5]:
            unfinished.add(each)
    wanted = [6, 0, 7, 4]
    assert [each.to_dict() for each in unfinished.read(wanted)] == [
        judged[number].to_dict() for number in wanted
    ]
    assert [json.loads(line) for line in unfinished.saved(wanted)] == [
        judged[number].to_dict() for number in wanted
    ]


def test_a_line_cut_short_is_held_again(tmp_path, judged):
    unfinished = kept(tmp_path / "report", judged[:5])
    content = unfinished.path.read_bytes()
    unfinished.path.write_bytes(content[:-40])
    assert [each.number for each in unfinished.load(25)] == [0, 1, 2, 3]
    assert [e.number for e in kept(tmp_path / "report", judged[4:6]).load(25)] == list(range(6))


def test_no_more_than_are_wanted(tmp_path, judged):
    told = []
    found = list(kept(tmp_path / "report", judged).load(7, told.append))
    assert [each.number for each in found] == list(range(7))
    assert told == ["Goes on after 7 of 7 conversations."]


def test_other_work_is_begun_anew(tmp_path, judged):
    kept(tmp_path / "talks.jsonl", judged[:3], "one")
    told = []
    assert list(Unfinished(tmp_path / "talks.jsonl", "other").load(25, told.append)) == []
    assert "of another simulation" in told[0]
    other = kept(tmp_path / "talks.jsonl", judged[3:4], "other")
    assert [each.number for each in other.load(25)] == [3]


def test_a_file_that_cannot_be_written(tmp_path):
    (tmp_path / ".talks.unfinished").mkdir()
    with pytest.raises(StoreError, match=r"Cannot write .*\.talks\.unfinished: Is a directory\."):
        kept(tmp_path / "talks", [])


def test_the_rate_is_of_this_run(judged):
    earlier = [dataclasses.replace(each, process="", seconds=1.0) for each in judged[:5]]
    now = [dataclasses.replace(each, process="here:1", seconds=0.5) for each in judged[5:]]
    assert Tally.of([*earlier, *now]).dialogues_per_second == pytest.approx(2.0)
    assert Tally.of(earlier).dialogues_per_second == pytest.approx(1.0)


def test_work_is_plan_plugin_and_models(plugins, user_folder):
    plan = Plan((str(plugins / "cafe"),))
    first = work_of(plan)
    assert work_of(plan) == first
    assert work_of(dataclasses.replace(plan, seed=1)) != first
    assert work_of(dataclasses.replace(plan, options={"policy": {"accept": 0.9}})) != first
    moved = plugins / "elsewhere"
    (plugins / "cafe").rename(moved)
    assert work_of(Plan((str(moved),))) == first
    with (moved / "domain.yml").open("a") as file:
        file.write("# changed\n")
    other = work_of(Plan((str(moved),)))
    assert other != first
    description = user_folder / "models" / "mine" / "bundle.json"
    description.parent.mkdir(parents=True)
    description.write_text(json.dumps({"module": "policy"}))
    assert work_of(Plan((str(moved),))) != other


def test_it_is_beside_what_is_written(tmp_path, monkeypatch):
    (tmp_path / "report").mkdir()
    monkeypatch.chdir(tmp_path / "report")
    assert Unfinished(Path(), "w").path == tmp_path / ".report.unfinished"
    assert Unfinished(Path("talks.jsonl"), "w").path.name == ".talks.jsonl.unfinished"
