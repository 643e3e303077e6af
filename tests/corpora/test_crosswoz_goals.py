"""What the users of CrossWOZ are after."""

from corpora.crosswoz.goals import user_goal
from dialog.corpus import Dialogue
from dialog.corpus.goals import UserGoal

FIRST = [
    [1, "景点", "评分", "4.5分以上", False],
    [1, "景点", "门票", "100-150元", False],
    [1, "景点", "名称", "", False],
    [1, "景点", "周边酒店", [], False],
]
HOTEL = [
    [2, "酒店", "名称", "出现在id=1的周边酒店里", False],
    [2, "酒店", "酒店设施-叫醒服务", "是", False],
    [2, "酒店", "地址", "", False],
]
TAXI = [
    [3, "出租", "出发地", "id=1", False],
    [3, "出租", "目的地", "id=2", False],
    [3, "出租", "车牌", "", False],
]


def goal(rows, **found):
    final = [[*row[:3], found.get(row[2], row[3]), True] for row in rows]
    data = {"goal": rows, "final_goal": final}
    return user_goal(Dialogue("one", "test", (), data, ()))


def test_places_near_others_and_a_taxi_between_them():
    found = goal([*TAXI, *FIRST, *HOTEL], 名称="x", 门票="120元")
    assert found == {
        "景点": UserGoal({"评分": "4.5分以上", "门票": "100-150元"}, {}, ("周边酒店",)),
        "酒店": UserGoal({"酒店设施-叫醒服务": "是"}, {}, ("地址",), near={"周边景点": "景点"}),
        "出租": UserGoal({}, {}, ("车牌",), {}, {"出发地": "景点", "目的地": "酒店"}),
    }
    assert list(found)[-1] == "出租"


def test_what_was_not_to_be_found_is_given_up():
    [first] = goal(FIRST, 门票="60元").values()
    assert (first.wanted, first.tried) == ({"评分": "4.5分以上"}, {"门票": "100-150元"})


def test_dishes_stand_together():
    [meal] = goal([[1, "餐馆", "推荐菜", ["烤鸭", "豆汁"], False]]).values()
    assert meal.wanted == {"推荐菜": "烤鸭;豆汁"}


def test_a_second_place_of_a_kind_is_of_no_domain():
    second = [[2, *row[1:]] for row in FIRST]
    assert list(goal([*FIRST, *second])) == ["景点", "景点 (2)"]
