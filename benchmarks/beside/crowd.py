"""People who ask and answer: threads, each with one connection, who never think, or think for a while about each item.

The standard library's HTTP client, so that the two cores are spent on the servers and not on whoever asks.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")

Loop = Callable[["Line"], float]
"""One answer on a person's line; returns the seconds from giving it to having the next item. Raises NothingLeft."""


class NothingLeft(Exception):
    """No item for this person."""


class Line:
    """One person's connection, kept open; opened anew when the server closes it."""

    def __init__(self, host: str, port: int, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=600)
        self._headers = {"Content-Type": "application/json", **headers}

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON, None if it is empty; raises on any status from 400."""
        payload = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        for last in (False, True):
            try:
                self._connection.request(method, path, payload, self._headers)
                answer = self._connection.getresponse()
                text = answer.read()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self._connection.close()
                if last:
                    raise
        if answer.status == 404:
            raise NothingLeft
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text) if text else None


@dataclass(frozen=True, slots=True)
class Pace:
    """What a crowd's loops took: processor milliseconds of server and database per loop, loops per second, and the
    milliseconds that people waited from their answer to the next item, sorted."""

    loops: int
    cpu_ms: float
    per_second: float
    waits_ms: Sequence[float] = field(repr=False)

    def percentile(self, share: float) -> float:
        """Of the waits, in milliseconds."""
        return self.waits_ms[min(len(self.waits_ms) - 1, int(share * len(self.waits_ms)))]


def pace(lines: Sequence[Line], loop: Loop, *, seconds: float, roots: Sequence[int], think: float = 0) -> Pace:
    """Everybody at once for so long; `roots` are the processes whose families are the server and its database. `think`:
    the mean seconds that somebody looks at an item before they answer it, exponentially distributed."""
    waited: list[list[float]] = [[] for _ in lines]
    failures: list[BaseException] = []
    stop = time.perf_counter() + seconds

    def person(number: int, line: Line, mine: list[float]) -> None:
        dice = random.Random(number)
        try:
            while True:
                if think:
                    time.sleep(dice.expovariate(1 / think))
                if time.perf_counter() >= stop:
                    return
                mine.append(loop(line) * 1000)
        except NothingLeft:
            pass
        except BaseException as failure:
            failures.append(failure)

    people = [
        threading.Thread(target=person, args=(n, *pair)) for n, pair in enumerate(zip(lines, waited, strict=True))
    ]
    before, began = family_seconds(roots), time.perf_counter()
    for one in people:
        one.start()
    for one in people:
        one.join()
    took, spent = time.perf_counter() - began, family_seconds(roots) - before
    if failures:
        raise failures[0]
    all_waits = sorted(wait for mine in waited for wait in mine)
    return Pace(len(all_waits), spent / len(all_waits) * 1000, len(all_waits) / took, all_waits)


def running() -> Iterator[tuple[int, int, list[int]]]:
    """All that run: process, its parent, and the clock ticks that it spent as user and as system, and those of the
    ended ones that it waited for."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text().rpartition(") ")
        except OSError:
            continue  # it ended while we looked
        values = rest.split()
        yield int(head.split(" ", 1)[0]), int(values[1]), [int(each) for each in values[11:15]]


def family(roots: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """These processes and all below them, with their clock ticks as in `running`."""
    found = {pid: (parent, ticks) for pid, parent, ticks in running()}

    def below(pid: int) -> bool:
        while pid > 1:
            if pid in roots:
                return True
            pid = found[pid][0] if pid in found else 0
        return False

    return ((pid, ticks) for pid, (_, ticks) in found.items() if below(pid))


def family_seconds(roots: Sequence[int]) -> float:
    """Processor seconds of these processes and all below them, the ended ones that were waited for included."""
    return sum(sum(ticks) for _, ticks in family(roots)) / TICKS
