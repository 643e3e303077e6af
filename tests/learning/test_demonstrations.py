"""Dialogues as examples of moves, and the corpora and files that they come from."""

import asyncio
import json
from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.errors import ConfigError
from dialog.learning.demonstrations import Demonstrator, Exchange
from dialog.learning.sources import CorpusReader, corpus_dialogues, mapping, saved_dialogues
from dialog.schema import CorpusMap


def exchange(user: str, system: str) -> Exchange:
    return Exchange(parse_acts(user), parse_acts(system))


@pytest.fixture
def moves(town):
    """Return the moves that exchanges amount to, a list for each turn with any."""
    demonstrator = Demonstrator(town)

    def read(*exchanges):
        made = asyncio.run(demonstrator.examples([[exchange(*each) for each in exchanges]]))
        turns = [[]]
        for example in made.examples:
            assert example.allowed[example.place]
            move = str(demonstrator.moves.moves[example.place])
            turns[-1].append(move)
            if move == "listen":
                turns.append([])
        assert turns.pop() == []
        return turns, made

    return read


def test_acts_become_moves_in_one_order_that_end_with_listening(moves):
    turns, _ = moves(
        ("cafe.inform(food=thai)", "cafe.offer(name=Bo); cafe.inform(count=2)"),
        ("cafe.request(phone)", "reqmore(); cafe.inform(phone=22)"),
    )
    assert turns == [
        ["cafe.count", "cafe.offer", "listen"],
        ["cafe.tell(phone)", "reqmore", "listen"],
    ]


def test_what_was_put_forward_is_under_discussion(moves):
    turns, _ = moves(
        ("cafe.inform(food=thai)", "cafe.offer(name=Bo)"),
        ("cafe.inform(task=book, day=monday, people=2)", "cafe.book(reference=AB, name=Bo)"),
    )
    assert turns == [["cafe.offer", "listen"], ["cafe.book", "listen"]]


def test_what_the_state_does_not_bear_out_is_left_out_and_counted(moves):
    turns, made = moves(("cafe.inform(food=thai)", "cafe.book(reference=AB); cafe.inform(phone=1)"))
    assert turns == [["cafe.offer", "listen"]]  # a fact of what nobody named yet puts it forward
    assert (made.turns, made.followed, made.left_out) == (1, 1, 2)


def test_facts_that_only_a_booking_gives_are_a_booking(moves):
    turns, _ = moves(
        (
            "courier.inform(pickup=Docks, receiver=Station, at=10:00)",
            "courier.inform(rider=Jo)",
        )
    )
    assert turns == [["courier.book", "listen"]]


def test_questions_of_all_kinds(moves):
    turns, _ = moves(
        ("cafe.inform(task=find)", "cafe.request(food)"),
        ("cafe.inform(food=greek)", "cafe.offer(name=Cy)"),
        ("hello()", "cafe.confirm(task=book)"),
    )
    assert turns == [
        ["cafe.request(food)", "listen"],
        ["cafe.offer", "listen"],
        ["cafe.propose", "listen"],
    ]


class TestCorpora:
    def test_the_domains_that_map_a_corpus_are_its_own_by_default(self):
        assert set(mapping("multiwoz21")) >= {"hotel", "restaurant", "taxi"}
        with pytest.raises(ConfigError, match="No installed domain says"):
            mapping("nonsense")

    def test_a_domain_that_does_not_map_the_corpus_is_refused(self, town, toy):
        with pytest.raises(ConfigError, match="The domain 'cafe' does not say under `corpora:`"):
            corpus_dialogues(toy.name, town, str)

    @pytest.fixture
    def reader(self, town):
        mapped = CorpusMap(domain="eatery", slots={"cuisine": "food", "title": "name"})
        schema = town["cafe"].schema.model_copy(update={"corpora": {"mine": mapped}})

        class Mine:
            name = "mine"
            count_slot = "choice"

        return CorpusReader(Mine(), {"cafe": replace(town["cafe"], schema=schema)})

    @staticmethod
    def dialogue(*turns: str) -> Dialogue:
        speakers = ("user", "system") * len(turns)
        made = [
            CorpusTurn(speaker, "", acts=tuple(parse_acts(acts)))
            for speaker, acts in zip(speakers, turns, strict=False)
        ]
        return Dialogue("1", "train", ("eatery",), {}, tuple(made))

    def test_labels_become_the_domains_own(self, reader):
        read = reader.exchanges(
            self.dialogue("eatery.inform(cuisine=siamese)", "eatery.inform(choice=3, title=Bo)")
        )
        assert read == [exchange("cafe.inform(food=thai)", "cafe.inform(count=3, name=Bo)")]

    def test_turns_about_something_else_are_left_out(self, reader):
        whole = self.dialogue(
            *("eatery.inform(cuisine=thai)", "eatery.offer(title=Bo)"),
            *("train.inform(day=monday)", "train.request(time)"),
            *("thank()", "bye()"),
        )
        assert reader.about(whole)
        assert [len(each.system) for each in reader.exchanges(whole)] == [1, 1]
        assert not reader.about(self.dialogue("train.inform(day=monday)", "bye()"))


class TestSaved:
    @staticmethod
    def line(success=True, **changes) -> str:
        turn = {"meant": "hello()", "text": "", "heard": "hello()", "answered": "hello()"}
        return json.dumps({"success": success, "turns": [{**turn, "response": "Hi"}], **changes})

    def test_a_tenth_is_held_back_and_failures_are_no_example(self, tmp_path):
        file = tmp_path / "talks.jsonl"
        file.write_text("\n".join([self.line()] * 20 + [self.line(success=False)]))
        told: list[str] = []
        found = saved_dialogues(file, told.append)
        assert {split: len(each) for split, each in found.items()} == {"train": 18, "validation": 2}
        assert "20 of 21 conversations succeeded" in told[0]

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("nonsense", "line 1: this is no conversation"),
            ('{"success": true}', "line 1: this is no conversation"),
            ("", "holds 0 conversations"),
        ],
    )
    def test_other_files_are_refused(self, tmp_path, text, wrong):
        file = tmp_path / "talks.jsonl"
        file.write_text(text)
        with pytest.raises(ConfigError, match=wrong):
            saved_dialogues(file, str)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(ConfigError, match="cannot be read"):
            saved_dialogues(tmp_path / "none.jsonl", str)
