"""Which sentences a problem has."""

from __future__ import annotations

from poolviz.explain.sentences import Telling
from poolviz.explain.telling_avg import AvgTelling
from poolviz.explain.telling_max import MaxTelling
from poolviz.explain.window import Account, MaxAccount


def telling(
    account: Account, decimals: int = 4, full: bool = False, fractions: bool = False
) -> Telling:
    """The sentences about a problem, with so many decimals, in full or not, in fractions or not."""
    tells = MaxTelling if isinstance(account, MaxAccount) else AvgTelling
    return tells(account, decimals, full, fractions)
