"""What the options of a question's setting mean, in words, for who has only the sheet."""

from __future__ import annotations

from poolviz.explain.telling_max import RULES
from poolviz.teach.questions import Question


def meanings(question: Question) -> tuple[str, ...]:
    """A sentence for each option that its name does not explain.

    >>> from poolviz import max_pool
    >>> row = max_pool([[9, 9]], kernel=2, padding=(0, 0, 1, 0), ties="split")
    >>> for line in meanings(Question("ties", row, "gradient")):
    ...     print(line)
    padding 0,0,1,0: rows and columns added at top, left, bottom, right
    ties split: the cells that tie share the gradient equally
    """
    said = []
    for word in question.setting.split(" · "):
        name, _, value = word.partition(" ")
        if name == "padding" and "," in value:
            said.append(f"{word}: rows and columns added at top, left, bottom, right")
        elif name == "ties":
            said.append(f"{word}: {RULES[value]}")
    return tuple(said)
