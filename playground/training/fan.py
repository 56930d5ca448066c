"""A fan of seeds as a job."""

from __future__ import annotations

from playground.document.project import Project
from playground.document.start_point import start_weights
from playground.engine.fan import Fan, FanMaker
from playground.engine.network import Network
from playground.engine.trainer import Rows

MOST_SEEDS = 200


class FanJob:
    """Trains one runner of the project with the seeds 1 to ``n_seeds``, ``updates`` updates each, all from
    the project's own start. The training under way is not touched: these are trainers of their own."""

    def __init__(self, project: Project, runner_id: int, n_seeds: int, updates: int) -> None:
        data = project.dataset
        self._maker = FanMaker(
            Network(project.network),
            project.training,
            runner_id,
            start_weights(project),
            Rows(data.x_train, data.y_train),
            range(1, n_seeds + 1),
            updates,
        )

    @property
    def is_done(self) -> bool:
        return self._maker.is_done

    def work(self, seconds: float) -> float:
        self._maker.advance(seconds)
        return 0.0

    def report(self) -> Fan:
        return self._maker.fan()
