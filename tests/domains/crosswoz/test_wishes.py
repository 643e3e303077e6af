"""Several wishes in one sentence: prices and ratings with what else is wished, and where."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.state import DialogueState, DomainState
from domains.crosswoz.kinds import kind_of, sought
from domains.crosswoz.near import nearby
from domains.crosswoz.spans import spans

START = DialogueState()
DINNER = DomainState(entity={"名称": "听鹂轩"})
AT_DINNER = DialogueState(active="餐馆", domains={"餐馆": DINNER})
AT_HOTEL = DialogueState(
    active="酒店", domains={"餐馆": DINNER, "酒店": DomainState(entity={"名称": "云栖客栈"})}
)


@pytest.fixture(scope="module")
def domains():
    return load_domains(["crosswoz"])


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("附近有500元以下的酒店吗", "酒店"),
        ("酒店附近的餐馆", "餐馆"),
        ("餐馆要在酒店附近", "餐馆"),
        ("天坛公园附近有没有吃饭的地方", "餐馆"),
        ("酒店要有中式餐厅", "酒店"),
        ("附近有什么好玩的", "景点"),
        ("离鸟巢近一点", ""),
        ("不要去天坛公园", ""),
    ],
)
def test_what_is_sought(clause, kind, domains):
    assert kind_of(clause, domains) == kind


def test_each_of_two_searches_has_its_price(domains):
    text = "找个酒店，500元以内，再找个馆子，100以下"
    kinds = [sought(text, text.index(number), domains) for number in ("500", "100")]
    assert kinds == ["酒店", "餐馆"]


@pytest.mark.parametrize(
    ("text", "model", "state", "acts"),
    [
        ("在附近找个酒店，500块以内，要能停车", "酒店.inform(酒店设施-收费停车位=yes)", AT_DINNER,
         "酒店.inform(酒店设施-收费停车位=yes, 价格=500元以下)"),
        ("有500元以下的酒店吗", "餐馆.inform(人均消费=500元以下)", AT_DINNER,
         "酒店.inform(价格=500元以下)"),
        ("附近有什么好吃的，人均100以下", "", AT_HOTEL, "餐馆.inform(人均消费=100元以下)"),
        ("评分要4分以上", "酒店.inform(评分=4分以上)", AT_HOTEL, "酒店.inform(评分=4分以上)"),
        ("4.5以上的景点", "", AT_HOTEL, "景点.inform(评分=4.5分以上)"),
        ("推荐一家餐馆，价格不要超过100", "", START, "餐馆.inform(人均消费=100元以下)"),
        ("人均不到150，评分高于4.5的馆子", "", START,
         "餐馆.inform(人均消费=低于150元, 评分=超过4.5分)"),
        ("酒店价格要在300-500之间", "", START, "酒店.inform(价格=300-500元)"),
        ("预算400", "酒店.inform(task=find)", START, "酒店.inform(task=find, 价格=400元以下)"),
        ("500左右的宾馆", "", START, "酒店.inform(价格=400-600元)"),
        ("500元以下的，离鸟巢近一点", "酒店.inform(task=find)", AT_DINNER,
         "酒店.inform(task=find, 价格=500元以下)"),
        ("500米以内的酒店，走路10分钟以内，最多3个人", "", AT_DINNER, ""),
        ("100元以下的出租车", "", START, ""),
        ("门票50元以下", "", AT_DINNER, "景点.inform(门票=50元以下)"),
        ("人均超过100吗", "餐馆.inform(人均消费=超过100元)", AT_DINNER, "餐馆.request(人均消费)"),
        ("有人均100以下的吗", "", AT_DINNER, "餐馆.inform(人均消费=100元以下)"),
        ("附近有评分4.5以上的吗", "景点.request(评分)",
         DialogueState(active="景点"), "景点.inform(评分=4.5分以上)"),
        ("找个餐馆，不要超过100元，也不要低于50元", "", START, "餐馆.inform(人均消费=50-100元)"),
        ("人均150的", "餐馆.inform(人均消费=150元)", START, "餐馆.inform(人均消费=150元)"),
    ],
)  # fmt: skip
def test_spans_said_with_other_wishes(text, model, state, acts, domains):
    assert format_acts(spans(text, parse_acts(model), domains, state)) == acts


@pytest.mark.parametrize(
    ("text", "model", "state", "acts"),
    [
        ("颐和园附近有什么餐馆，人均100元以下",
         "景点.inform(名称=颐和园); 餐馆.inform(人均消费=100元以下); 景点.request(周边餐馆)",
         AT_HOTEL, "餐馆.inform(人均消费=100元以下, 周边景点=颐和园)"),
        ("附近有没有评分4.5以上的景点", "景点.inform(评分=4.5分以上)", AT_DINNER,
         "景点.inform(评分=4.5分以上, 周边餐馆=那个餐馆)"),
        ("附近有500元以下的酒店吗", "酒店.inform(价格=500元以下)", AT_HOTEL,
         "酒店.inform(价格=500元以下, 周边餐馆=那个餐馆)"),  # no hotel is near another
        ("附近有500元以下的酒店吗", "酒店.inform(价格=500元以下)", START,
         "酒店.inform(价格=500元以下)"),
        ("有500元以下的酒店吗", "酒店.inform(价格=500元以下); 餐馆.request(周边酒店)", AT_DINNER,
         "酒店.inform(价格=500元以下)"),
        ("我在颐和园，附近有什么吃的", "餐馆.inform(人均消费=100元以下)", AT_HOTEL,
         "餐馆.inform(人均消费=100元以下, 周边景点=颐和园)"),
        ("300元以下故宫附近的酒店", "酒店.inform(价格=300元以下)", START,
         "酒店.inform(价格=300元以下, 周边景点=故宫)"),
        ("附近有什么酒店", "餐馆.request(周边酒店)", AT_DINNER, "餐馆.request(周边酒店)"),
        ("附近有评分4.5以上的吗", "餐馆.inform(评分=4.5分以上)", AT_DINNER,
         "餐馆.inform(评分=4.5分以上, 周边餐馆=那个餐馆)"),
        ("故宫门票多少，附近500以下的酒店有吗",
         "景点.inform(名称=故宫); 酒店.inform(价格=500元以下); 景点.request(门票)", START,
         "景点.inform(名称=故宫); 酒店.inform(价格=500元以下, 周边景点=故宫); 景点.request(门票)"),
        ("离故宫近、带早餐的酒店", "酒店.inform(酒店设施-早餐服务=yes)", START,
         "酒店.inform(酒店设施-早餐服务=yes, 周边景点=故宫)"),
        ("云栖客栈附近还有500以下的酒店吗", "酒店.inform(价格=500元以下)", AT_DINNER,
         "酒店.inform(价格=500元以下, 周边景点=云栖客栈)"),  # and none near the restaurant
        ("我想订王府井附近的宾馆", "", START, "酒店.inform(task=find, 周边景点=王府井)"),
        ("最近的地铁站在哪", "", AT_DINNER, ""),
        ("要住天坛附近的酒店", "", AT_DINNER, "酒店.inform(task=find, 周边景点=天坛公园)"),
        ("找个西单附近的酒店", "", AT_DINNER, "酒店.inform(task=find, 周边景点=西单)"),
        ("鸟巢旁边有没有便宜点的酒店", "景点.request(周边酒店)", AT_DINNER,
         "酒店.inform(task=find, 周边景点=鸟巢)"),
        ("雍和宫附近的酒店", "酒店.inform(评分=4.5分以上, 周边景点=那个景点)", START,
         "酒店.inform(评分=4.5分以上, 周边景点=雍和宫)"),
        ("南锣鼓巷附近住1晚", "餐馆.inform(名称=南锣鼓巷); 酒店.inform(周边餐馆=那个餐馆)", START,
         "酒店.inform(task=find, 周边景点=南锣鼓巷)"),
        ("顺便附近找个酒店", "", AT_DINNER, "酒店.inform(task=find, 周边餐馆=那个餐馆)"),
        ("帮我在这附近找个酒店", "", AT_DINNER, "酒店.inform(task=find, 周边餐馆=那个餐馆)"),
    ],
)  # fmt: skip
def test_near_something_with_other_wishes(text, model, state, acts, domains):
    assert format_acts(nearby(text, parse_acts(model), domains, state)) == acts


def test_nearby_is_near_what_was_found_last(domains):
    hotel = DomainState(entity={"名称": "云栖客栈"})
    state = DialogueState(active="景点", domains={"餐馆": DINNER, "酒店": hotel})
    found = nearby("附近有免费的景点吗", parse_acts("景点.inform(门票=免费)"), domains, state)
    assert format_acts(found) == "景点.inform(门票=免费, 周边酒店=那个酒店)"


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("人均50以内的呢", "餐馆.inform(人均消费=50元以下, 周边酒店=那个酒店)"),
        ("颐和园附近的呢", "餐馆.inform(人均消费=50元以下, 周边景点=颐和园)"),
    ],
)
def test_what_was_listed_nearby_is_narrowed(text, acts, domains):
    listed = parse_acts('酒店.inform(周边餐馆="听鹂轩;东华门宴")')
    state = DialogueState(active="酒店", domains=AT_HOTEL.domains, system_acts=tuple(listed))
    wish = parse_acts("餐馆.inform(人均消费=50元以下)")
    assert format_acts(nearby(text, wish, domains, state)) == acts
