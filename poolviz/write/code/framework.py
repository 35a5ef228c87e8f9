"""What a framework brings along, so that a program can be written for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.listing import lines


@dataclass(frozen=True)
class Framework:
    """One framework: its name, its versions, and what its programs do between x and the end."""

    title: str
    seen: str
    """The versions with which the programs were seen to run."""
    max: Callable[[MaxPooling], str]
    """From `x`, and `upstream` where it is given, to `output`, `argmax` and `gradient`."""
    avg: Callable[[AvgPooling], str]
    """From `x`, and `upstream` where it is given, to `output` and `gradient`."""
    imports: Mapping[str, str]
    """The imports, each under the name that stands in a program that needs it."""
    before: str = ""
    """What must be said before the imports."""
    setting: str = ""
    """What must be said after the imports."""
    array: str = "np.array({}, dtype=np.float64)"
    """How a float64 matrix is made of a list of rows."""
    plain: str = "{}"
    """How NumPy is given a result of the framework's."""
    flushes: bool = False
    """Whether it takes numbers below float64's normal range for 0."""
    differentiates: bool = True
    """Whether it has a gradient."""

    def head(self, lines_of_code: str) -> str:
        """The imports that a program needs, and the settings."""
        text = self.array + self.setting + lines_of_code
        names = {name: rf"(?<![\w.]){re.escape(name)}" for name in self.imports}
        needed = (self.imports[name] for name in names if re.search(names[name], text))
        return lines(self.before, *needed, self.setting)
