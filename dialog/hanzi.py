"""Numbers, times of day and days as they are written in Chinese characters.

Each function rewrites a text so that whoever reads numbers in digits can read it: "一百五十元" is
"150元", "下午三点半" is "15:30". What is no number stays as it is.
"""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "".join({**_DIGITS, **_PLACES, **_MYRIADS})
# what follows a number; elsewhere a numeral may be part of a name, as in 十三陵, and 一 is "a"
_COUNTED = r"元|块|分|岁|晚|天|号|楼|层|小时|以|到|至|左右|上下|[-~,.，。！？!?]|\s*$"
_THINGS = r"人|位|个|间|点"
_NUMBER = re.compile(
    rf"[{_NUMERAL}]+点[{''.join(_DIGITS)}]+(?=分|以|到|至|-|$)|"
    rf"[{_NUMERAL}]+(?={_COUNTED})|(?!一(?:{_THINGS}))[{_NUMERAL}]+(?={_THINGS})"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TIME = re.compile(
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|今晚|明早)?\s*"
    r"(?P<h>\d{1,2}|一)\s*(?:点钟?|时|:)\s*(?:(?P<half>半)|(?P<quarter>[13一三])刻|(?P<m>\d{1,2})分?)?"
)
_AFTERNOON = ("下午", "傍晚", "晚上", "夜里", "今晚")
_DAY = re.compile(r"(?:星期|周|礼拜)(?P<day>[一二三四五六日天])")
_DAYS = dict(zip(
    "一二三四五六日",
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    strict=True,
)) | {"天": "sunday"}  # fmt: skip
_RELATIVE = {"今天": "today", "今晚": "today", "今日": "today", "明天": "tomorrow"}


def is_written(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def digits(text: str) -> str:
    """Return a text with its numerals in digits: 四点五分 as 4.5分, 两百 as 200."""
    return _NUMBER.sub(lambda match: _number(match.group()), text)


def _number(numeral: str) -> str:
    whole, point, fraction = numeral.partition("点")
    if point:
        return f"{_whole(whole)}.{''.join(str(_DIGITS[c]) for c in fraction)}"
    return _whole(numeral)


def _whole(numeral: str) -> str:
    """Return a numeral's digits: 一百零五 by its places, 二〇二四 one by one."""
    if all(c in _DIGITS for c in numeral):
        return "".join(str(_DIGITS[c]) for c in numeral)
    total = section = 0
    digit: int | None = None
    last = 1  # the place of the last unit, for 一百五 and 两万三
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
            last = 1 if digit == 0 else last
        elif c in _PLACES:
            section += (1 if digit is None else digit) * _PLACES[c]
            digit, last = None, _PLACES[c]
        else:
            total = (total + section + (digit or 0)) * _MYRIADS[c]
            section, digit, last = 0, None, _MYRIADS[c]
    ends = (digit or 0) * (last // 10 if last >= 100 else 1)
    return str(total + section + ends)


def clock(text: str) -> str:
    """Return a text with its times of day as HH:MM; without 下午 an hour is taken as written."""
    return _TIME.sub(_clock, digits(text))


def _clock(match: re.Match[str]) -> str:
    hour = int(digits(match["h"]))
    quarters = int(digits(match["quarter"] or "0"))
    minute = 30 if match["half"] else 15 * quarters or int(match["m"] or 0)
    late = match["part"] in _AFTERNOON or (match["part"] == "中午" and hour < 3)
    hour += 12 if late and hour < 12 else 0
    return f"{hour:02d}:{minute:02d}"


def day(text: str) -> str:
    """Return the day of the week that a text names, today or tomorrow, "" for none."""
    if match := _DAY.search(text):
        return _DAYS[match["day"]]
    return next((day for word, day in _RELATIVE.items() if word in text), "")
