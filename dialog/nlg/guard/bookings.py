"""Whether a sentence claims that something is booked, or that booking it failed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.english import CLAUSE, IDIOMS, NO
from dialog.nlg.guard.words import each

_THINGS = each("booking reservation order request stay spot trip place arrangement")
_MADE = (
    r"booked|reserved|confirmed|arranged|ordered|secured|scheduled|finali[sz]ed|locked in|sorted|"
    r"saved|made|held|set aside|complete|completed|placed|in place|purchased|bought|issued|"
    r"processed|registered|pencilled in|settled|approved"
)
_GOT = r"book|reserve|order|get|arrange|secure|make|finali[sz]e|complete|sort"
_CONDITIONAL = re.compile(
    r"\b(?:if|once|until|before|when|whenever|unless|as soon as|shall|should|would|could|can|"
    r"to have|want|like to|need|let me|ready to|happy to|able to|will have|going to|please|"
    r"i'll|we'll|i will|we will)\b"
)
_FAILED = re.compile(
    r"\b(?:fell through|fall through|failed|fails|failure|declined|rejected|refused|turned (?:it |"
    r"me |us |you )?(?:down|away)|fully booked|booked (?:up|out|solid)|sold out|unsuccessful|"
    r"unavailable|cancell?ed|didn't go through|not go through|unable to (?:book|reserve|arrange|"
    r"get|secure|complete|make)|hit a snag|hit the buffers|slipped through|chock-?a-?block|"
    r"jam-?packed|packed out|snapped up|spoken for|no room|no longer (?:available|free|possible)|"
    r"(?:is|are|was|were|'s) (?:already |all )?taken(?! care)|impossible|on hold|"
    r"pending|waiting list)\b"
)
BOOKED = re.compile(  # idioms of what is done
    r"\b(?:(?:all )?squared away|in the bag|done and dusted|(?:the )?deed is done|"
    r"(?:all )?wrapped up|(?:all )?sewn up|pencill?ed in|nailed down|snapped up|"
    r"signed and sealed|on the books|has accepted|carriage awaits|home and dry|"
    r"mission accomplished|it went through)\b"
)
_WORDS = re.compile(r"\b(?:(?:re|pre)?book|reserv|confirm(?:s|ed|ing|ation)?\b)\w*")
# what is still to be done: "to book", "I can reserve", "if you want a booking"
_TO_COME = re.compile(
    r"\b(?:if|once|until|before|when|whenever|unless|as soon as|shall|should|would|could|can|"
    r"want|like|need|let|ready|happy|able|going|please|to|in|how many|i'll|we'll|you'll|"
    r"after|for|with|about)\b"
)
_WISHED = re.compile(r"\b(?:please|to|you)(?: just)? $")  # "please confirm where you start"
_TO_BE_DONE = re.compile(r"\b(?:get|getting|have|having|want|like) (?:\w+ ){0,3}$")  # "it booked"


@lru_cache(maxsize=64)
def _patterns(things: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what claims a booking, what does in a question, and what a booking is told by."""
    own = "|".join(sorted(map(re.escape, things | {"booking", "reservation"})))
    thing = "|".join(sorted(map(re.escape, things | _THINGS)))
    booked = re.compile(
        rf"\b(?:(?:was|were|been) able|managed) to (?:{_GOT})\b|"
        r"\b(?:booked|reserved|confirmed|pre-?booked)\b|"
        rf"\b(?:{thing})s?\b[^.?!;]{{0,80}}?\b(?:is|are|has been|have been|was|went|'s|gets|"
        rf"will be|comes|has|goes)\b[^.?!;]{{0,20}}?\b(?:{_MADE}|done|set|through|successful|ready|"
        r"waiting|awaits|coming|here|outside|on its way|on the way|yours|good to go|in the system|"
        r"under your name)\b|"
        r"\b(?:have|has|'ve|'s|i|we|just|been)\b ?(?:just |now |also |got |gone ahead and |went "
        rf"ahead and |successfully |already )*(?:{_MADE}|got you|put you in|put your \w+ down)"
        rf"\b(?=[^.?!;]{{0,40}}\b(?:{thing}|you|it|that|everything)s?\b|[.!])|"
        r"\b(?:have|'ve|i|we|just) (?:just |now |already )*(?:put you down|signed you up)\b|"
        r"\b(?:you're|you are|it's|it is|that's|that is|everything's|everything is|we're|that's "
        r"you|it) (?:all |now )*(?:set|sorted|settled|done|arranged|secured|good to go|ready to go)"
        r"\b(?! (?:the|a|an|in)\b)|\byou're in[!,.]|\ball (?:set|done|sorted|taken care of)\b|"
        rf"\byou(?:'ve| have) (?:now |got )?(?:(?:an?|your|\d+) )?(?:{own})s?\b|"
        r"\byou(?:'re| are) (?:all |now )*(?:signed up|enrolled|registered|booked in|down for)\b|"
        r"\bdone deal\b|\bconsider it \w+|"
        rf"\b(?:{thing})s? (?:successfully )?(?:made|done|complete|completed|successful|secured|"
        r"sorted|arranged|ordered|set)\b|"
        r"(?:\b(?:is|are)|'s|'re) (?:on (?:its|the|their) way|expecting you|"
        r"(?:ready and )?waiting(?! to be)|"
        r"all yours|yours)\b|"
        r"\byour \w+ (?:is|are|will be) (?:coming|arriving|on (?:its|the|their|his|her) way|"
        r"outside|waiting(?! to be))\b|"
        r"\b(?:will|'ll) (?:pick you up|be waiting|collect you|expect you|see you|be ready|be "
        r"there)\b|\bsee you (?:then|there|on|at)\b|\bi've got you\b|\bgot you (?:a|in|down|the)\b|"
        r"\bdone!|^done\b|\b(?:took|taken) care of\b|\bput (?:the|your|a) \w+ through\b|"
        rf"{BOOKED.pattern}|"
        r"\b(?:has|have|'ve|i|we) (?:told|gave|given|informed|let|rang|called|phoned|messaged) "
        r"(?:them|the (?:restaurant|hotel|place|driver|staff|owner))\b|"
        r"\b(?:i|we|'ve|have) (?:told|informed|rang|called|phoned|messaged) _|"
        r"\b(?:has|have|'ve) (?:you|your \w+) (?:down\b|(?:on|in) the (?:list|books?|diary))|"
        r"\b(?:has|have) (?:saved|kept|held) you\b"
    )
    asked = re.compile(
        rf"\b(?:i|we|it|that|{thing})s?\b ?(?:have|has|'ve|is|are|was|were|'s|'re|been|got|now|"
        r"just|already)\b[^.?!]{0,30}\b(?:booked|reserved|confirmed|made|arranged|ordered)\b"
    )
    told = re.compile(
        rf"\b(?:book\w*|reserv\w*|confirm(?:ed|ation)|ordered|(?:{own})s?|secured|arranged|"
        r"go through|went through|made)\b"
    )
    return booked, asked, told


def claims_booking(sentence: str, things: frozenset[str]) -> bool:
    """Whether a sentence says that something is booked.

    Args:
        sentence: as `spoken` gives it.
        things: the nouns for what is booked, "table".
    """
    booked, asked, _ = _patterns(things)
    text = _FAILED.sub(" ", IDIOMS.sub(" ", sentence))
    if sentence.endswith("?"):
        return asked.search(text) is not None or any(
            claims_booking(f"{clause}.", things) for clause in re.split(r"[,;:-] ", text)[:-1]
        )
    if _FAILED.search(sentence):
        return False
    for part in (text, *text.split(", and ")[1:]):
        if found := booked.search(part):
            clause = CLAUSE.split(part[: found.start()])[-1]
            if not NO.search(f"{clause}{found.group()}") and not _CONDITIONAL.search(clause):
                return True
    return False


def claims_failure(sentence: str, things: frozenset[str]) -> bool:
    """Whether a sentence says that something could not be booked."""
    if sentence.endswith("?"):
        return False
    if _FAILED.search(sentence):
        return True
    told = _patterns(things)[2]
    text = IDIOMS.sub(" ", sentence)
    return any(NO.search(clause) and told.search(clause) for clause in re.split(r"[;:]", text))


def of_booking(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield the words of bookings in a statement, where nothing tells of one.

    What is still to be done may be spoken of: "let me know if I should book it".
    """
    told = acts_of(brief.acts, ActType.BOOK, ActType.NOBOOK) or any(
        act.value == "unknown" or (act.domain, act.slot) in brief.lexicon.gives
        for act in brief.acts
    )
    if told or rest.rstrip().endswith("?") or _WORDS.search(re.sub(r"[^.!?]*\?", " ", own)):
        return
    for clause in re.split(r"[,;:.!?]| but ", rest):
        for word in _WORDS.finditer(clause):
            ended = word.group().endswith("ed") or word.group().startswith("confirm")
            ended = ended and not _WISHED.search(clause[: word.start()])
            ended = ended and not _TO_BE_DONE.search(clause[: word.start()])
            if ended or not _TO_COME.search(clause[: word.start()]):
                yield f"{word.group()!r} is no fact"
