"""From blocks to one form each: terminal, JSON and files."""
