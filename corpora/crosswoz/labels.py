"""How CrossWOZ act labels become the framework's acts.

A raw item is [intent, domain, slot, value]; each gives exactly one act.

==================== ==========================================================================
raw                  act
==================== ==========================================================================
Inform               inform(slot=value); a hotel's facility is a slot: inform(酒店设施-叫醒服务=是)
Request              request(slot)
Recommend            offer(名称=value)
NoOffer              nooffer()
Select               select(源领域=domain): the user wants the place that was found there
General              thank and welcome: thank(); greet: hello(); bye: bye(); reqmore: reqmore()
==================== ==========================================================================

Domains and slots keep their Chinese names; `General` acts have no domain.
"""

from dialog.acts import ActType, DialogueAct

NAME = "名称"
FACILITY = "酒店设施-"  # what the slot of each facility begins with
SOURCE = "源领域"  # the slot of Select

INTENTS: dict[str, ActType] = {
    "Inform": ActType.INFORM,
    "Request": ActType.REQUEST,
    "Recommend": ActType.OFFER,
    "NoOffer": ActType.NOOFFER,
    "Select": ActType.SELECT,
}
GENERAL: dict[str, ActType] = {
    "thank": ActType.THANK,
    "welcome": ActType.THANK,
    "greet": ActType.HELLO,
    "bye": ActType.BYE,
    "reqmore": ActType.REQMORE,
}
_NEARBY = (NAME, "周边景点", "周边餐馆", "周边酒店", "评分", "地址", "电话", "地铁", SOURCE)
SLOTS: dict[str, frozenset[str]] = {
    "景点": frozenset((*_NEARBY, "门票", "游玩时间")),
    "餐馆": frozenset((*_NEARBY, "推荐菜", "人均消费", "营业时间")),
    "酒店": frozenset((*_NEARBY, "酒店类型", "酒店设施", "价格")),
    "地铁": frozenset(("出发地", "目的地", "出发地附近地铁站", "目的地附近地铁站")),
    "出租": frozenset(("出发地", "目的地", "车型", "车牌")),
}
NO_SLOT = "none"


def knows(domain: str, slot: str) -> bool:
    """Tell whether a domain has a slot."""
    facility = domain == "酒店" and slot.startswith(FACILITY) and slot != FACILITY
    return facility or slot in SLOTS[domain]


def act_of(intent: str, domain: str, slot: str, value: str) -> DialogueAct:
    """Return the act of one raw item.

    Raises:
        KeyError: for an intent, a domain or a slot that is none of CrossWOZ's.
    """
    if intent == "General":
        return DialogueAct(GENERAL[domain])
    kind = INTENTS[intent]
    if domain in SLOTS and slot == NO_SLOT:
        return DialogueAct(kind, domain)
    if domain not in SLOTS or not knows(domain, slot):
        raise KeyError(f"{domain} {slot}")
    return DialogueAct(kind, domain, slot, value or None)


def words_of(act: DialogueAct) -> str | None:
    """Return the words that say an act's value, None for one that is not said word for word.

    Yes or no to a facility is said by naming it.
    """
    if act.value is None or act.slot == SOURCE:
        return None
    return act.slot.removeprefix(FACILITY) if act.slot.startswith(FACILITY) else act.value
