"""The generator `lm`, with a model trained on a few dialogues."""

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from dialog.acts import parse_acts
from dialog.component import component_class
from dialog.errors import BundleError, ConfigError
from dialog.nlg.lm.bundle import load_bundle
from dialog.nlg.lm.generator import LmGenerator, in_words
from dialog.nlg.lm.network import Network
from dialog.nlg.lm.search import Candidate
from dialog.nlg.lm.vocabulary import FIRST_GAP
from dialog.nlg.template import TemplateGenerator
from dialog.runtime.bundles import read_weights, write_bundle
from dialog.state import DialogueState


def _say(generator: LmGenerator, acts: str):
    return asyncio.run(generator.generate(parse_acts(acts), DialogueState()))


@pytest.fixture
def speaker(inn, trained):
    def made(**options) -> LmGenerator:
        generator = LmGenerator({"inn": inn}, bundle=str(trained), **options)
        generator.warm_up()
        return generator

    return made


def test_it_is_registered() -> None:
    assert component_class("nlg", "lm") is LmGenerator


def test_values_it_never_met_are_put_into_the_gaps(speaker) -> None:
    said = _say(speaker(guard=False), "inn.offer(name=Zum Löwen); inn.inform(area=east)")
    assert said.text == "Zum Löwen is a nice inn in the east."
    assert said.source == "lm"
    assert (said.generation.due, said.generation.missing, said.generation.fallback) == (2, 0, False)
    assert said.facts["name"] == "Zum Löwen"


def test_what_is_told_of_an_offer_is_told_as_clerks_did(speaker) -> None:
    said = _say(speaker(), "inn.offer(name=Roma, area=west)")
    assert (said.text, said.source) == ("Roma is a nice inn in the west.", "lm")


def test_what_clerks_never_told_in_one_go_is_told_one_by_one(speaker) -> None:
    said = _say(speaker(), "inn.inform(phone=614953); inn.offer(name=Roma, area=west); bye()")
    assert said.source == "lm"
    assert said.text == (
        "You can call them on 614953. Roma is a nice inn in the west. You're welcome, goodbye!"
    )
    assert (said.generation.due, said.facts["phone"], said.facts["area"]) == (3, "614953", "west")


@pytest.mark.parametrize("acts", ["inn.nobook(stay=3)", "inn.inform(phone=1); inn.confirm(stay=3)"])
def test_what_clerks_never_told_is_left_to_the_templates(speaker, acts) -> None:
    said = _say(speaker(), acts)
    assert said.source == "template (lm: nobody said such acts where the model learnt)"
    assert said.generation.fallback
    assert said.text == _say(TemplateGenerator(speaker().domains), acts).text


def test_what_the_domain_has_words_for_is_said_in_them(inn, trained) -> None:
    responses = {**inn.responses, "inform(area=dockside)": ["Down at the docks."]}
    domains = {"inn": replace(inn, responses=responses)}
    generator = LmGenerator(domains, bundle=str(trained))
    said = _say(generator, "inn.inform(area=dockside)")
    assert said.text == "Down at the docks."
    assert said.source == "template (lm: the domain has words of its own for area=dockside)"
    assert _say(generator, "inn.offer(name=Roma); inn.inform(area=west)").source == "lm"


def test_templates_speak_where_a_value_is_left_out(speaker) -> None:
    class Silent(Network):
        def step(self, last, written, source):
            logs, written = super().step(last, written, source)
            logs[:, FIRST_GAP : FIRST_GAP + len(source.gaps)] = -1e9
            return logs, written

    generator = speaker(guard=False, beams=1)
    model = generator._model
    generator._model = model._replace(network=Silent(model.network.shape, model.network._w))  # type: ignore[misc]
    said = _say(generator, "inn.inform(phone=614953)")
    assert said.source == "template (lm: phone is not said)"
    assert said.generation.fallback
    assert said.generation.missing == 1


def _writes(generator: LmGenerator, monkeypatch, *texts: tuple[str | int, ...]) -> None:
    made = [Candidate(pieces, (), -0.1) for pieces in texts]
    monkeypatch.setattr("dialog.nlg.lm.generator.candidates", lambda *_: made)


def test_nothing_is_asked_before_all_is_told(speaker, monkeypatch) -> None:
    generator = speaker(guard=False)
    _writes(generator, monkeypatch, ("Shall I book", 0, "?"), ("There is", 0, "."))
    said = _say(generator, "inn.inform(phone=614953); inn.offer(name=Roma)")
    assert said.text == "There is 614953. Shall I book Roma?"
    assert said.generation.refused == ("it asks before all is told",)


def test_a_value_is_not_called_by_another_slot_s_name(speaker, monkeypatch) -> None:
    generator = speaker(guard=False)
    _writes(generator, monkeypatch, ("Their day is", 0, "."), ("Their phone is", 0, "."))
    said = _say(generator, "inn.inform(phone=614953)")
    assert said.text == "Their phone is 614953."
    assert said.generation.refused == ("'614953' is called the day",)


def test_words_that_are_too_unlikely_are_not_said(speaker, monkeypatch) -> None:
    acts = "inn.inform(phone=614953)"
    assert _say(speaker(), acts).source == "lm"
    monkeypatch.setattr("dialog.nlg.lm.generator._LEAST", 0.0)
    said = _say(speaker(), acts)
    assert said.source.startswith("template (lm: the model's words are too unlikely (-")


def test_what_the_guard_refuses_is_not_said(speaker) -> None:
    # "nice" is praise that anybody may give; that a phone is to be called is told by the act
    fine = _say(speaker(), "inn.inform(phone=614953)")
    assert fine.text == "You can call them on 614953."
    lie = speaker()
    lie._filled = lambda each, line: "Call 614953, they have a lovely garden."  # type: ignore[method-assign]
    said = _say(lie, "inn.inform(phone=614953)")
    assert "garden" not in said.text
    assert said.generation.fallback
    assert any("garden" in why for why in said.generation.refused)


@pytest.mark.parametrize(
    ("slot", "value", "words"),
    [
        ("day", "monday", "Monday"),
        ("near", "bridge; tower", "bridge and tower"),
        ("food", "italian", "Italian"),
        ("name", "bridge;tower", "bridge;tower"),
        ("moat", "deep", "deep"),
    ],
)
def test_values_are_said_as_people_say_them(inn, slot, value, words) -> None:
    assert in_words(value, inn.schema.slots.get(slot), "en") == words


def test_without_a_model_of_the_language_it_says_how_to_train_one(inn) -> None:
    schema = inn.schema.model_copy(update={"language": "zh"})
    with pytest.raises(BundleError, match="dialog train nlg --corpus NAME"):
        LmGenerator({"inn": replace(inn, schema=schema)}).warm_up()


def test_the_user_s_own_model_goes_before_that_of_the_package(inn, trained, user_folder) -> None:
    generator = LmGenerator({"inn": inn})
    assert generator.described()["name"] == "multiwoz21-nlg"
    assert _say(generator, "inn.inform(phone=614953)").source == "lm"
    (user_folder / "models").mkdir(parents=True)
    (user_folder / "models" / "inns").symlink_to(trained)
    assert LmGenerator({"inn": inn}).described()["name"] == "inns"


def test_a_model_of_another_language_is_refused(inn, trained) -> None:
    schema = inn.schema.model_copy(update={"language": "zh"})
    with pytest.raises(ConfigError, match="speaks 'en', the domains 'zh'"):
        LmGenerator({"inn": replace(inn, schema=schema)}, bundle=str(trained)).warm_up()


def test_damaged_weights_are_told(inn, trained, tmp_path) -> None:
    for file in trained.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "weights.safetensors").write_bytes(b"0" * 100)
    with pytest.raises(BundleError, match="checksum differs"):
        LmGenerator({"inn": inn}, bundle=str(tmp_path)).warm_up()


def test_a_bundle_that_does_not_say_what_it_learnt_is_told(trained, tmp_path) -> None:
    bundle = load_bundle(trained)
    kept = dict(read_weights(trained, None, ""))
    del kept["learnt"]
    description = asdict(bundle)
    del description["path"]
    write_bundle(tmp_path / "older", "nlg", kept, description, lambda _: "")
    with pytest.raises(BundleError, match="lacks its 'learnt'; train it again"):
        load_bundle(tmp_path / "older").load()


def test_speaking_does_not_import_torch(trained) -> None:
    code = (
        "import sys, asyncio\n"
        "from dialog.acts import parse_acts\n"
        "from dialog.nlg.lm.generator import LmGenerator\n"
        "from dialog.state import DialogueState\n"
        f"speaker = LmGenerator({{}}, bundle={str(trained)!r}, guard=False)\n"
        "speaker.warm_up()\n"
        "acts = parse_acts('inn.inform(phone=614953)')\n"
        "said = asyncio.run(speaker.generate(acts, DialogueState()))\n"
        "assert said.source == 'lm', said\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_bundle_says_how_it_came_about(trained) -> None:
    data = json.loads((trained / "bundle.json").read_text())
    assert data["module"] == "nlg"
    assert data["training"]["validation"]["slot_error_rate"] == 0
    assert data["training"]["validation"]["bleu"] > 0.9
    losses = [epoch["loss"] for epoch in data["training"]["history"]]
    assert losses[-1] < losses[0] / 2
    card = (trained / "README.md").read_text()
    assert "dialog train nlg --corpus " in card
    assert (trained / "weights.safetensors").stat().st_size < 8_000_000
