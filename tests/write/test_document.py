"""What stands in a document beside the problem, and what is refused."""

from __future__ import annotations

import json

import pytest

from poolviz import avg_pool, max_pool
from poolviz.explain.asked import Asked
from poolviz.write.document import document, dumps


def test_a_document_has_nothing_that_was_not_asked_for() -> None:
    """Edges, steps and fractions are left out unless they are asked for."""
    pooled = max_pool([[1, 2], [3, 4]])
    assert json.loads(dumps(pooled)) == json.loads(json.dumps(document(pooled)))


def test_a_document_is_refused_where_a_matrix_is_asked_for_that_it_has_not() -> None:
    """Although it has all matrices in any case: the command line says the same with a screen."""
    pooled = avg_pool([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"^avg has no argmax; show input, output, divisors, "):
        dumps(pooled, Asked(show=("output", "argmax")))
    assert dumps(pooled, Asked(show=("output", "divisors"))) == dumps(pooled)
