"""What the guard knows of English: denials, promises, amounts and where clauses end."""

import re

NO = re.compile(
    r"\b(?:no|not|none|nothing|neither|nor|never|without|cannot|unable|unfortunately|sorry|afraid|"
    r"nowhere|nobody|sadly|regrettably|alas|lacks?|lacking|isnt|dont|doesnt|cant|hardly|"
    r"unlucky|out of luck|apologies|apologise|apologize|nope|nah|zilch|elsewhere|devoid|"
    r"bereft|dr[ae]wn? a blank|(?:come|came|coming) (?:up|back|away) (?:empty|short|dry|blank)\b"
    r"(?:[ -]handed)?|empty[- ]handed|fresh out|out of the question|worse luck|tough luck|"
    r"hit a (?:brick )?wall|hit a dead end)\b|n't\b"
)
IDIOMS = re.compile(  # denials that deny nothing
    r"\bno (?:problems?|probs?|worries|trouble|doubt|bother|rush|hurry|need to worry)\b|"
    r"\bnot a problem\b|"
    r"\bin no time(?: at all)?\b|\bno strings(?: attached)?\b|"
    r"\bwon't (?:break|stretch|dent|hurt|burn)\b|"
    r"\bwhy not\b|\bnot only\b|\b(?:don't|do not) (?:hesitate|worry|forget)\b|\bcan't go wrong\b|"
    r"\b(?:won't|will not) be disappointed\b|\b(?:won't|not) regret\b|\bnot to mention\b|"
    r"\b(?:is|does|do|are|was|has|did|would|will|can|should)n't (?:it|you|that|they|there)\?|"
    r"\bif (?:you )?not\b|\bor not\b|\bnot far\b|\bnot too far\b|\bcan't wait\b|"
    r"\bdouble[- ]check\b|"
    r"\bwhether or not\b|\bcouldn't be (?:easier|better)\b|\bif (?:it's|that's|that is) not\b|"
    r"\b(?:sorry|apologies) (?:for|about) (?:the|that|any)\b|\bcan't miss it\b|"
    r"\bno (?:sweat|harm done|hard feelings|brainer|doubt about it)\b|\byou can't beat\b|"
    r"\bdon't (?:mention it|go (?:\w+ )?without|leave (?:\w+ )?without|lose|be late)\b|"
    r"\blook no further\b|\bwithout (?:a doubt|further ado|a hitch|fail)\b|"
    r"\b(?:need|say) no more\b|\bno (?:later|earlier|sooner|more|less|fewer) than\b|\bno less\b|"
    r"\bthink nothing of it\b"
)
HYPOTHETICAL = re.compile(r"\b(?:if|unless|in case|should you)\b[^,.;:!?]*")
FOR_FREE = re.compile(  # denials that say "free"
    r"\b(?:no|without(?: an?| any)?) (?:\w+ )?(?:fee|fees|charge|cost|costs|payment)\b|"
    r"\b(?:don't|won't|doesn't|needn't|not) (?:have to |need to )?(?:pay|cost)(?: you)?"
    r"(?: anything| a thing| a (?:single )?(?:penny|dime|cent|bean))?\b|"
    r"\bnobody (?:will|'ll|is going to) (?:ask|charge|bill) you(?: for (?:money|it|anything))?\b|"
    r"\b(?:pay|costs?|charge) nothing\b|\bnothing to pay\b"
)
NOT_KNOWN = re.compile(r"\bunknown\b|\bunavailable\b|\bsorry\b|\bunsure\b|\bunclear\b")
SEE_YOU = re.compile(r"\bsee you (?:then|there)\b")  # a promise, unless it is booked
# what only the facts may promise, besides values
PROMISES = re.compile(
    r"\b(?:free|complimentary|gratis|discount\w*|half[- ]price|bargain|voucher\w*|coupon\w*|"
    r"refund\w*|upgrade\w*|bonus\w*|guarantee\w*|cashback|no charge|without charge|no cost|"
    r"on the house|waived?|cancellation|award\w*|michelin|prize\w*|sale|tax|deposit|surcharge|"
    r"percent|per ?cent|unlimited|included|includes|inclusive|24/7|vip|"
    r"(?:i|we|they|he|she|someone)(?:'ll| will) (?:\w+ )?(?:call|ring|send|text|mail|email|message|"
    r"notify|contact|remind|pay)|you(?:'ll| will) (?:\w+ )?receive|"
    r"will (?:\w+ )?(?:call|ring|phone|text|email|message|notify|contact|remind) you|"
    rf"see you (?:on|at)|{SEE_YOU.pattern})\b|%"
)
AT_NO_COST = re.compile(
    r"(?:free|complimentary|included|includes|no charge|without charge|no cost)"
)
NO_PROMISE = re.compile(r"\b(?:feel|be|you're|you are|are you) free\b|\bwhen (?:you're )?free\b")
TALK_OF_ITSELF = re.compile(  # what a model says that follows an instruction in the data
    r"\b(?:language model|as an ai|my (?:developers?|makers?|creators?|programmers?|"
    r"training)|ai assistant|system prompts?|prompts?|instructions?|instructed|"
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

FOUND = re.compile(  # an entity is put forward
    r"\b(?:i|we)(?:'ve| have)? (?:just )?(?:found|located|spotted|got) (?!no\b|none\b|nothing\b)|"
    r"\bhere(?:'s| is| are)\b|\bhow about\b|\bi(?:'d| would)? (?:suggest|recommend)\b|"
    r"\bthere(?:'s| is| are) (?!no\b|none\b|nothing\b|anything\b)|\bgood news\b|\byou're in luck\b|"
    r"\bstruck (?:gold|lucky)\b|\bhit the jackpot\b|\bturned up trumps\b"
)
CLAUSE = re.compile(r"[,;:.!?]| but | and | while | though | although | however | yet ")
