"""Start the playground: ``python3 packaging/start.py [FILE.csv]``.

Sets up what is missing first (see ``environment.py``). Without a screen it says so and shows the main job
anyway: it trains the example through the real window, out of sight, and saves a picture of it.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed. Install it, then run: python3.11 packaging/start.py")

import os
from pathlib import Path

import environment

PICTURE = Path("playground.png")
EPOCHS_OF_THE_EXAMPLE = 300
EPOCHS_OF_A_FILE = 20  # it may be large


def has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    files = sys.argv[1:]
    if files in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        python = environment.prepare(screen=has_screen())
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    if has_screen():
        environment.say("Starting the playground")
        return environment.run(python, "-m", "playground", *files)
    epochs = EPOCHS_OF_A_FILE if files else EPOCHS_OF_THE_EXAMPLE
    environment.say(f"There is no screen here: training out of sight for {epochs} epochs, then a picture")
    picture = PICTURE.resolve()
    code = environment.run(
        python, "-m", "playground", *files, "--screenshot", str(picture), "--after", str(epochs),
        QT_QPA_PLATFORM="offscreen",
    )  # fmt: skip
    if code == 0:
        environment.say(f"Saved {picture}")
    return code


if __name__ == "__main__":
    sys.exit(main())
