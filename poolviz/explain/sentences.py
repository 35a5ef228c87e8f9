"""What is said about a problem: one true, short sentence for each thing that happened to it.

`Telling` has what both operations share; what is said of one alone is in `telling_max` and
`telling_avg`.
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from poolviz.explain import edges, vanishing
from poolviz.explain.why import Why
from poolviz.words import size


class Telling(Why):
    """All sentences about one problem, its windows and its cells."""

    def head(self) -> str:
        """What was done, and what it did to the size."""
        problem = self.account.problem
        g = problem.geometry
        words = [f"{problem.operation} pooling"]
        if g.kernel is None or g.stride is None or g.padding is None or g.dilation is None:
            words.append(f"output size {size(g.shape)}")
        else:
            words += [f"kernel {size(g.kernel)}", f"stride {size(g.stride)}"]
            words += ["padding " + ",".join(map(str, g.padding))] * any(g.padding)
            words += [f"dilation {size(g.dilation)}"] * (g.dilation != (1, 1))
        if g.ceil_mode:
            words.append("ceil mode")
        words += self.own_options()
        words.append(f"input {size(g.input_shape)} → output {size(g.shape)}")
        return " · ".join(words)

    @abstractmethod
    def own_options(self) -> list[str]:
        """The options that only this operation has, where they are not the default."""

    # --- the sums -------------------------------------------------------------------------

    def sums(self) -> str:
        """The loss, the hits and the gradient's sum."""
        return " · ".join([self.loss_sentence(), self.hits(), self.gradient_sentence()])

    def loss_sentence(self) -> str:
        """What is differentiated."""
        problem = self.account.problem
        if problem.loss is None:
            return "upstream gradient (dLoss/dOutput) given"
        name = f"loss = {problem.loss} of output"
        return f"{name} {self.equals(self.account.loss or Fraction())}"

    @abstractmethod
    def hits(self) -> str:
        """How many hits there are, and why so many."""

    def gradient_sentence(self) -> str:
        """What the gradient sums to, and why not to the upstream's sum."""
        got, sent = self.account.arrived, self.account.sent
        text = f"the gradient sums to {self.summed(got)}"
        if got == sent:
            return text + ("" if self.account.problem.loss == "mean" else ", as upstream does")
        return f"{text}, not {self.summed(sent)}: {self.why_not()}"

    def summed(self, value: Fraction) -> str:
        """A sum, which is said to be rounded where it is."""
        if self.fractions:
            return str(value)
        text = self.equals(value)
        return text.removeprefix("= ").replace("≈ ", "about ")

    @abstractmethod
    def why_not(self) -> str:
        """Why the gradient's sum is not the upstream's; empty if it is."""

    # --- remarks --------------------------------------------------------------------------

    def remarks(self, always: bool = False) -> list[str]:
        """What is worth saying below the matrices; `always` gives the size's formula, too."""
        g = self.account.problem.geometry
        lines = [self._size()] if always and g.output_size is None else []
        lines += [edges.sentence(axis, always) for axis in (g.rows, g.columns)]
        vanished = vanishing.sentence(self.account, self.decimals)
        return [line for line in (*lines, self.ties(), self.refused(), vanished) if line]

    def _size(self) -> str:
        """The formula of the output's size, in words."""
        rounding = "ceil" if self.account.problem.geometry.ceil_mode else "floor"
        size_ = f"{rounding}((input + padding before + after - extent) / stride) + 1"
        return f"size: {size_}, where extent = dilation × (kernel - 1) + 1 is what a window spans"

    def refused(self) -> str:
        """What PyTorch would refuse; empty if nothing."""
        g = self.account.problem.geometry
        if g.padding is None or g.kernel is None or not any(g.padding):
            return ""
        top, left, bottom, right = g.padding
        if (top, left) != (bottom, right):
            return f"PyTorch pads both sides alike: there {self.padded_first()}"
        if top * 2 > g.kernel[0] or left * 2 > g.kernel[1]:
            return "PyTorch refuses padding of more than half the kernel"
        return ""

    @abstractmethod
    def padded_first(self) -> str:
        """What a program pads with before PyTorch pools, where the sides differ."""

    def ties(self) -> str:
        """How many windows tie, and which rule decides; empty if none does."""
        return ""

    @abstractmethod
    def idle(self, option: str) -> str:
        """Why all values of an option give the same here; empty if they need not."""

    @abstractmethod
    def meaning(self, role: str) -> str:
        """What the sign of a role says."""
