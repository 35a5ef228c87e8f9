"""`poolviz` and `python -m poolviz`."""

from poolviz.cli import main

if __name__ == "__main__":
    main()
