"""Taking turns move by move: what is allowed, what it leads to, and what is seen of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dialog.actions.runner import ActionRunner
from dialog.acts import format_acts, parse_acts
from dialog.component import Decision
from dialog.domain import load_domain
from dialog.dst.rule import RuleTracker
from dialog.errors import ConfigError
from dialog.policy.choosing import Choice, Moves
from dialog.policy.deliberation import Thresholds
from dialog.policy.features import DOMAIN, SLOT, TURN
from dialog.simulation.scratch import ScratchDatabase
from dialog.state import DialogueState, Hypothesis, UserTurn

FIND = "cafe.inform(task=find, food=thai)"


class Bot:
    """A conversation in which the test makes the moves."""

    def __init__(self, domains):
        self.moves = Moves(domains, Thresholds(accept=0.6))
        self.database = ScratchDatabase(domains)
        self.actions = ActionRunner(domains, self.database, threads=False)
        self.actions.warm_up()
        self.tracker = RuleTracker(domains)
        self.state = DialogueState()
        self.last: Choice | None = None

    def hear(self, acts: str, score: float = 1.0) -> DialogueState:
        user = UserTurn((Hypothesis("", score),), (tuple(parse_acts(acts)),))
        return self.tracker.track(self.state, user, self.state.system_acts)

    def turn(self, acts: str, *moves: str, score: float = 1.0) -> str:
        """Answer acts by moves, each of which must be allowed, and return the system's acts."""
        wanted = [*moves, "listen"]

        async def choose(choice: Choice) -> tuple[int, str]:
            self.last = choice
            move = wanted.pop(0)
            assert move in [str(each) for each in choice.open]
            return [str(each) for each in choice.moves].index(move), "told so"

        decision = self._decide(acts, choose, score)
        return format_acts(decision.acts)

    def open(self, acts: str, *moves: str, score: float = 1.0) -> list[str]:
        """Return what is allowed after moves, without a lasting effect."""
        before, wanted = self.state, list(moves)
        found: list[str] = []

        class Stop(Exception):  # noqa: N818
            pass

        async def choose(choice: Choice) -> tuple[int, str]:
            self.last = choice
            if not wanted:
                found.extend(map(str, choice.open))
                raise Stop
            return [str(each) for each in choice.moves].index(wanted.pop(0)), ""

        with pytest.raises(Stop):
            self._decide(acts, choose, score)
        self.state = before
        return found

    def _decide(self, acts: str, choose, score: float) -> Decision:
        run = self.actions.run
        decision = asyncio.run(self.moves.decide(self.hear(acts, score), run, choose))
        self.reasons: Sequence[str] = decision.reasons
        self.state = replace(decision.state, system_acts=decision.acts)
        return decision


@pytest.fixture
def bot(town):
    return Bot(town)


def test_an_offer_is_of_the_first_match_and_then_of_the_next(bot):
    assert bot.turn(FIND, "cafe.offer") == "cafe.offer(name=Ada)"
    assert bot.turn("reqalts()", "cafe.offer") == "cafe.offer(name=Bo)"
    assert "cafe.offer" not in bot.open("reqalts()")
    assert bot.turn("reqalts()", "cafe.noother") == "cafe.nooffer(other=none)"


def test_nothing_is_offered_where_nothing_was_looked_for(bot):
    assert "cafe.offer" not in bot.open("cafe.inform(task=find)")
    assert "cafe.request(food)" in bot.open("cafe.inform(task=find)")


def test_what_had_to_be_dropped_can_be_said(bot):
    said = bot.turn("cafe.inform(food=greek, near=park)", "cafe.nooffer", "cafe.offer")
    assert said.startswith("cafe.nooffer(food=greek, near=park); cafe.offer(name=")


def test_only_facts_that_were_asked_for_are_told(bot):
    bot.turn(FIND, "cafe.offer")
    assert "cafe.tell(phone)" not in bot.open("hello()")
    assert bot.turn("cafe.request(phone)", "cafe.tell(phone)") == "cafe.inform(phone=11)"
    assert "cafe.tell(phone)" not in bot.open("hello()")


def test_a_turn_does_not_end_before_a_known_fact_that_was_asked_for_is_told(bot):
    bot.turn(FIND, "cafe.offer")
    assert "listen" not in bot.open("cafe.request(phone)", "reqmore")
    assert "listen" in bot.open("cafe.request(phone)", "cafe.tell(phone)")
    # nor is it owed twice, but it is owed again
    bot.turn("cafe.request(phone)", "cafe.tell(phone)")
    assert "listen" in bot.open("thank()", "reqmore")
    assert "listen" not in bot.open("cafe.request(phone)", "reqmore")


def test_nothing_is_booked_that_was_not_asked_for(bot):
    bot.turn(FIND, "cafe.offer")
    assert "cafe.book" not in bot.open("cafe.inform(food=thai)")
    assert "cafe.book" not in bot.open("cafe.inform(task=book)")  # the details are missing
    details = "cafe.inform(task=book, day=monday, people=2)"
    assert "cafe.book" in bot.open(details)
    said = bot.turn(details, "cafe.book")
    assert "name=Ada" in said
    assert len(bot.database.bookings("cafe")) == 1


def test_what_was_just_put_forward_has_to_be_accepted_before_it_is_booked(bot):
    whole = "cafe.inform(food=thai, task=book, day=monday, people=2)"
    assert "cafe.book" not in bot.open(whole, "cafe.offer")
    assert "cafe.propose" in bot.open(whole, "cafe.offer")
    bot.turn(whole, "cafe.offer", "cafe.propose")
    assert "cafe.book" in bot.open("affirm()")


def test_a_turn_puts_one_question(bot):
    after = bot.open("cafe.inform(task=find)", "cafe.request(food)")
    assert not [move for move in after if "request" in move or "reqmore" in move]
    assert "listen" in after


def test_a_turn_is_never_silent(bot):
    assert "listen" not in bot.open(FIND)


def test_a_doubtful_value_can_be_put_to_the_user(bot):
    opened = bot.open(FIND, score=0.5)
    assert "cafe.confirm(food)" in opened
    said = bot.turn(FIND, "cafe.confirm(food)", score=0.5)
    assert said == "cafe.confirm(food=thai)"


def test_goodbye_is_for_users_who_want_nothing_more(bot):
    assert "bye" not in bot.open(FIND)
    assert bot.turn("bye()", "bye") == "bye()"
    assert bot.state.closed


def test_rules_take_what_is_never_learned(bot):
    assert bot.turn("help()") == "help()"
    assert bot.turn("restart()") == "restart()"


def test_reasons_name_the_move_and_why(bot):
    bot.turn(FIND, "cafe.offer")
    assert bot.reasons[0].startswith("cafe.offer (told so): ")


def test_what_is_seen_is_in_bounds_and_tells_slots_apart(bot, town):
    bot.open("cafe.inform(food=thai); cafe.request(phone)")
    features = bot.last.features
    layout = bot.moves.vectoriser.layout
    assert features.shape == (layout.size,)
    assert features.min() >= 0
    assert features.max() <= 1
    start = len(TURN) + (len(layout.domains) + 1) * len(DOMAIN)

    def of(slot, name):
        at = start + layout.slots.index(("cafe", slot)) * len(SLOT)
        return features[at + SLOT.index(name)]

    assert of("food", "accepted") == 1
    assert of("area", "accepted") == 0
    assert of("phone", "waits for an answer") == 1
    assert of("area", "tells results apart") == 1


def test_a_domain_with_tasks_is_refused(library):
    with pytest.raises(ConfigError, match="use --policy rule"):
        Moves({"library": load_domain(library)}, Thresholds())
