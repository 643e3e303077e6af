"""Bundles on disk: whole, damaged, of another version."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.domain import Domain, load_domains
from dialog.errors import BundleError
from dialog.nlu.bert import BertNlu
from dialog.nlu.bundle import (
    Bundle,
    Calibration,
    base_bundle,
    bundles_for,
    fingerprint,
    installed_bundles,
    load_bundle,
    save_bundle,
)
from dialog.nlu.labels import LabelSet
from dialog.nlu.merging import merged
from dialog.nlu.scope import Scope
from dialog.runtime.bundles import FORMAT, META, SUM, WEIGHTS

DOMAINS = load_domains(["restaurant", "hotel"])
ONES = {"head.token.bias": np.ones(3, np.float32)}


def bundle(*names: str, name: str = "small") -> Bundle:
    return Bundle(
        name=name,
        domains={n: fingerprint(DOMAINS[n]) for n in names or ("restaurant",)},
        labels=LabelSet(("bye()",), ("restaurant.food",)),
        calibration=Calibration(1.5, 0.7, 0.4, Scope(2.5, 0.8)),
        encoder={"name": "embedded", "sha256": "0"},
        adapter={"kind": "lora", "r": 8, "alpha": 16},
        training={"arguments": {"max_length": 96}},
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "small"
    save_bundle(bundle(), ONES, lambda made: f"# {made.training[SUM]}", path)
    return path


def test_whoever_may_read_the_description_may_read_the_weights(saved: Path) -> None:
    assert (saved / WEIGHTS).stat().st_mode == (saved / META).stat().st_mode


def test_a_sentence_of_which_a_model_reads_nothing_is_not_its_own() -> None:
    stay, people = (
        DialogueAct(ActType.INFORM, "hotel", slot, value, 0.9, span)
        for slot, value, span in (("stay", "3", (0, 1)), ("people", "2", (5, 6)))
    )
    task = DialogueAct(ActType.INFORM, "flights", "task", "taxi", 0.8)
    thanks = DialogueAct(ActType.THANK, score=0.9)
    assert merged([[stay, people], [task, thanks]]) == [stay, people, thanks]
    assert merged([[stay], [task]]) == [stay, task]


def test_words_that_two_models_read_are_those_of_the_surer() -> None:
    sure = DialogueAct(ActType.INFORM, "restaurant", "day", "friday", 0.9, (8, 14))
    less = DialogueAct(ActType.INFORM, "flights", "date", "friday", 0.6, (8, 14))
    apart = DialogueAct(ActType.INFORM, "flights", "city", "boston", 0.4, (18, 24))
    assert merged([[sure], [less, apart]]) == [sure, apart]


def test_a_bundle_comes_back_as_it_was(saved: Path) -> None:
    loaded = load_bundle(saved)
    training = {k: v for k, v in loaded.training.items() if k != SUM}
    assert replace(loaded, path=None, training=training) == bundle()
    assert loaded.weights()["head.token.bias"].tolist() == [1, 1, 1]
    assert (saved / "README.md").read_text() == f"# {loaded.training[SUM]}"


def test_a_missing_bundle(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no trained bundle in .*nowhere"):
        load_bundle(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{", "7", "[]", "{}", '{"format": "x"}', '{"format": 3}'])
def test_a_damaged_description(saved: Path, text: str) -> None:
    (saved / META).write_text(text)
    with pytest.raises(BundleError, match="is no bundle description"):
        load_bundle(saved)


def test_a_newer_format(saved: Path) -> None:
    data = json.loads((saved / META).read_text())
    (saved / META).write_text(json.dumps(data | {"format": FORMAT + 1}))
    with pytest.raises(BundleError, match="newer version"):
        load_bundle(saved)


def test_an_older_format(saved: Path) -> None:
    data = json.loads((saved / META).read_text())
    (saved / META).write_text(json.dumps(data | {"format": FORMAT - 1}))
    with pytest.raises(BundleError, match=r"older version; train it again"):
        load_bundle(saved)


def test_weights_of_another_checksum(saved: Path) -> None:
    with (saved / WEIGHTS).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x00")
    with pytest.raises(BundleError, match="checksum"):
        load_bundle(saved).weights()


def test_missing_weights(saved: Path) -> None:
    (saved / WEIGHTS).unlink()
    with pytest.raises(BundleError, match="dialog train nlu --domain restaurant"):
        load_bundle(saved).weights()
    own = replace(load_bundle(saved), training={"corpora": ["snips"]})
    with pytest.raises(BundleError, match="dialog train nlu --corpus snips`"):
        own.weights()


def test_saving_replaces_what_was_there(saved: Path) -> None:
    (saved / "stray.txt").write_text("x")
    (saved / "__init__.py").write_text("# a package\n")
    save_bundle(bundle("hotel"), ONES, lambda _: "# New", saved)
    assert list(load_bundle(saved).domains) == ["hotel"]
    assert not (saved / "stray.txt").exists()
    assert (saved / "__init__.py").read_text() == "# a package\n"
    assert [p.name for p in saved.parent.iterdir() if p.name.startswith(".bundle")] == []


def test_a_failed_save_leaves_what_was_there(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("disk is full")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="disk is full"):
        save_bundle(bundle("hotel"), ONES, lambda _: "# New", saved)
    assert list(load_bundle(saved).domains) == ["restaurant"]
    assert [p.name for p in saved.parent.iterdir() if p.name.startswith(".bundle")] == []


def changed(domain: Domain) -> Domain:
    slots = {n: s for n, s in domain.schema.slots.items() if n != "food"}
    return replace(domain, schema=domain.schema.model_copy(update={"slots": slots}))


def test_other_slots_make_another_fingerprint() -> None:
    domain = DOMAINS["restaurant"]
    assert fingerprint(domain) != fingerprint(changed(domain))
    said = domain.schema.model_copy(update={"description": "Something else."})
    assert fingerprint(domain) == fingerprint(replace(domain, schema=said))


def test_bundles_are_chosen_once_for_each_domain(tmp_path: Path) -> None:
    paths = [tmp_path / n for n in ("a", "b", "c")]
    for path, names in zip(paths, [("hotel",), ("restaurant", "hotel"), ("hotel",)], strict=True):
        save_bundle(bundle(*names, name=path.name), ONES, lambda _: "", path)
    assert [b.name for b in bundles_for(DOMAINS, paths)] == ["a", "b"]
    assert bundles_for({"restaurant": changed(DOMAINS["restaurant"])}, paths) == []


def test_the_users_own_bundles_come_first(user_folder: Path) -> None:
    path = user_folder / "models" / "mine"
    save_bundle(bundle(), ONES, lambda _: "", path)
    assert installed_bundles()[0].path == path


def cut(path: Path) -> None:
    weights = (path / WEIGHTS).read_bytes()
    (path / WEIGHTS).write_bytes(weights[:-1])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "is not the file that bundle.json describes"),
        (lambda path: (path / WEIGHTS).unlink(), "No such file"),
        (lambda path: (path / META).write_text("{"), "is no bundle description"),
        (lambda path: (path / META).write_text('{"format": 1}'), "made by an older version"),
        (lambda path: (path / META).write_text(f'{{"format": {FORMAT}}}'), "'labels'"),
    ],
)
def test_a_damaged_bundle_is_told_once_and_passed_over(
    damage: Callable[[Path], object],
    said: str,
    user_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = user_folder / "models" / "mine"
    save_bundle(bundle(), ONES, lambda _: "", path)
    damage(path)
    for _ in range(2):
        [used] = bundles_for({"restaurant": DOMAINS["restaurant"]})
        assert used.path != path
    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith(f"The bundle {path} is passed over: ")
    assert said in record.getMessage()
    with pytest.raises(BundleError):
        load_bundle(path).weights()


def test_a_domain_that_has_changed_is_not_covered(saved: Path) -> None:
    nlu = BertNlu.from_pretrained(saved, {"restaurant": changed(DOMAINS["restaurant"])})
    with pytest.raises(BundleError, match="dialog train nlu --domain restaurant"):
        nlu.warm_up()


def test_another_encoder_than_the_one_trained_on(saved: Path) -> None:
    nlu = BertNlu.from_pretrained(saved, {"restaurant": DOMAINS["restaurant"]})
    with pytest.raises(BundleError, match="another version of the encoder"):
        nlu.warm_up()


def test_two_models_agree_on_the_likelier_act() -> None:
    weak, strong = ([a.with_score(s) for a in parse_acts("bye()")] for s in (0.6, 0.9))
    [act] = merged([weak, strong])
    assert act.score == 0.9


def test_a_value_said_twice_has_its_words_each_time() -> None:
    [act] = parse_acts("atis.inform(airline_name=delta)")
    said = [replace(act, span=(0, 5)), replace(act, span=(9, 14))]
    assert [a.span for a in merged([said, said])] == [(0, 5), (9, 14)]


def test_a_training_goes_on_from_the_bundle_that_knows_most_domains() -> None:
    base = base_bundle(None)
    assert base is not None
    assert len(base.domains) == 5
    assert base_bundle("another encoder") is None


def test_out_of_scope_for_one_model_is_not_for_all() -> None:
    groups = [parse_acts("outofscope()"), parse_acts("hotel.inform(task=find)")]
    assert format_acts(merged(groups)) == "hotel.inform(task=find)"
    assert format_acts(merged([groups[0], groups[0]])) == "outofscope()"
