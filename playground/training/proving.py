"""Proving the lowest point of a slice, in a process of its own. No Qt: the child process imports this file.

A proof keeps Python busy for seconds; a thread would take the interpreter lock away from the window.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol

from playground.data.dataset import Dataset
from playground.engine.landscape.bounded import BoundedCost, NoBoundsError
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import landmarks_of
from playground.engine.landscape.network_bounds import NetworkBounds
from playground.engine.landscape.proof import SECONDS, Proof, ProofProgress, prove
from playground.engine.landscape.surface import Surface
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import NetworkSpec, Objective

log = logging.getLogger(__name__)

POLITENESS = 5
"""The child gives way to the window and to training by so many steps of priority."""


class ProofTask(Protocol):
    """What is to be proven; must be picklable, because the child gets a copy.

    surface: sampled of the cost. landmarks: all kinds of its places with a name; None: to be found first.
    """

    @property
    def surface(self) -> Surface: ...

    @property
    def landmarks(self) -> tuple[Landmark, ...] | None: ...

    @property
    def kinked(self) -> bool: ...

    def bounded_cost(self) -> BoundedCost:
        """Raises ``NoBoundsError`` where there are no bounds."""


@dataclass(frozen=True, eq=False)
class NetworkProofTask:
    """A slice through a network's weights, over its training rows ``x`` and ``y``."""

    network: NetworkSpec
    objective: Objective
    surface: Surface
    landmarks: tuple[Landmark, ...] | None
    kinked: bool
    x: Array
    y: Array

    @staticmethod
    def of(
        network: Network,
        objective: Objective,
        surface: Surface,
        landmarks: tuple[Landmark, ...] | None,
        data: Dataset,
    ) -> NetworkProofTask:
        return NetworkProofTask(
            network.spec,
            objective,
            surface,
            landmarks,
            network.kinked(objective),
            data.x_train,
            data.y_train,
        )

    def bounded_cost(self) -> BoundedCost:
        return NetworkBounds(Network(self.network), self.objective, self.surface.plane, self.x, self.y)


@dataclass(frozen=True, eq=False)
class SliceProof:
    """A proof, with the very surface it is about and all landmarks on it, lowest cost first."""

    surface: Surface
    landmarks: tuple[Landmark, ...]
    proof: Proof


Message = ProofProgress | tuple[tuple[Landmark, ...], Proof] | str


class ProofProcess:
    """Proves one task in a child process, which can be stopped half-way."""

    def __init__(self, task: ProofTask, seconds: float = SECONDS) -> None:
        # Spawned: a forked child of a program with threads may inherit a lock that nobody will release.
        context = multiprocessing.get_context("spawn")
        self._task = task
        self._receiver, sender = context.Pipe(duplex=False)
        self._process: SpawnProcess = context.Process(
            target=_prove_and_tell, args=(task, seconds, sender), daemon=True
        )
        self._process.start()
        sender.close()

    def result(self, progress: Callable[[ProofProgress], object]) -> SliceProof | str:
        """Wait for the child; a sentence if there is no proof. ``progress`` is called while waiting."""
        try:
            message: Message = self._receiver.recv()
            while isinstance(message, ProofProgress):
                progress(message)
                message = self._receiver.recv()
        except EOFError:
            message = "The proof did not come to its end: perhaps there is not enough memory."
        finally:
            self._receiver.close()
            self._process.join()
        return message if isinstance(message, str) else SliceProof(self._task.surface, *message)

    def stop(self) -> None:
        """End the child at once. May be called from another thread than the one that waits."""
        self._process.terminate()


def prove_task(
    task: ProofTask, seconds: float, progress: Callable[[ProofProgress], object]
) -> tuple[tuple[Landmark, ...], Proof]:
    """The task's landmarks, found first if they are not known, and the proof. Raises ``NoBoundsError``."""
    cost = task.bounded_cost()
    landmarks = task.landmarks
    if landmarks is None:
        landmarks = landmarks_of(cost, task.surface, kinked=task.kinked)
    return landmarks, prove(cost, task.surface.window, landmarks, seconds=seconds, progress=progress)


def _prove_and_tell(task: ProofTask, seconds: float, sender: Connection) -> None:
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    answer: Message
    try:
        answer = prove_task(task, seconds, sender.send)
    except NoBoundsError as error:
        answer = str(error)
    except Exception as error:
        log.exception("A proof failed")
        answer = f"The proof failed: {error}."
    sender.send(answer)
    sender.close()
