"""Max and average pooling on NumPy alone: the lesson, and what stands behind it."""
