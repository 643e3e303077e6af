"""What the guard knows of English: everyday words, denials, promises, and what claims a booking."""

import re
from pathlib import Path

# Words that say nothing of a domain, so that they may be said by anybody at any time: how
# sentences are built, greeted with and rounded off. With the words of the domains' own texts they
# tell English from other languages, and a word from a name.
EVERYDAY = frozenset(Path(__file__).with_name("everyday.txt").read_text("utf-8").split())

NO = re.compile(
    r"\b(?:no|not|none|nothing|neither|nor|never|without|cannot|unable|unfortunately|sorry|afraid|"
    r"nowhere|nobody|sadly|regrettably|alas|lacks?|lacking|isnt|dont|doesnt|cant|hardly|"
    r"unlucky|out of luck|apologies|apologise|apologize)\b|n't\b"
)
IDIOMS = re.compile(  # denials that deny nothing
    r"\bno (?:problem|worries|trouble|doubt|bother|rush|hurry|need to worry)\b|\bnot a problem\b|"
    r"\bwhy not\b|\bnot only\b|\b(?:don't|do not) (?:hesitate|worry|forget)\b|\bcan't go wrong\b|"
    r"\b(?:won't|will not) be disappointed\b|\b(?:won't|not) regret\b|\bnot to mention\b|"
    r"\b(?:is|does|do|are|was|has|did|would|will|can|should)n't (?:it|you|that|they|there)\?|"
    r"\bif (?:you )?not\b|\bor not\b|\bnot far\b|\bnot too far\b|\bcan't wait\b|"
    r"\bdouble[- ]check\b|"
    r"\bwhether or not\b|\bcouldn't be (?:easier|better)\b|\bif (?:it's|that's|that is) not\b|"
    r"\b(?:sorry|apologies) (?:for|about) (?:the|that|any)\b|\bcan't miss it\b"
)
NOT_KNOWN = re.compile(r"\bunknown\b|\bunavailable\b|\bsorry\b|\bunsure\b|\bunclear\b")
# what only the facts may promise, besides values
PROMISES = re.compile(
    r"\b(?:free|complimentary|gratis|discount\w*|half[- ]price|bargain|voucher\w*|coupon\w*|"
    r"refund\w*|upgrade\w*|bonus\w*|guarantee\w*|cashback|no charge|without charge|no cost|"
    r"on the house|waived?|cancellation|award\w*|michelin|prize\w*|sale|tax|deposit|surcharge|"
    r"percent|per ?cent|unlimited|included|includes|inclusive|24/7|vip)\b|%"
)
NO_PROMISE = re.compile(r"\b(?:feel|be|you're|you are|if you are) free\b|\bwhen (?:you're )?free\b")
TALK_OF_ITSELF = re.compile(  # what a model says that follows an instruction in the data
    r"\b(?:language model|as an ai|ai assistant|system prompts?|prompts?|instructions?|instructed|"
    r"jailbreak|ignor\w+|disregard\w*|override\w*|overridden|pwned|hacked|developer mode)\b"
)
CURRENCIES = {
    "$": re.compile(r"\$|\b(?:us )?dollars?\b|\bbucks?\b|\busd\b"),
    "\u00a3": re.compile(r"\u00a3|\bpounds?\b|\bquid\b|\bgbp\b|\bpence\b"),
    "\u20ac": re.compile(r"\u20ac|\beuros?\b|\beur\b"),
    "\u00a5": re.compile(r"\u00a5|\byen\b|\byuan\b|\brmb\b"),
    "cents": re.compile(r"\bcents?\b|\u00a2"),
}
AMOUNTS = re.compile(  # figures that digits do not show
    r"\b(?:hundreds?|thousands?|millions?|dozens?|couple|pair|twice|thrice|double|triple|half|"
    r"twofold|hundredth|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"\w+teenth|\w+tieth|two-thirds|quarter|[ivx]*(?:ii|iv|vi|ix|xi|xv|xx)[ivx]*)\b"
)
NUMBER_FORMS = {"1": "a single|single", "2": "a couple|couple|a pair|pair", "12": "a dozen|dozen"}

_MADE = (
    r"booked|reserved|confirmed|arranged|ordered|secured|scheduled|finali[sz]ed|"
    r"locked in|sorted|saved|made|held|set aside|completed?|placed|in place"
)
_THING = r"booking|reservation|order|table|room|taxi|cab|car|ride|request|stay|spot|trip|driver"
BOOKED = re.compile(  # in a statement
    r"\b(?:was|were|been) able to (?:book|reserve|order|get|arrange|secure)\b|"
    r"\bmanaged to (?:book|reserve|order|get|arrange|secure)\b|"
    rf"\b(?:booked|reserved|confirmed|pre-?booked)\b|"
    rf"\b(?:{_THING})\b[^.?!;]{{0,80}}?\b(?:is|are|has been|have been|was|went|'s|gets|will be|"
    rf"comes|has|goes)\b[^.?!;]{{0,12}}?"
    rf"\b(?:{_MADE}|done|set|through|successful|ready|waiting|on its way|on the way|yours|"
    rf"good to go|"
    rf"in the system|under your name)\b|"
    rf"\b(?:have|has|'ve|'s|i|we|just|been)\b ?(?:just |now |also |got |gone ahead and |went ahead "
    rf"and )*(?:{_MADE}|got you|put you down|signed you up)\b(?=[^.?!;]{{0,40}}\b(?:{_THING}|you|"
    rf"it|that|everything)\b)|"
    r"\b(?:you're|you are|it's|it is|that's|that is|everything's|everything is|we're) (?:all |"
    r"now )*(?:set|sorted|done|arranged|secured|good to go|ready to go)\b|\ball set\b|\ball done\b|"
    rf"\b(?:{_THING})\b (?:made|done|complete|secured|sorted|arranged|ordered)\b|"
    r"\b(?:is|are) (?:on (?:its|the|their) way|expecting you|waiting for you|all yours|yours)\b|"
    r"\bwill (?:pick you up|be waiting|collect you|expect you|see you|be ready|be there)\b|"
    r"\bsee you (?:then|there|on|at)\b|\bi've got you\b|\bgot you (?:a|in|down)\b|\bdone!|^done\b"
)
_PERFECT = r"(?:have|has|'ve|is|are|was|were|'s|'re|been|got|now|just|already)"
BOOKED_IN_QUESTION = re.compile(
    rf"\b(?:i|we|it|that|table|room|taxi|booking|reservation)\b ?{_PERFECT}\b[^.?!]{{0,30}}"
    r"\b(?:booked|reserved|confirmed|made|arranged|ordered)\b"
)
CONDITIONAL = re.compile(
    r"\b(?:if|once|until|before|when|whenever|unless|as soon as|shall|should|would|could|can|"
    r"to have|want|like to|need|let me|ready to|happy to|able to|will have|going to|please)\b"
)
FAILED = re.compile(
    r"\b(?:fell through|fall through|failed|fails|failure|declined|rejected|refused|turned (?:it |"
    r"me |us )?down|fully booked|booked (?:up|out|solid)|sold out|unsuccessful|unavailable|"
    r"cancell?ed|didn't go through|not go through|unable to (?:book|reserve|arrange|get|secure)|"
    r"no longer available|impossible|on hold|pending|waiting list)\b"
)
BOOKING = re.compile(
    r"\b(?:book\w*|reserv\w*|confirm(?:ed|ation)|order(?:ed)?|table|room|taxi|cab|secured|arranged|"
    r"go through|went through|made)\b"
)
FOUND = re.compile(  # an entity is put forward
    r"\b(?:i|we)(?:'ve| have)? (?:just )?(?:found|located|spotted|got) (?!no\b|none\b|nothing\b)|"
    r"\bhere(?:'s| is| are)\b|\bhow about\b|\bi(?:'d| would)? (?:suggest|recommend)\b|"
    r"\bthere(?:'s| is| are) (?!no\b|none\b|nothing\b|anything\b)|\bgood news\b|\byou're in luck\b"
)
CLAUSE = re.compile(r"[,;:.!?]| but | and | while | though | although | however | yet ")
