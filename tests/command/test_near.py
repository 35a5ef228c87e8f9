"""What is nearly right: options of other tools, mistyped ones, and what the tabulator completes."""

from __future__ import annotations

import pytest
from runs import quick


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--kernal", "--kernel"),
        ("--strides", "--stride"),
        ("--pads", "--padding"),
        ("--pool-size", "--kernel"),
        ("--kernel-size", "--kernel"),
        ("--count-include-padding", "--count-include-pad"),
        ("--divisor-override", "--divisor"),
        ("--cel", "--cell"),
        ("--fraction", "--fractions"),
        ("--decimal", "--decimals"),
        ("--windows", "--window"),
        ("--steps", "--step"),
        ("--upstrean", "--upstream"),
    ],
)
def test_the_right_neighbour_is_named(typed: str, meant: str) -> None:
    """And no other; the matrix is not mistaken for the fault."""
    ran = quick("avg", "1 2; 3 4", typed, "2")
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr == (
        f"poolviz: No such option '{typed}'. Did you mean '{meant}'?\n"
        "hint: poolviz avg --help shows the options, with examples\n"
    )


def test_an_option_that_is_near_nothing() -> None:
    """Nothing is guessed."""
    ran = quick("max", "--xyzzy", "1 2")
    assert ran.stderr.splitlines()[0] == "poolviz: No such option '--xyzzy'."


def test_an_option_of_the_other_command() -> None:
    """It is told whose it is."""
    for operation, option, other in (
        ("avg", "--ties", "max"),
        ("max", "--divisor", "avg"),
        ("max", "--count-include-pad", "avg"),
        ("max", "--no-count-include-pad", "avg"),
    ):
        ran = quick(operation, "1 2", option, "1")
        assert ran.stderr == (
            f"poolviz: No such option '{option}'.\nhint: {option} is an option of poolviz {other}\n"
        )


def test_an_option_before_the_command() -> None:
    """Where no command is named yet."""
    for option in ("--kernel", "--kernal", "-k", "--xyzzy"):
        ran = quick(option, "2", "max", "1 2")
        assert (ran.stdout, ran.status) == ("", 2)
        assert ran.stderr.startswith(f"poolviz: No such option '{option}'.")


def completed(*words: str) -> list[str]:
    """What bash is told at the tabulator: the kind of each completion, and the completion."""
    asked = {
        "_POOLVIZ_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    return quick(env=asked).stdout.splitlines()


@pytest.mark.parametrize("before", [("max",), ("avg", "-k", "2"), ("max", "--upstream")])
def test_the_names_of_files_are_completed(before: tuple[str, ...]) -> None:
    """By the shell itself, wherever a matrix may stand."""
    assert completed("poolviz", *before, "samp") == ["file,samp"]
