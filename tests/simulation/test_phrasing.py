"""Users who speak by phrases that no model learnt."""

import random
import shutil
from pathlib import Path

import pytest

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.simulation.phrasing import held_out, learnt
from dialog.simulation.running import Plan, Simulation
from dialog.simulation.wording import Wording
from dialog.simulation.work import work_of

FOLDER = Path(__file__).parents[2] / "benchmarks" / "phrases"
CITY = ("restaurant", "hotel", "taxi", "attraction", "train")


def test_the_phrases_of_the_benchmark_are_none_that_models_learn() -> None:
    phrasing = held_out(FOLDER, load_domains(CITY))
    assert len(set(phrasing.texts())) > 150


def test_nothing_but_these_is_said() -> None:
    domains = load_domains(["restaurant"])
    wording = Wording(domains, held_out(FOLDER, domains))
    own = {text for text in learnt(domains).texts() if "{" not in text}
    rng = random.Random(0)
    for _ in range(50):
        said = wording.say(parse_acts("thank(); bye()"), [], rng).text
        assert not any(text in own for text in said.split(". "))
    [asked] = parse_acts("restaurant.request(food)")
    said = wording.say(parse_acts("restaurant.inform(food=thai)"), [asked], rng).text
    assert "thai" in said.lower()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "phrases"))


def test_a_phrase_that_models_learn_is_refused(folder: Path) -> None:
    domains = load_domains(["restaurant"])
    key, texts = next(iter(domains["restaurant"].phrases.items()))
    file = folder / "restaurant" / "phrases.yml"
    file.write_text(f'"{key}":\n  - "{texts[0].upper()}!"\n'.replace("{", "{").lower(), "utf-8")
    with pytest.raises(ConfigError, match="models learn"):
        held_out(folder, domains)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("general.yml", "hello():\n  - hey\n", "needs sentences below answers, dontcare, affirm"),
        ("general.yml", "restaurant.request(food):\n  - eh\n", "belongs into the folder"),
        ("restaurant/phrases.yml", "request(colour):\n  - eh\n", "unknown slot 'colour'"),
        ("restaurant/phrases.yml", None, "there is no"),
    ],
)
def test_a_wrong_file_is_named(folder: Path, file: str, text: str | None, message: str) -> None:
    if text is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message) as raised:
        held_out(folder, load_domains(["restaurant"]))
    assert Path(file).name in str(raised.value)


def test_acts_are_said_by_no_phrase() -> None:
    with pytest.raises(ConfigError, match="--user text"):
        Simulation(Plan(("restaurant",), phrases=FOLDER))


def test_other_phrases_are_other_work(folder: Path) -> None:
    plan = Plan(("restaurant",), user="text", phrases=folder)
    before = work_of(plan)
    file = folder / "general.yml"
    file.write_text(file.read_text("utf-8") + "help():\n  - what now\n", "utf-8")
    assert work_of(plan) != before
