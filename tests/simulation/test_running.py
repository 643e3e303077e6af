"""Whole conversations: a good system succeeds, a lying one does not, the seed decides all."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from dialog.acts import ActType
from dialog.component import Decision
from dialog.errors import ConfigError
from dialog.simulation.conversation import Exchange
from dialog.simulation.judge import Cause
from dialog.simulation.running import Plan, Simulation
from dialog.simulation.spreading import simulate
from dialog.simulation.tally import Tally

CITY = ("restaurant", "hotel", "taxi")


def run(plan, dialogues):
    return list(simulate(plan, dialogues))


def lines(judged):
    return [each.talk.to_dict() for each in judged]


class Liar:
    """A policy that puts forward another entity than was found."""

    reads = frozenset({"state"})
    writes = frozenset({"system_acts"})

    def __init__(self, policy, names):
        self.policy, self.names = policy, names

    async def decide(self, state, run_action):
        made = await self.policy.decide(state, run_action)
        acts = [self.lie(act) if act.type is ActType.OFFER else act for act in made.acts]
        return Decision(tuple(acts), made.state)

    def lie(self, act):
        names = self.names[act.domain]
        at = names.index(act.value)
        return replace(act, value=names[(at + len(names) // 2) % len(names)])


def test_the_rule_policy_reaches_nearly_every_goal():
    judged = run(Plan(CITY), 40)
    failures = [(e.number, e.verdict.causes) for e in judged if not e.verdict.success]
    assert len(failures) <= 1, failures
    turns = sum(len(e.talk.exchanges) for e in judged) / len(judged)
    assert 4 < turns < 12


@pytest.mark.parametrize("domain", CITY)
def test_each_domain_by_itself(domain):
    judged = run(Plan((domain,)), 15)
    assert all(each.verdict.success for each in judged), [e.verdict.causes for e in judged]


def test_a_plugin_of_ones_own(plugins):
    plan = Plan((str(plugins / "cafe"), str(plugins / "courier")))
    judged = run(plan, 15)
    assert sum(each.verdict.success for each in judged) >= 14, [e.verdict.causes for e in judged]


def test_a_lying_system_fails():
    simulation = Simulation(Plan(("restaurant",)))
    names = {"restaurant": [row["name"] for row in simulation.goals.rows["restaurant"]]}
    simulation.pipeline.policy = Liar(simulation.pipeline.policy, names)
    judged = [simulation.run(number) for number in range(15)]
    told = [each for each in judged if each.talk.goal.parts[0].constraints]
    assert sum(each.verdict.success for each in told) <= 2
    causes = {each.verdict.cause for each in told} - {None}
    assert causes & {Cause.WRONG_ENTITY, Cause.WRONG_BOOKING}


def test_the_same_seed_gives_the_same_conversations_in_any_order():
    plan = Plan(("restaurant", "taxi"), noise=0.2, seed=7)
    straight = run(plan, 8)
    simulation = Simulation(plan)
    backwards = [simulation.run(number) for number in reversed(range(8))][::-1]
    assert lines(straight) == lines(backwards)
    assert lines(run(replace(plan, seed=8), 8)) != lines(straight)


def test_the_hashes_of_a_process_change_nothing():
    code = (
        "from dialog.simulation.running import Plan;"
        "from dialog.simulation.spreading import simulate;"
        "talks = simulate(Plan(('restaurant', 'hotel'), noise=0.5), 15);"
        "print([each.talk.to_dict() for each in talks])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_noise_is_heard():
    judged = run(Plan(("restaurant",), noise=0.4), 10)
    exchanges = [exchange for each in judged for exchange in each.talk.exchanges]
    wrong = sum(set(e.meant) != set(e.heard) for e in exchanges)
    assert 0.2 < wrong / len(exchanges) < 0.6


def test_text_goes_through_an_nlu():
    plan = Plan(("restaurant",), {"nlu": {"name": "retrieval"}}, user="text")
    judged = run(plan, 5)
    assert all(exchange.text for each in judged for exchange in each.talk.exchanges)
    assert any(each.verdict.success for each in judged)


def test_nothing_is_kept(user_folder):
    run(Plan(("restaurant", "taxi")), 3)
    assert not user_folder.exists()


def test_exchanges_survive_json():
    judged = run(Plan(("restaurant",)), 3)
    exchanges = [exchange for each in judged for exchange in each.talk.exchanges]
    assert [Exchange.from_dict(exchange.to_dict()) for exchange in exchanges] == exchanges


def test_the_rate_is_that_of_the_busiest_process():
    judged = run(Plan(("taxi",)), 3)
    alike = [replace(each, seconds=2.0, process="ab"[at % 2]) for at, each in enumerate(judged)]
    assert Tally.of(alike).dialogues_per_second == 3 / 4


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (Plan(CITY, noise=0.6), "from 0 to 0.5 with --user acts, not 0.6"),
        (Plan(CITY, noise=2), "from 0 to 0.5 with --user acts, not 2"),
        (Plan(CITY, user="text", noise=1.5), "from 0 to 1 with --user text, not 1.5"),
        (Plan(CITY, {"nlu": {"name": "bert"}}), "add --user text"),
    ],
)
def test_a_plan_that_does_not_go_together(plan, message):
    with pytest.raises(ConfigError, match=message):
        run(plan, 1)


class Mumbler:
    """A generator whose words nobody understands, over the facts of another one."""

    reads = frozenset({"system_acts"})
    writes = frozenset({"response"})

    def __init__(self, generator):
        self.generator = generator

    async def generate(self, acts, state):
        return replace(await self.generator.generate(acts, state), text="Mm.")


def test_users_hear_acts_and_facts_whatever_the_words():
    clear, mumbled = (Simulation(Plan(("restaurant",))) for _ in range(2))
    mumbled.pipeline.nlg = Mumbler(mumbled.pipeline.nlg)
    for number in range(3):
        one, other = clear.run(number), mumbled.run(number)
        assert other.talk.exchanges[0].response == "Mm."
        assert one.verdict == other.verdict
        meant = [[each.meant for each in judged.talk.exchanges] for judged in (one, other)]
        assert meant[0] == meant[1]
