"""What a learner may do wrong, and how a learner's own matrix is judged."""
