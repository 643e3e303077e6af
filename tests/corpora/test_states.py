"""What user acts do to the states of a corpus."""

import pytest

from corpora.crosswoz.states import tracked_acts as crosswoz
from corpora.multiwoz21.states import spellings
from corpora.multiwoz21.states import tracked_acts as multiwoz
from corpora.sgd.states import tracked_acts as sgd
from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.state import DialogueState, SlotBelief, Turn, UserTurn

NOBODY = DialogueState()
NEEDED = {("Bus", "time")}


def state(domain: str = "", entity: str = "", said: str = "", **held: str) -> DialogueState:
    """The state after a system turn, which put an entity forward."""
    acts = tuple(parse_acts(said))
    made = DialogueState(system_acts=acts, turns=(Turn(UserTurn(()), acts, "x"),))
    if not domain:
        return made
    beliefs = {slot: SlotBelief(((value, 1.0),)) for slot, value in held.items()}
    return made.with_domain(domain, entity={"名称": entity} if entity else None, beliefs=beliefs)


def tell(acts: str, before: DialogueState = NOBODY) -> list[DialogueAct]:
    return crosswoz(parse_acts(acts), before)


def test_a_facility_is_a_value_of_the_slot_of_all() -> None:
    said = "酒店.inform(酒店设施-叫醒服务=是, 酒店设施-会议室=否); 酒店.request(酒店设施-温泉)"
    assert set(tell(said)) == set(
        parse_acts("酒店.inform(酒店设施=叫醒服务); 酒店.request(酒店设施-温泉)")
    )


def test_a_place_near_the_one_named_is_looked_for() -> None:
    said = "景点.inform(名称=故宫); 餐馆.inform(评分=5分); 餐馆.select(源领域=景点)"
    assert tell(said) == parse_acts("餐馆.inform(评分=5分); 餐馆.inform(周边景点=故宫)")


def test_a_place_near_the_one_under_discussion_begins_another_query() -> None:
    before = state("景点", "故宫", 门票="免费", 评分="5分")
    found = tell("景点.inform(评分=4分以上); 景点.select(源领域=景点)", before)
    assert found == parse_acts(
        "景点.inform(评分=4分以上); 景点.inform(周边景点=故宫); 景点.deny(门票=免费)"
    )


def test_naming_what_was_put_forward_asks_about_it() -> None:
    before = state("餐馆", "全聚德", "餐馆.offer(名称=全聚德)")
    assert tell("餐馆.inform(名称=全聚德); 餐馆.request(电话)", before) == parse_acts(
        "餐馆.request(电话)"
    )
    assert parse_acts("餐馆.inform(名称=东来顺)")[0] in tell("餐馆.inform(名称=东来顺)", before)


def test_a_constraint_that_is_not_met_is_given_up() -> None:
    said = "餐馆.nooffer(); 餐馆.offer(名称=全聚德); 餐馆.inform(评分=4.2分)"
    before = state("餐馆", "全聚德", said, 评分="5分", 推荐菜="烤鸭")
    assert tell("餐馆.request(电话)", before)[1:] == parse_acts("餐馆.deny(评分=5分)")


def test_a_single_constraint_asks_about_the_place_under_discussion() -> None:
    assert not tell("餐馆.inform(评分=4分以上)", state("餐馆", "全聚德"))
    assert tell("餐馆.inform(评分=4分以上)", state("餐馆"))


TRAIN = [
    Dialogue("1", "train", (), {}, (CorpusTurn("user", "x", state={"hotel": {"name": name}}),))
    for name in ("the avalon", "avalon", "the avalon")
]


@pytest.mark.parametrize(
    ("said", "before", "found"),
    [
        ("hotel.inform(day=monday)", "hotel.offer(name=Avalon)", "hotel.inform(name=the avalon)"),
        ("hotel.request(phone)", "hotel.inform(name=Avalon)", "hotel.inform(name=the avalon)"),
        ("hotel.inform(area=north)", "hotel.offer(name=Avalon)", ""),
        ("hotel.request(phone)", "hotel.offer(name=Avalon, name=Acorn)", ""),
        ("hotel.inform(day=monday, name=Acorn)", "hotel.offer(name=Avalon)", ""),
        ("taxi.inform(leaveAt=09:00)", "hotel.offer(name=Avalon)", ""),
    ],
)
def test_a_place_is_taken_by_booking_it_or_asking_about_it(said, before, found) -> None:
    acts = parse_acts(said)
    made = multiwoz(acts, state(said=before), spellings(TRAIN))
    assert format_acts(made[len(acts) :]) == found
    assert all(0.5 < act.score < 1 for act in made[len(acts) :])


@pytest.mark.parametrize("said", ["Avalon", "The Avalon", "the Avalon hotel"])
def test_values_are_spelled_as_states_mostly_do(said) -> None:
    [act] = multiwoz(parse_acts(f"hotel.inform(name={said})"), NOBODY, spellings(TRAIN))
    assert act.value == "the avalon"


@pytest.mark.parametrize(
    ("said", "before", "found"),
    [
        ("Bus.select()", "Bus.offer(time=9, price=5)", "Bus.inform(time=9)"),
        ("affirm()", "Bus.offer(time=9)", "Bus.inform(time=9)"),
        ("affirm()", "Bus.offer(time=9); Bus.confirm(seats=2)", ""),
        ("Bus.select(); Bus.inform(time=8)", "Bus.offer(time=9)", ""),
        ("Bus.select()", "Bus.offer(time=9, time=10)", "Bus.inform(time=9)"),
        ("Bus.select(time=10)", "Bus.offer(time=9, time=10)", "Bus.inform(time=10)"),
    ],
)
def test_what_is_offered_is_taken(said, before, found) -> None:
    acts = parse_acts(said)
    assert format_acts(sgd(acts, state(said=before), NEEDED)[len(acts) :]) == found


def test_a_new_value_of_what_is_held_is_taken() -> None:
    before = state("Bus", said="Bus.offer(fare=5)", fare="4")
    assert sgd(parse_acts("affirm()"), before, NEEDED)[1:] == parse_acts("Bus.inform(fare=5)")


def test_a_no_that_corrects_one_value_leaves_the_others() -> None:
    before = state(said="Bus.confirm(time=9, seats=2)")
    made = sgd(parse_acts("negate(); Bus.inform(time=8)"), before, NEEDED)
    assert made == parse_acts("Bus.inform(time=8); Bus.inform(seats=2)")
