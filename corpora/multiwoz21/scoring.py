"""How published scores compare the states of MultiWOZ 2.1.

`trade` is the correction of labels of Wu et al. 2019 (jasonwu0731/trade-dst, utils/fix_label.py),
which most published joint goal accuracies rest on: misspelled and cut values are repaired, and
some that belong to another slot are dropped. `mwzeval` is what Nekvinda and Dušek 2021
(Tomiinek/MultiWOZ_Evaluation, mwzeval/normalization.py) do to the values of states: names, kinds of
food and times are brought near those of the database. `normalise_value` is our own.
"""

from corpora.multiwoz21.normalisation import normalise_value
from dialog.corpus.scoring import Scoring

_DROPPED = frozenset({"none", "not men", "not", "not mentioned", "not mendtioned", "fun", "art"})
# form -> spellings that stand for it, in any slot
_FORMS = {
    "guest house": "guesthouse|guesthouses|guest",
    "multiple sports": "mutiple sports|sports|mutliple sports",
    "swimming pool": "swimmingpool|pool",
    "concert hall": "concerthall|concert",
    "nightclub": "night club",
    "museum": "mus|musuem",
    "architecture": "ol|architectural",
    "college": "colleges|coll",
    "church": "churches",
    "centre": "center|center of town|near city center|cen|ce|town center|centre of cambridge|"
    "city center|scentre|town centre|in town|centre of town",
    "north": "in the north|north part of town",
    "east": "east side|east area",
    "west": "west part of town",
    "south": "the south",
    "moderate": "mode|moderate -ly|mo",
    "friday": "next friday",
    "monday": "monda",
    "free": "free parking",
    "yes": "free internet|y",
    "no": "n|does not",
    "4": "4 star|4 stars",
    "3": "3 .",
    "dontcare": "any|does not care|do n't care|dont care",
    "": "cb30aq|0 star rarting",
}
_GENERAL = {spelling: form for form, every in _FORMS.items() for spelling in every.split("|")}
# (domain, slot) -> value -> its form; "" in place of a domain is any
_OF_SLOT: dict[tuple[str, str], dict[str, str]] = {
    ("hotel", "type"): {
        **dict.fromkeys(
            (
                *("nigh", "moderate -ly priced", "bed and breakfast", "centre", "venetian"),
                *("intern", "a cheap -er hotel"),
            ),
            "",
        ),
        **dict.fromkeys(("hotel with free parking and free wifi", "4", "3 star hotel"), "hotel"),
    },
    ("hotel", "internet"): {"4": "", "free": "yes"},
    ("hotel", "pricerange"): {"2": "", "ch": "cheap"},
    ("restaurant", "pricerange"): {"ch": "cheap"},
    ("attraction", "type"): dict.fromkeys(
        ("gastropub", "la raza", "galleria", "gallery", "science", "m"), ""
    ),
    ("", "area"): {"moderate": "", "no": "north", "we": "west", "cent": "centre"},
    ("", "day"): {"t": "", "we": "wednesday", "no": ""},
    ("restaurant", "area"): dict.fromkeys(("stansted airport", "cambridge", "silver street"), ""),
    ("attraction", "area"): dict.fromkeys(("norwich", "ely", "museum", "same area as hotel"), ""),
}


def trade(domain: str, slot: str, value: str) -> str:
    """Return a value as TRADE compares it, "" for one that it drops."""
    text = " ".join(value.lower().split())
    text = "" if text in _DROPPED else _GENERAL.get(text, text)
    for place in (("", slot), (domain, slot)):
        text = _OF_SLOT.get(place, {}).get(text, text)
    return text


_TYPES = {
    "swimming pool": "swimmingpool",
    "mutliple sports": "multiple sports",
    "night club": "nightclub",
    "guest house": "guesthouse",
}
_FOODS = {
    "eriterean": "mediterranean",
    "brazilian": "portuguese",
    "sea food": "seafood",
    "portugese": "portuguese",
    "modern american": "north american",
    "americas": "north american",
    "intalian": "italian",
    "italain": "italian",
    "asian or oriental": "asian",
    "english": "british",
    "australasian": "australian",
    "gastropod": "gastropub",
    "brutish": "british",
    "bristish": "british",
    "europeon": "european",
}
_NAMES = {
    "hotel du vin bistro": "hotel du vin and bistro",
    "the river bar and grill": "the river bar steakhouse and grill",
    "nando's": "nandos",
    "city center b and b": "city center north b and b",
    "acorn house": "acorn guest house",
    "caffee uno": "caffe uno",
    "cafe uno": "caffe uno",
    "rosa's": "rosas bed and breakfast",
    "restaurant called two two": "restaurant two two",
    "restaurant 2 two": "restaurant two two",
    "restaurant two 2": "restaurant two two",
    "restaurant 2 2": "restaurant two two",
    "restaurant 1 7": "restaurant one seven",
    "restaurant 17": "restaurant one seven",
    "lime house": "limehouse",
    "cityrooms": "cityroomz",
    "whale of time": "whale of a time",
    "huntingdon hotel": "huntingdon marriott hotel",
    "holiday inn exlpress, cambridge": "express by holiday inn cambridge",
    "university hotel": "university arms hotel",
    "arbury guesthouse and lodge": "arbury lodge guesthouse",
    "bridge house": "bridge guest house",
    "arbury guesthouse": "arbury lodge guesthouse",
    "nandos in the city centre": "nandos city centre",
    "broughton gallery": "broughton house gallery",
    "scudamores punt co": "scudamores punting co",
    "cambridge botanic gardens": "cambridge university botanic gardens",
    "the junction": "junction theatre",
    "trinity street college": "trinity college",
    "christ college": "christ's college",
    "christs": "christ's college",
    "history of science museum": "whipple museum of the history of science",
    "parkside pools": "parkside swimming pool",
    "the botanical gardens at cambridge university": "cambridge university botanic gardens",
    "cafe jello museum": "cafe jello gallery",
}
_TIMES = {
    "afternoon": "13:00",
    "lunch": "12:00",
    "noon": "12:00",
    "mid-day": "12:00",
    "around lunch time": "12:00",
    "morning": "08:00",
}


def mwzeval(domain: str, slot: str, value: str) -> str:
    """Return a value as MultiWOZ_Evaluation compares it."""
    text = " ".join(value.lower().split())
    if text in ("", "none", "not mentioned"):
        return ""
    if slot in ("name", "destination", "departure"):
        text = text.replace(" & ", " and ").replace("&", " and ").replace(" '", "'")
        return _NAMES.get(text, text)
    if slot in ("arriveBy", "leaveAt", "time"):
        return _time(text)
    if slot in ("parking", "internet") and text == "free":
        return "yes"
    return {"type": _TYPES, "food": _FOODS}.get(slot, {}).get(text, text)


def _time(text: str) -> str:
    """Return a time of day as HH:MM where it is written in digits."""
    text = _TIMES.get(text, text)
    for word in ("by ", "after", "afer"):
        text = text.removeprefix(word).strip()
    late = text.endswith(("pm", "p.m."))
    for mark in ("am", "a.m.", "pm", "p.m."):
        text = text.removesuffix(mark).strip()
    text = text.rstrip(".,?")
    hours, colon, minutes = text.replace(" ", "").partition(":")
    if not colon and len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    if not hours.isdigit() or not (minutes or "00").isdigit():
        return text
    return f"{int(hours) + 12 * late:02}:{minutes or '00'}"


SCORINGS = (
    Scoring("", "Values as TRADE corrects them, all slots of a turn.", read=trade, variants=False),
    Scoring(
        "mwzeval", "Values as MultiWOZ_Evaluation normalises them.", read=mwzeval, variants=False
    ),
    Scoring(
        "normalised",
        "Values in our own form; of several annotated ones any is right.",
        read=lambda domain, slot, value: normalise_value(slot, value),
    ),
)
