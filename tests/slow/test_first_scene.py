"""How often the first scene goes as it should, measured anew with the real trainer."""

from __future__ import annotations

import json
import runpy

from playground.resources import resource


def test_the_published_figures_are_the_measured_ones() -> None:
    script = runpy.run_path(str(resource("examples", "measure_first_scene.py")))
    promised = json.loads(resource("examples", "first_scene.json").read_text("utf-8"))
    assert script["measure"]() == promised
