"""The rules of the rule policy, one file per concern.

A rule looks at the deliberation of a turn, decides on acts or not, and returns whether the list
of rules it is in has been served: True ends the list. The function's name is the rule's name.
"""

from collections.abc import Awaitable, Callable

from dialog.policy.deliberation import Deliberation

ConversationRule = Callable[[Deliberation], Awaitable[bool]]
DomainRule = Callable[[Deliberation, str], Awaitable[bool]]
