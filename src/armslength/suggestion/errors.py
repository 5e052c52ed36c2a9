"""What suggestion refuses.

NoSuchItem         404   no such item in this project
NoFirstAnswer      422   the policy shows suggestions after one's own answer, and that answer is wrong or not complete
OtherJudge         409   this version was brought in before as something else: a judge, no judge, another judge
TurnOver           409   the assignment is not in this person's hands any more
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class NoSuchItem(NotFound):
    """No such item here."""

    code = "suggestion.item_not_found"


class NoFirstAnswer(Invalid):
    """A first answer that is none."""

    code = "suggestion.first_answer"


class TurnOver(Conflict):
    """Submitted, skipped, or taken away."""

    code = "suggestion.not_in_hand"


class OtherJudge(Conflict):
    """What a version is was said with its first suggestions."""

    code = "suggestion.other_judge"
