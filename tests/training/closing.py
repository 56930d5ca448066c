"""A program that is closed while it trains and paints. Run by `test_shut_down.py`; must end with 0.

``python closing.py MILLISECONDS WAY``: after so long the program is left in one of the ways of `WAYS`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QCoreApplication, QTimer

from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import new_project
from playground.document.view_state import ViewState
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds

WAYS = ("close", "quit", "step")


def main(milliseconds: int, way: str) -> int:
    application = QCoreApplication([])
    rows = "\n".join(f"{i % 17},{i % 5},{(i % 17) * (i % 5)}" for i in range(300))
    table = read_table(f"a,b,product\n{rows}\n".encode(), "product.csv")
    document = Document(new_project(table), ViewState(speed=None))
    controller = TrainingController(document)
    controller.set_picture_needs(PictureNeeds(surface=True, neuron_pictures=True, predictions=True))
    controller.train()

    def leave() -> None:
        if way == "step":
            controller.step_epoch()
            controller.restart()
        if way == "close":  # as a window does in its closeEvent
            controller.shut_down()
        application.quit()

    QTimer.singleShot(milliseconds, leave)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
