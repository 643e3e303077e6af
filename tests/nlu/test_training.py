"""A domain of one's own, from its files to a conversation: trained on its phrases alone."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.commands.train import train
from dialog.domain import Domain, load_domain, load_domains
from dialog.errors import BundleError, ConfigError
from dialog.nlu.arguments import TrainingArguments
from dialog.nlu.bert import BertNlu
from dialog.nlu.bundle import load_bundle
from dialog.nlu.evaluation import score_acts
from dialog.nlu.examples import Example
from dialog.scaffold import new_domain
from dialog.state import DialogueState, UserTurn
from dialog.values import readers

Trainer = pytest.importorskip("dialog.nlu.training", reason="needs the extra 'train'").Trainer

RENAMED = {
    "domain.yml": [
        ("Find a place to visit and book a time there.", "Find a bicycle workshop and book it."),
        ("entity: place ", "entity: workshop "),
        ("[venue, attraction, somewhere to go]", "[bike shop, repair shop]"),
        ("museum: [museums]", "brakes: [brake repair]"),
        ("gallery: [galleries, art gallery, exhibition]", "puncture: [flat tyre, flat tire]"),
        ("garden: [gardens, botanic garden, park]", "gears: [gear repair, derailleur]"),
        ("workshop: [workshops, class, course]", "service: [full service, check-up]"),
    ],
    "phrases.yml": [
        ("i'm looking for a place to visit", "my bicycle is broken"),
        ("i want to go out", "i need my bike repaired"),
    ],
}


def workshop(folder: Path) -> Domain:
    """A bicycle workshop, made from the files of a new domain."""
    path = new_domain("workshop", folder)
    for file, changes in RENAMED.items():
        text = (path / file).read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (path / file).write_text(text)
    rows = (path / "rows.csv").read_text()
    for old, new in zip(
        ("museum", "gallery", "garden", "workshop"),
        ("brakes", "puncture", "gears", "service"),
        strict=True,
    ):
        rows = rows.replace(f",{old},", f",{new},")
    (path / "rows.csv").write_text(rows)
    return load_domain(path)


@pytest.mark.timeout(600)
def test_a_new_domain_is_trained_on_its_phrases_and_answers(
    tmp_path: Path, user_folder: Path
) -> None:
    """From the files to an answer, in two epochs of many small steps."""
    from dialog.config import load_config
    from dialog.pipeline import Pipeline

    domain = workshop(tmp_path)
    path = user_folder / "models" / "workshop"
    short = ("--epochs", "2", "--batch-size", "8")
    run = CliRunner().invoke(train, ["nlu", "--domain", str(domain.path), *short])
    assert run.exit_code == 0, run.output
    bundle = load_bundle(path)
    assert bundle.training["validation"]["act_f1"] > 0.8
    assert "workshop" in (path / "README.md").read_text()

    domains = {"workshop": domain}
    nlu = BertNlu.from_pretrained(path, domains)
    for text, acts in {
        "could you tell me the phone number please": "workshop.request(phone)",
        "somewhere cheap in the north please":
            "workshop.inform(pricerange=cheap, area=north)",
        "thank you, goodbye": "thank(); bye()",
    }.items():  # fmt: skip
        said = nlu.understand(UserTurn.of(text), DialogueState()).best_acts
        assert set(said) == set(parse_acts(acts)), format_acts(said)

    database = f"sqlite:///{tmp_path / 'rows.db'}"
    pipeline = Pipeline(domains, load_config(domains=domains), database=database)
    pipeline.warm_up()
    result = asyncio.run(pipeline.turn(DialogueState(), "i'm looking for something in the centre"))
    assert not result.trace.error
    assert result.state.domain("workshop").value("area") == "centre"
    assert result.response


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("epochs", 0),
        ("batch_size", 0),
        ("learning_rate", 0.0),
        ("adapter", "half"),
        ("pooling", "max"),
    ],
)
def test_arguments_out_of_range(field: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=field):
        TrainingArguments(**{field: value})


CITIES = ("rome", "oslo", "lima", "cairo", "quito", "delhi")
TAXI = load_domains(["taxi"])


def sentences(count: int) -> list[Example]:
    """Made-up rides, each with one place as its span."""
    made = []
    for at in range(count):
        words = f"drive me to {CITIES[at % 6]} {'please' * (at % 2)}".strip()
        span = (12, 12 + len(CITIES[at % 6]))
        act = DialogueAct(ActType.INFORM, "taxi", "destination", words[slice(*span)], span=span)
        made.append(Example(words, (act,), ("taxi",), domain="taxi"))
    return made


class Stopped(Exception):  # noqa: N818  what a kill is to a program
    pass


def quick(
    adapter: str = "lora", report: Callable[[str], None] = lambda _: None, pooling: str = "first"
) -> Trainer:
    """A training of two short epochs, on a corpus without phrases."""
    domain = replace(TAXI["taxi"], phrases={})
    args = TrainingArguments(adapter=adapter, epochs=2, batch_size=8, pooling=pooling)
    corpus = {"train": sentences(24), "validation": sentences(6)}
    return Trainer({"taxi": domain}, corpus, args, report)


def test_one_that_was_killed_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    whole = quick().train("ride", tmp_path / "whole").weights()

    def die(line: str) -> None:
        if line.startswith("epoch 2"):
            raise Stopped

    with pytest.raises(Stopped):
        quick(report=die).train("ride", tmp_path / "ride")
    assert (tmp_path / "ride" / "bundle.json").is_file()  # the best so far is already there
    told: list[str] = []
    resumed = quick(report=told.append).train("ride", tmp_path / "ride").weights()
    assert told[0] == "Goes on after epoch 1 of 2."
    assert [line[:9] for line in told[1:]] == ["epoch 2/2"]
    assert set(resumed) == set(whole)
    assert all((resumed[key] == whole[key]).all() for key in whole)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ride", "whole"]  # no state is left


def test_the_state_of_another_training_is_not_gone_on_from(tmp_path: Path) -> None:
    (tmp_path / ".ride.training").write_bytes(b"of something else")
    told: list[str] = []
    quick("none", told.append).train("ride", tmp_path / "ride")
    assert "begins anew" in told[0]


@pytest.mark.parametrize(
    ("adapter", "trained"),
    [("full", "encoder.layer.0.attention.self.query.weight.change"), ("none", "")],
)
def test_all_of_the_encoder_or_nothing_is_trained_and_served(
    adapter: str, trained: str, tmp_path: Path
) -> None:
    bundle = quick(adapter).train("ride", tmp_path / "ride")
    own = {key for key in bundle.weights() if not key.startswith("head.")}
    assert (trained in own) if trained else not own
    assert not any("word_embeddings" in key for key in own)
    nlu = BertNlu.from_pretrained(tmp_path / "ride", TAXI)
    nlu.warm_up()
    assert bundle.adapter == {"kind": adapter}


def test_going_on_from_a_bundle_of_another_adapter(tmp_path: Path) -> None:
    quick("none").train("ride", tmp_path / "ride")
    trainer = quick()
    trainer.args = replace(trainer.args, start=str(tmp_path / "ride"))
    with pytest.raises(BundleError, match="start from one that has the same"):
        trainer.train("more", tmp_path / "more")


def test_going_on_from_a_bundle_keeps_what_both_know(tmp_path: Path) -> None:
    base = quick().train("ride", tmp_path / "ride")
    trainer = quick()
    trainer.args = replace(trainer.args, start=str(tmp_path / "ride"), learning_rate=1e-9)
    more = trainer.train("more", tmp_path / "more")
    for key, weight in base.weights().items():
        # the heads' own rate is higher, so they move a little
        assert np.allclose(more.weights()[key], weight, atol=0.05), key


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_what_is_served_is_what_was_trained(pooling: str, tmp_path: Path) -> None:
    trainer = quick(pooling=pooling)
    corpus = trainer.corpus
    hello = Example("hello", (DialogueAct(ActType.HELLO),), ("taxi",))
    trainer = type(trainer)(
        trainer.domains, {k: [*v, *[hello] * 8] for k, v in corpus.items()}, trainer.args
    )
    bundle = trainer.train("ride", tmp_path / "ride")
    nlu = BertNlu(TAXI, bundle=str(tmp_path / "ride"), precision="float32")
    said = [
        nlu.understand(UserTurn.of(e.text), DialogueState()).best_acts
        for e in trainer.corpus["validation"]
    ]
    scores = score_acts(trainer.corpus["validation"], said, readers(TAXI))
    assert scores.summary()["act_f1"] == bundle.training["validation"]["act_f1"]
