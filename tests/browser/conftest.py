"""The browser and its reader, for every test in this folder."""

from chromium import chromium, reader

__all__ = ["chromium", "reader"]
