"""The command line: options, errors, keys."""
