"""The rounds of a fit on a Ray cluster, with the same bytes as in this process.

    with RayCluster("ray://head:10001") as cluster:
        truth = DawidSkene().fit(answers, gold=known, executor=cluster)

Every worker is an actor with one core that keeps its blocks of items for as long as the fit goes. What travels to it
once: how many answers its items have, for each answer one number that stands for who said what, and the code of a known
label. What travels in each round: what is told of people, and sums per person. No name, no identifier, no text.

The machines of the cluster need this package in the same version, and Ray and Python in the same versions too.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any, Self

from armslength_quality.errors import ClusterTrouble
from armslength_quality.truth.batches import Table
from armslength_quality.truth.blocks import even_blocks
from armslength_quality.truth.parts import Gathered, Part, Sums
from armslength_quality.truth.steps import Numbers, Placed, Step
from armslength_quality.truth.threads import Range

SCHEME = "ray://"
_HERE = version("armslength-quality")


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """What answered: the machines and cores of the cluster, and Ray's version."""

    machines: int
    cores: int
    ray: str


class RayCluster:
    """An executor whose workers are on a Ray cluster. For one thread and one fit at a
    time; leave the `with` to give the workers back.

    address   of the cluster's client server, `ray://host:port`: through it a cluster that dies takes no process of ours
              with it
    workers   most of them; None: one for every core of the cluster
    seconds   how long one answer of the cluster may take

    Fits of one block (below some 200,000 answers) have nothing to share out and are done here; nothing is connected to
    before there is more. Everything raises ClusterTrouble when the cluster cannot do it.
    """

    def __init__(self, address: str, *, workers: int | None = None, seconds: float = 120.0) -> None:
        if not address.startswith(SCHEME):
            raise ClusterTrouble(f"{address!r} is no address of a Ray cluster: it looks like ray://host:10001.")
        self.address, self.most, self.seconds = address, workers, seconds
        self._keys = itertools.count()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def place(self, step: Step) -> Placed:
        """Hand every worker its blocks; the step itself where there is but one."""
        blocks = len(step.blocks)
        if blocks == 1:
            return step
        with self.trouble():
            workers = self._workers[:blocks]
            cuts = even_blocks(blocks, -(-blocks // len(workers)))
            return _Placed(self, step, workers[: len(cuts)], cuts, next(self._keys))

    def look(self) -> ClusterFacts:
        """What answers at the address."""
        with self.trouble():
            ray = self._ray
            alive = [node for node in ray.nodes() if node["Alive"]]
            return ClusterFacts(len(alive), int(ray.cluster_resources().get("CPU", 0)), ray.__version__)

    @cached_property
    def _ray(self) -> Any:
        """The module, connected. Its messages are ours to tell."""
        import ray

        connected = ray.init(
            self.address, allow_multiple=True, log_to_driver=False, logging_level=logging.ERROR
        )  # fmt: skip
        self._open.callback(connected.disconnect)
        self._open.enter_context(connected)
        return ray

    @cached_property
    def _workers(self) -> list[Any]:
        """Actors that have said which version they are."""
        ray = self._ray
        cores = int(ray.cluster_resources().get("CPU", 0))
        count = max(1, min(cores, self.most or cores))
        actor = ray.remote(num_cpus=1)(Worker)
        workers = [actor.remote() for _ in range(count)]
        for there in self.answers([worker.version.remote() for worker in workers]):
            if there != _HERE:
                raise ClusterTrouble(f"The cluster has armslength-quality {there}, and here is {_HERE}.")
        return workers

    def answers(self, asked: list[Any]) -> list[Any]:
        """Wait for them, in this order."""
        found: list[Any] = self._ray.get(asked, timeout=self.seconds)
        return found

    def put(self, said: object) -> Any:
        """Something for the workers to read."""
        return self._ray.put(said)

    @contextmanager
    def trouble(self) -> Iterator[None]:
        """Whatever Ray raises, in one sentence."""
        try:
            yield
        except ImportError:
            raise ClusterTrouble("Ray is not installed here: pip install 'armslength-quality[ray]'.") from None
        except ClusterTrouble:
            raise
        except TimeoutError:
            text = f"The Ray cluster at {self.address} did not answer within {self.seconds:g} seconds: is it busy?"
            raise ClusterTrouble(text) from None
        except Exception as problem:  # Ray's own, gRPC's, and RuntimeError for versions that do not go together
            said = [line.strip() for line in str(problem).splitlines() if line.strip()] or [type(problem).__name__]
            raise ClusterTrouble(
                f"The Ray cluster at {self.address} does not do its work: {said[-1][:300]}"
            ) from problem


class _Placed(Gathered):
    """A step on the cluster."""

    def __init__(self, cluster: RayCluster, step: Step, workers: list[Any], cuts: list[Range], key: int) -> None:
        super().__init__(step, cuts, self._ask)
        self.cluster, self.workers, self.key = cluster, workers, key
        parts = (cluster.put(step.part(*cut)) for cut in cuts)
        cluster.answers([worker.hold.remote(key, part) for worker, part in zip(workers, parts, strict=True)])

    def _ask(self, told: Table, numbers: Numbers, shapes: list[tuple[int, int]]) -> Iterable[Sums]:
        with self.cluster.trouble():
            shared = self.cluster.put(told)
            asked = zip(self.workers, shapes, strict=True)
            return self.cluster.answers([each.round.remote(self.key, shared, numbers, items) for each, items in asked])


class Worker:
    """What an actor is: it has the part of the fit that is under way."""

    def __init__(self) -> None:
        os.environ["ARMSLENGTH_THREADS"] = "1"
        self.parts: dict[int, Part] = {}

    def version(self) -> str:
        """Of this package, on this machine."""
        return _HERE

    def hold(self, key: int, make: Callable[[], Step]) -> None:
        """Take on a part in place of the one before. What Ray hands over can only be read, hence the copy."""
        self.parts = {key: Part(deepcopy(make))}

    def round(self, key: int, told: Table, numbers: Numbers, items: tuple[int, int]) -> Sums:
        """One round of it."""
        return self.parts[key].round(told, deepcopy(numbers), items)
