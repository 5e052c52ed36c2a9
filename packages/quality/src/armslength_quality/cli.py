"""`armslength-quality agree|detect|fit|judge|rank|report|sample answers.csv`: measures and models, without server.

Results go to standard output or the files asked for, everything else to standard error. It ends with 0, or with 2 and
one line that says what is wrong and where.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from armslength_quality.commands import agree, detect, fit, judge, rank, report, sample
from armslength_quality.errors import QualityError

_COMMANDS = (agree, detect, fit, judge, rank, report, sample)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except QualityError as error:
        sys.stderr.write(f"armslength-quality: {error}\n")
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"armslength-quality: {error.filename or 'output'}: {error.strerror or error}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="armslength-quality", description="How far people agree, and what is true.")
    names = " | ".join(each.__name__.rpartition(".")[2] for each in _COMMANDS)
    commands = parser.add_subparsers(required=True, metavar=names)
    for each in _COMMANDS:
        each.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
