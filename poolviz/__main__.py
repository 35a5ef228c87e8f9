"""`poolviz` and `python -m poolviz`."""


def main() -> None:
    """Run the command; Ctrl-C is heard even while it is being loaded."""
    try:
        from poolviz.command.interrupt import leaving, watch

        watch()
        with leaving():
            _prepare()
            from poolviz.command.app import main as run

            run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
"""What NumPy's libraries read when they are loaded."""


def _prepare() -> None:
    """What the command sets for its own process, and a library never would.

    Pooling multiplies no matrices, so a second thread for that would only be started and ended.
    What is loaded and drawn makes hardly any garbage that Python does not free at once, so it is
    to look for some rarely, and at the end not at all: all memory goes back to the system then.
    """
    import atexit
    import gc
    import os

    for name in THREADS:
        os.environ.setdefault(name, "1")
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)


if __name__ == "__main__":
    main()
