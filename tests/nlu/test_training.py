"""A domain of one's own, from its files to a conversation: trained on its phrases alone."""

import asyncio
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialog.acts import format_acts, parse_acts
from dialog.commands.train import train
from dialog.domain import Domain, load_domain
from dialog.errors import ConfigError
from dialog.nlu.arguments import TrainingArguments
from dialog.nlu.bert import BertNlu
from dialog.nlu.bundle import load_bundle
from dialog.scaffold import new_domain
from dialog.state import DialogueState, UserTurn

training = pytest.importorskip("dialog.nlu.training", reason="needs the extra 'train'")

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
    """From the files to an answer in under three minutes on two free cores."""
    from dialog.config import load_config
    from dialog.pipeline import Pipeline

    domain = workshop(tmp_path)
    path = user_folder / "models" / "workshop"
    start = time.monotonic()
    run = CliRunner().invoke(train, ["nlu", "--domain", str(domain.path)])
    seconds = time.monotonic() - start
    assert run.exit_code == 0, run.output
    print(f"trained in {seconds:.0f} s: {run.output}")  # noqa: T201
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
    ("field", "value"), [("epochs", 0), ("batch_size", 0), ("learning_rate", 0.0)]
)
def test_arguments_out_of_range(field: str, value: float) -> None:
    with pytest.raises(ConfigError, match=field):
        TrainingArguments(**{field: value})
