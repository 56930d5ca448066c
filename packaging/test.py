"""Check the playground: ``python3 packaging/test.py [--all] [pytest arguments]``.

Sets up what is missing first (see ``environment.py``), then runs ruff, mypy and the tests.
``--all`` adds the slow tests in ``tests/slow``. The tests run on all cores; ``-n 0`` keeps them on one.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed. Install it, then run: python3.11 packaging/test.py")

import os

import environment

CHECKS = (
    ("style", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("types", ("-m", "mypy")),
)
VARIABLES = {
    "QT_QPA_PLATFORM": "offscreen",
    "OPENBLAS_NUM_THREADS": "1",
    "QT_LOGGING_RULES": "qt.qpa.fonts=false",
}


def main() -> int:
    arguments = sys.argv[1:]
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    with_slow = "--all" in arguments
    arguments = [argument for argument in arguments if argument != "--all"]
    try:
        python = environment.prepare(["test"])
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    os.chdir(environment.ROOT)
    failed = []
    for name, command in CHECKS:
        environment.say(f"Checking {name}")
        if environment.run(python, *command) != 0:
            failed.append(name)
    environment.say("Running the tests" + (", slow ones too" if with_slow else ""))
    # A worker that crashed is not replaced: with whole files dealt out, the run would never end.
    chosen = ["-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--max-worker-restart=0"]
    chosen += [] if with_slow else ["--ignore=tests/slow"]
    if environment.run(python, "-m", "pytest", *chosen, *arguments, **VARIABLES) != 0:
        failed.append("tests")
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
