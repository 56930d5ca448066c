"""How long an update takes, next to the textbook's loop in the same run: python tests/benchmarks/engine.py

Timed through ``Trainer.run`` in slices of 4 ms, as the training thread calls it: shuffling, counters, history
(training and test cost) and path included. The textbook's loop shuffles and updates, no more. Medians over
rounds in which the two take turns, in processor time of this thread, so that a busy machine disturbs less.
One BLAS thread, float64; the pictures' population forward in float32 too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dataclasses import dataclass
from statistics import median
from time import thread_time

import numpy as np

from playground.engine.network import Network
from playground.engine.trainer import Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training
from tests.engine.textbook import Textbook

SLICE = 0.004
ROUNDS = 21
ROUND_SECONDS = 0.1


@dataclass(frozen=True)
class Case:
    """A network, a batch size and the microseconds per update asked for (issue: the engine, table *Fast*)."""

    sizes: tuple[int, ...]
    n_rows: int
    batch_size: int
    target: int | None = None
    optimizer: str = "plain"
    activations: tuple[str, ...] = ("tanh",)


CASES = (
    Case((2, 4, 2, 1), 500, 1, 7),
    Case((2, 4, 2, 1), 500, 500),
    Case((2, 8, 8, 1), 500, 1, 7),
    Case((2, 8, 8, 1), 500, 10, 8),
    Case((2, 8, 8, 1), 500, 500, 33),
    Case((4, 16, 16, 3), 500, 1, 10),
    Case((4, 16, 16, 3), 500, 32, 17),
    Case((4, 16, 16, 3), 500, 500, 77),
    Case((64, 32, 10), 1797, 1, 10),
    Case((64, 32, 10), 1797, 32, 26),
    Case((64, 32, 10), 1797, 1797, 630),
    Case((2, 8, 8, 1), 500, 1, optimizer="adam"),
    Case((2, 8, 8, 1), 500, 1, optimizer="implicit"),
    Case((2, 8, 8, 1), 500, 10, activations=("tanh", "relu", "sigmoid")),
)


def time_case(case: Case) -> tuple[float, float]:
    """Median microseconds per update: the engine's and the textbook's."""
    network = Network(chain(case.sizes, case.activations))
    rows, test = (made_up_rows(n, case.sizes[0], case.sizes[-1]) for n in (case.n_rows, case.n_rows // 4))
    timed = runner(case.optimizer, case.batch_size, 0.01)
    trainer = Trainer(network, training(timed), rows, test)
    textbook = Textbook(network, network.initial_theta(1))
    update = textbook.implicit_update if case.optimizer == "implicit" else textbook.update
    rng = np.random.default_rng(1)
    engine_times, textbook_times = [], []
    for _ in range(ROUNDS):
        first, began = trainer.updates, thread_time()
        while thread_time() - began < ROUND_SECONDS:
            trainer.run(seconds=SLICE)
        engine_times.append((thread_time() - began) / (trainer.updates - first))
        updates, began = 0, thread_time()
        while thread_time() - began < ROUND_SECONDS:
            updates += textbook.epoch(rows.x, rows.y, 0.01, case.batch_size, rng, update)
        textbook_times.append((thread_time() - began) / updates)
    return 1e6 * median(engine_times), 1e6 * median(textbook_times)


def time_population() -> tuple[float, float, float]:
    """Median milliseconds for 64 × 64 weight vectors over 500 rows, 2-8-8-1: float32, float64, textbook."""
    network = Network(chain((2, 8, 8, 1)))
    rows = made_up_rows(500, 2, 1)
    theta = network.initial_theta(1)
    thetas = theta + np.random.default_rng(2).normal(size=(64 * 64, theta.size))
    times: dict[str, list[float]] = {"float32": [], "float64": [], "textbook": []}
    for _ in range(7):
        for dtype in ("float32", "float64"):
            began = thread_time()
            network.costs("half_squared", thetas, rows.x, rows.y, dtype=dtype)
            times[dtype].append(thread_time() - began)
        textbooks = [Textbook(network, each) for each in thetas]
        began = thread_time()
        for textbook in textbooks:
            textbook.mean_cost(rows.x, rows.y)
        times["textbook"].append(thread_time() - began)
    single, double, loop = (1e3 * median(each) for each in times.values())
    return single, double, loop


def main() -> None:
    print("network      batch optimizer neurons             engine  textbook  ratio   asked")
    for case in CASES:
        engine, textbook = time_case(case)
        name, neurons = "-".join(map(str, case.sizes)), ",".join(case.activations)
        asked = "" if case.target is None else f"{case.target:>4} µs"
        what = f"{name:<12} {case.batch_size:>5} {case.optimizer:<9} {neurons:<18}"
        print(f"{what} {engine:>6.1f} µs {textbook:>6.1f} µs {textbook / engine:>5.2f}× {asked}", flush=True)
    single, double, loop = time_population()
    print("\n64 × 64 weight vectors, 2-8-8-1, 500 rows, one thread:")
    print(
        f"  float32 {single:.1f} ms ({single / loop:.2f}× the textbook's loop over the points, {loop:.0f} ms)"
    )
    print(f"  float64 {double:.1f} ms ({double / loop:.2f}×)")


if __name__ == "__main__":
    main()
