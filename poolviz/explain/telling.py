"""Which sentences a problem has."""

from __future__ import annotations

from poolviz.explain.account import Account
from poolviz.explain.sentences import Telling
from poolviz.explain.telling_avg import AvgTelling
from poolviz.explain.telling_max import MaxTelling

TELLINGS: dict[str, type[Telling]] = {"max": MaxTelling, "avg": AvgTelling}


def telling(
    account: Account, decimals: int = 4, full: bool = False, fractions: bool = False
) -> Telling:
    """The sentences about a problem, with so many decimals, in full or not, in fractions or not."""
    tells = TELLINGS[account.problem.operation]
    return tells(account, decimals, full, fractions)
