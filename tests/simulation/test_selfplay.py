"""Corpora made by self-play: annotated throughout, and decided by their seed."""

from pathlib import Path

import pytest

from dialog.acts import ActType
from dialog.corpus.folder import FolderCorpus, write_folder
from dialog.corpus.validation import validate
from dialog.errors import ConfigError
from dialog.nlu.examples import ALL_TYPES, CorpusExamples
from dialog.nlu.recipe import recipe
from dialog.simulation.selfplay import SPLITS, SelfPlay, split_of

WORKSHOP = str(Path(__file__).parents[2] / "benchmarks" / "workshop")
DIALOGUES = 40


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> FolderCorpus:
    """A corpus about a domain that has none."""
    folder = tmp_path_factory.mktemp("made") / "played"
    play = SelfPlay([WORKSHOP], noise=0.2)
    write_folder(folder, play.about(DIALOGUES), play.dialogues(DIALOGUES))
    return FolderCorpus(folder)


def turns(corpus, speaker):
    return [
        turn
        for split in SPLITS
        for dialogue in corpus.load(split)
        for turn in dialogue.turns
        if turn.speaker == speaker
    ]


def test_it_is_valid(corpus):
    report = validate(corpus)
    assert report.errors == 0, report.findings
    assert sum(dialogues for dialogues, _ in report.sizes.values()) == DIALOGUES
    assert set(report.sizes) == set(SPLITS)


def test_the_seed_decides_every_byte(corpus, tmp_path):
    play = SelfPlay([WORKSHOP], noise=0.2)
    write_folder(tmp_path / "again", play.about(DIALOGUES), play.dialogues(DIALOGUES))
    names = sorted(path.name for path in corpus.folder.iterdir())
    assert names == ["corpus.yml", "test.jsonl", "train.jsonl", "validation.jsonl"]
    for name in names:
        again = (tmp_path / "again" / name).read_bytes()
        assert again == (corpus.folder / name).read_bytes()
    other = SelfPlay([WORKSHOP], seed=1).dialogue(0)
    assert other.turns != SelfPlay([WORKSHOP], seed=0).dialogue(0).turns


def test_a_dialogue_does_not_depend_on_those_before_it(corpus):
    every = {d.dialogue_id: d for split in SPLITS for d in corpus.load(split)}
    alone = SelfPlay([WORKSHOP], noise=0.2).dialogue(17)
    assert every[alone.dialogue_id] == alone
    assert alone.split == split_of(alone.dialogue_id)


def test_values_stand_where_they_are_said(corpus):
    users = turns(corpus, "user")
    assert all(turn.utterance for turn in users)
    spelled = [act for turn in users for act in turn.acts if act.span]
    assert len(spelled) > DIALOGUES
    for turn in users:
        for act in turn.acts:
            if act.slot == "day" and act.type is ActType.INFORM:
                assert turn.text_of(act).lower() == act.value


def test_states_hold_what_users_told_whatever_was_heard(corpus):
    for split in SPLITS:
        for dialogue in corpus.load(split):
            told = {}
            for turn in dialogue.turns:
                if turn.speaker == "user":
                    told |= {a.slot: a.value for a in turn.acts if a.slot in ("day", "area")
                             and a.type is ActType.INFORM}  # fmt: skip
                    held = turn.state.get("workshop", {})
                    assert {slot: held.get(slot) for slot in told} == told


def test_the_bot_is_corrected(corpus):
    said = [act.type for turn in turns(corpus, "user") for act in turn.acts]
    assert ActType.DENY in said
    assert ActType.NEGATE in said


def test_an_nlu_learns_from_all_of_it(corpus):
    play = SelfPlay([WORKSHOP])
    examples = CorpusExamples(corpus, play.domains).examples("train")
    assert all(example.annotated == ALL_TYPES and example.task for example in examples)
    tasks = {act.value for example in examples for act in example.acts if act.slot == "task"}
    assert tasks == {"find", "book"}
    assert any(example.said and example.active == "workshop" for example in examples)


def test_a_training_on_it_goes_on_from_what_people_said(corpus):
    said: list[str] = []
    made = recipe([WORKSHOP], [str(corpus.folder)], {"seed": 0}, said.append)
    assert made.args.start is not None
    assert made.name == "workshop"
    assert any(line.startswith("played train: ") for line in said)


def test_domains_that_have_no_corpus_in_common(corpus):
    from dialog.errors import CorpusError

    with pytest.raises(CorpusError, match="None of the domains taxi says"):
        recipe(["taxi"], [str(corpus.folder)], {"seed": 0}, print)


def test_too_few_dialogues_for_the_splits():
    with pytest.raises(ConfigError, match="Of 2 dialogues with the seed 0, none falls to"):
        SelfPlay([WORKSHOP]).dialogues(2)


@pytest.mark.parametrize("noise", [-0.1, 0.6])
def test_noise_out_of_range(noise):
    with pytest.raises(ConfigError, match=r"--noise is from 0 to 0\.5"):
        SelfPlay([WORKSHOP], noise=noise)


def test_several_domains_in_one_dialogue():
    play = SelfPlay(["restaurant", "hotel", "taxi"])
    made = [play.dialogue(number) for number in range(6)]
    assert any(len(dialogue.domains) > 1 for dialogue in made)
    assert {act.domain for d in made for t in d.turns for act in t.acts} >= {"hotel", "taxi"}
