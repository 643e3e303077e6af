"""What dialogues cost, counted by hand."""

import pytest

from dialog.acts import parse_acts
from dialog.evaluation.paradise.costs import COSTS, Exchange, costs_of


def exchange(user: str, system: str = "", said: str = "", answer: str = "", failed=False):
    acts = tuple(parse_acts(user)), tuple(parse_acts(system))
    return Exchange(said, acts[0], answer, acts[1], failed)


def test_a_dialogue_by_hand() -> None:
    costs = costs_of(
        [
            exchange(
                "hello(); cafe.inform(food=thai)", "cafe.confirm(food=thai)", "hi, thai", "Thai?"
            ),
            exchange("affirm()", "repeat()", "yes", "Sorry?"),
            exchange("help()", "help()", "help me", "Sorry?"),  # asked for help
            exchange("outofscope()", "outofscope()", "bla", "Sorry?"),  # the same again
            exchange("cafe.inform(food=greek)", "cafe.nooffer(food=greek)", "greek then", "None."),
            exchange("bye()", "bye()", "bye", "", failed=True),
        ],
        seconds=12.5,
    )
    assert costs == {
        "turns": 6,
        "seconds": 12.5,
        "user_words": 9,
        "system_words": 5,
        "rejections": 2,
        "confirmations": 1,
        "repairs": 1,
        "help_requests": 1,
        "dead_ends": 1,
        "inappropriate": 2,
    }
    assert list(costs) == list(COSTS)


@pytest.mark.parametrize(
    ("turns", "repairs"),
    [
        (["cafe.inform(food=thai)", "cafe.inform(area=north)"], 0),
        (["cafe.inform(food=thai)", "cafe.inform(food=thai)"], 1),
        (["cafe.inform(food=thai)", "bar.inform(food=thai)"], 0),
        (["cafe.inform(task=find)", "cafe.inform(task=book)"], 0),
        (["cafe.inform()", "cafe.inform()"], 0),  # an annotation without slots tells nothing
        (["cafe.deny(food=thai)", "cancel()", "restart()"], 3),
        (["negate()"], 0),
    ],
)
def test_repairs(turns: list[str], repairs: int) -> None:
    assert costs_of([exchange(acts) for acts in turns])["repairs"] == repairs


def test_a_no_is_a_repair_after_a_question_whether_a_value_is_right() -> None:
    asked = [exchange("cafe.inform(food=thai)", "cafe.confirm(food=thai)"), exchange("negate()")]
    offered = [exchange("cafe.inform(food=thai)", "reqmore()"), exchange("negate()")]
    assert costs_of(asked)["repairs"] == 1
    assert costs_of(offered)["repairs"] == 0


def test_what_is_not_known_is_left_out() -> None:
    assert costs_of([Exchange("two words")]) == {"turns": 1, "user_words": 2}
    assert set(costs_of([exchange("bye()", answer="Bye!")])) == set(COSTS) - {
        "seconds",
        "user_words",
    }
