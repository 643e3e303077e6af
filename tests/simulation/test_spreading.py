"""Conversations spread over workers: the same ones, whoever holds them and whoever is lost."""

import os
import signal
from dataclasses import replace

import pytest

from dialog.errors import ConfigError, DialogError, WorkerLostError
from dialog.simulation import crew
from dialog.simulation.running import Plan
from dialog.simulation.spreading import simulate
from dialog.simulation.work import work_of

PLAN = Plan(("restaurant", "taxi"), noise=0.3, seed=5)


def by_number(judged):
    return sorted((each.to_dict() for each in judged), key=lambda each: each["number"])


@pytest.fixture(scope="module")
def alone():
    """The conversations of one worker."""
    return [each.to_dict() for each in simulate(PLAN, 12)]


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_nothing(alone, workers):
    judged = list(simulate(PLAN, 12, workers))
    assert by_number(judged) == alone
    assert len({each.process for each in judged}) == workers


def test_one_worker_finishes_conversations_in_their_order(alone):
    assert [each["number"] for each in alone] == list(range(12))


def test_what_is_finished_is_not_held_again(alone):
    judged = simulate(PLAN, 12, finished={0, 3, 4, 11})
    assert [each.to_dict() for each in judged] == [alone[n] for n in (1, 2, 5, 6, 7, 8, 9, 10)]
    assert list(simulate(PLAN, 3, workers=2, finished=range(3))) == []


def test_what_takes_long_is_handed_in_early(monkeypatch, alone):
    monkeypatch.setattr(crew, "SECONDS", 0)
    held = crew.held(crew.Simulation(PLAN), [4, 5, 6])
    assert by_number(held) == [alone[4]]
    monkeypatch.setattr("dialog.simulation.spreading._SHARES", 2)  # six in a chunk
    assert by_number(simulate(PLAN, 12)) == alone


def kill_the_first(held, judged):
    for each in held:
        if not judged:
            os.kill(int(each.process.partition(":")[2]), signal.SIGKILL)
        judged.append(each)


def test_a_lost_worker_is_told_and_what_the_others_finished_is_there(alone):
    judged = []
    with pytest.raises(WorkerLostError, match=r"^A process was ended by SIGKILL while it held"):
        kill_the_first(simulate(PLAN, 4000, workers=2), judged)
    numbers = [each.number for each in judged]
    assert 0 < len(numbers) == len(set(numbers)) < 4000
    assert len({each.process for each in judged}) == 2
    for each in judged:
        if each.number < len(alone):
            assert each.to_dict() == alone[each.number]


def test_a_mistake_is_told_by_no_worker():
    with pytest.raises(ConfigError, match=r"add --user text"):
        list(simulate(replace(PLAN, options={"nlu": {"name": "bert"}}), 4, workers=2))


def test_a_mistake_of_the_workers_is_told_in_their_words(tmp_path):
    policy = {"policy": {"name": "supervised", "bundle": str(tmp_path)}}
    told = []
    for workers in (1, 2):
        with pytest.raises(DialogError) as raised:
            list(simulate(replace(PLAN, options=policy), 4, workers))
        told.append(str(raised.value))
    assert told[0] == told[1]


def test_a_worker_holds_nothing_where_things_are_not_the_same():
    there = crew.Player(PLAN, work_of(PLAN)).play([3])
    assert [each.number for each in there.judged] == [3]
    elsewhere = crew.Player(PLAN, "another checksum").play([3])
    assert not elsewhere.judged
    assert "not the same there as here" in elsewhere.mistake
