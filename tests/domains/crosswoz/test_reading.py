"""What is said in Chinese, read around the model: its acts, clauses, places in relation."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.state import DialogueState, DomainState, UserTurn
from domains.crosswoz.acts import here
from domains.crosswoz.clauses import read
from domains.crosswoz.near import nearby
from domains.crosswoz.nlu import TravelNlu
from domains.crosswoz.stations import stations
from domains.crosswoz.ways import ways

WIFI = "酒店设施-公共区域提供wifi"
AT_HOTEL = DialogueState(
    active="酒店",
    domains={"酒店": DomainState(entity={"名称": "云栖客栈", "价格": "180", WIFI: "yes"})},
)
AT_DINNER = DialogueState(
    active="餐馆", domains={"餐馆": DomainState(entity={"名称": "前门老号烤鸭店"})}
)
START = DialogueState()


@pytest.fixture(scope="module")
def domains():
    return load_domains(["crosswoz"])


@pytest.mark.parametrize(
    ("theirs", "state", "ours"),
    [
        ("景点.request(名称)", START, "景点.inform(task=find)"),
        ("酒店.request(名称)", AT_HOTEL, "酒店.request(名称)"),
        ("酒店.select(源领域=景点)", START, "酒店.inform(周边景点=那个景点)"),
        ("酒店.inform(酒店设施-桑拿=是)", START, "酒店.inform(酒店设施-桑拿=yes)"),
        ("出租.request(车牌)", START, "出租.inform(task=book); 出租.request(车牌)"),
        ("景点.offer(名称=故宫); 景点.nooffer(); reqmore()", START, ""),
        ("餐馆.inform(周边景点=景点)", START, ""),
        ("thank()", START, "thank()"),
    ],
)
def test_acts_of_the_corpus(theirs, state, ours, domains):
    assert format_acts(here(parse_acts(theirs), domains, state)) == ours


@pytest.mark.parametrize(
    ("clause", "state", "acts"),
    [
        ("有叫醒服务和桑拿吗", START, "酒店.request(酒店设施-叫醒服务, 酒店设施-桑拿)"),
        ("要有早餐服务免费", START, "酒店.inform(酒店设施-早餐服务免费=yes)"),
        ("有早餐吗", AT_HOTEL, "酒店.request(酒店设施-早餐服务)"),
        ("能停车吗", AT_HOTEL, "酒店.request(酒店设施-收费停车位)"),
        ("想吃早餐", AT_HOTEL, ""),  # a meal
        ("有wifi吗", AT_HOTEL, "酒店.request(酒店设施-公共区域提供wifi)"),  # which it has
        ("要有wifi的", AT_HOTEL, "酒店.inform(酒店设施-所有房间提供wifi=yes)"),
        ("有没有能停车的酒店", START, "酒店.inform(酒店设施-收费停车位=yes)"),
        ("附近有带wifi的吗", START, "酒店.inform(酒店设施-所有房间提供wifi=yes)"),
        ("是有停车位的吗", AT_HOTEL, "酒店.request(酒店设施-收费停车位)"),
        ("不要暖气", START, "酒店.inform(酒店设施-暖气=no)"),
        ("帮我叫辆出租车", START, ""),  # nobody rents a car
        ("价格都可以", AT_HOTEL, "酒店.inform(价格=dontcare)"),
        ("桑拿没有要求", AT_HOTEL, "酒店.inform(酒店设施-桑拿=dontcare)"),
        ("想吃川菜", START, "餐馆.inform(推荐菜=川菜, task=find)"),
        ("晚上想吃点烤鸭吧", START, "餐馆.inform(推荐菜=烤鸭, task=find)"),
        ("我想吃点东西", START, ""),
        ("想吃晚饭", START, ""),
        ("想吃人均50元的", START, ""),
        ("地址在哪里", AT_HOTEL, "酒店.request(地址)"),
        ("几点关门呢", AT_DINNER, "餐馆.request(营业时间)"),
        ("评分是多少", AT_HOTEL, "酒店.request(评分)"),
        ("这家酒店叫什么名字", AT_HOTEL, "酒店.request(名称)"),
        ("我想住云栖客栈", START, "酒店.inform(名称=云栖客栈)"),
        ("就去天坛公园吧", START, "景点.inform(名称=天坛公园)"),
        ("推荐一个好玩的", START, ""),
    ],
)
def test_clauses_that_words_make_plain(clause, state, acts, domains):
    assert format_acts(read(clause, domains, state).acts) == acts


def test_a_name_alone_answers_the_question(domains):
    asked = DialogueState(system_acts=tuple(parse_acts("出租.request(目的地)")))
    assert format_acts(read("天坛公园", domains, asked).acts) == "出租.inform(目的地=天坛公园)"


@pytest.mark.parametrize(
    ("text", "model", "acts"),
    [
        ("在故宫附近找家酒店", "景点.inform(名称=故宫); 景点.request(周边酒店)",
         "酒店.inform(task=find, 周边景点=故宫)"),
        ("那再帮我在景点附近找一家餐馆", "", "餐馆.inform(task=find, 周边景点=那个景点)"),
        ("附近找家餐馆", "", "餐馆.inform(task=find, 周边酒店=那个酒店)"),
        ("评分4分以上的餐馆，最好离故宫近一点", "餐馆.inform(评分=4分以上)",
         "餐馆.inform(评分=4分以上, 周边景点=故宫)"),
        ("附近有什么餐馆", "酒店.request(周边餐馆)", "酒店.request(周边餐馆)"),
    ],
)  # fmt: skip
def test_near_something(text, model, acts, domains):
    assert format_acts(nearby(text, parse_acts(model), domains, AT_HOTEL)) == acts


@pytest.mark.parametrize(
    ("text", "model", "acts"),
    [
        ("帮我叫辆出租车从故宫到颐和园", "地铁.inform(出发地=故宫); 出租.inform(目的地=颐和园)",
         "出租.inform(task=book, 出发地=故宫, 目的地=颐和园)"),
        ("再帮我打个车从酒店去餐厅", "", "出租.inform(task=book, 出发地=酒店, 目的地=餐厅)"),
        ("打车去天安门吧", "出租.inform(task=book)", "出租.inform(task=book, 目的地=天安门)"),
        ("从天安门坐车去故宫", "", "出租.inform(task=book, 出发地=天安门, 目的地=故宫)"),
        ("我要的酒店在哪", "", ""),
        ("从酒店到景点怎么坐地铁", "", "地铁.inform(task=book, 出发地=酒店, 目的地=景点)"),
        ("车牌是多少", "出租.request(车牌)", "出租.request(车牌)"),
        ("门票多少钱", "景点.request(门票)", "景点.request(门票)"),
    ],
)  # fmt: skip
def test_from_here_to_there(text, model, acts, domains):
    assert format_acts(ways(text, parse_acts(model), domains)) == acts


def test_a_wish_to_be_near_an_end_of_a_way_is_kept(domains):
    acts = parse_acts("景点.inform(名称=颐和园); 酒店.inform(周边景点=颐和园)")
    assert format_acts(ways("打车去颐和园，再找个附近的酒店", acts, domains)) == (
        "酒店.inform(周边景点=颐和园); 出租.inform(task=book, 目的地=颐和园)"
    )


def test_nearby_is_near_the_last_place_and_not_near_the_metro(domains):
    dinner = DomainState(entity={"名称": "前门老号烤鸭店"})
    state = DialogueState(active="地铁", domains={"餐馆": dinner})
    found = nearby("帮我在附近订个酒店", [], domains, state)
    assert format_acts(found) == "酒店.inform(task=find, 周边餐馆=那个餐馆)"


def test_the_whole(domains):
    nlu = TravelNlu(domains)
    nlu.warm_up()

    def said(text, state=START):
        return format_acts(nlu.understand(UserTurn.of(text), state).best_acts)

    assert said("你好，推荐一个评分四点五分以上的景点") == (
        "hello(); 景点.inform(评分=4.5分以上, task=find)"
    )
    assert said("换一家吧，不要桑拿") == "reqalts(); 酒店.inform(酒店设施-桑拿=no)"
    assert said("在附近找个酒店，500块以内，要能停车") == (
        "酒店.inform(酒店设施-收费停车位=yes, 价格=500元以下, task=find)"  # and no 租车
    )
    assert said("人均消费五十到一百元的餐馆").startswith("餐馆.inform(人均消费=50-100元")


METRO = "地铁.inform(task=book); 地铁.request(出发地附近地铁站, 目的地附近地铁站)"


@pytest.mark.parametrize(
    ("text", "state", "acts", "meant"),
    [
        ("附近有地铁吗", AT_HOTEL, METRO, "酒店.request(地铁)"),
        ("离地铁站近吗", AT_HOTEL, METRO, "酒店.request(地铁)"),
        ("最近的地铁站是哪个", AT_DINNER, METRO, "餐馆.request(地铁)"),
        ("找一个附近有地铁的景点", START, METRO, "景点.inform(task=find); 景点.request(地铁)"),
        (
            "我要找一家酒店，附近有地铁",
            START,
            f"酒店.inform(task=find); {METRO}",
            "酒店.inform(task=find); 酒店.request(地铁)",
        ),
        ("附近有地铁吗", START, METRO, METRO),
        ("帮我查地铁路线", AT_HOTEL, METRO, METRO),
    ],
)
def test_a_station_near_a_place_is_no_way(text, state, acts, meant, domains):
    assert format_acts(stations(text, parse_acts(acts), domains, state)) == meant


@pytest.mark.parametrize(
    "clause", ["那就住这家吧", "就去这家", "就这家吧", "我就选这个酒店了", "好的就它吧"]
)
def test_who_takes_what_was_put_forward_says_yes(clause, domains):
    assert format_acts(read(clause, domains, AT_HOTEL).acts) == "affirm()"
    assert format_acts(read(clause, domains, START).acts) != "affirm()"


@pytest.mark.parametrize("clause", ["这家怎么样", "不要这家", "就这样", "住这家贵吗"])
def test_not_all_that_points_takes_it(clause, domains):
    assert "affirm()" not in format_acts(read(clause, domains, AT_HOTEL).acts)
