"""`poolviz` and `python -m poolviz`."""

import sys


def main() -> None:
    """Run the command; Ctrl-C is heard even while it is being loaded."""
    try:
        from poolviz.command.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
