"""From bytes and texts to matrices, or to a fault with its place."""
