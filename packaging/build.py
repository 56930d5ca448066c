"""Make what is handed out: ``python3 packaging/build.py deb|wheel|all|windows|macos``.

deb      Debian package (Debian 12 and newer)
wheel    wheel and source distribution
all      both
windows  installer (.exe), on Windows
macos    disk image (.dmg), on macOS
version  only print the version

Everything lands in dist/. What is missing is set up first (see ``environment.py``).
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed. Install it, then run: python3.11 packaging/build.py all")

from pathlib import Path

import environment
import release

KINDS = {
    "deb": ("deb",),
    "wheel": ("wheel",),
    "all": ("wheel", "deb"),
    "windows": ("windows",),
    "macos": ("macos",),
}
SYSTEM_OF = {"deb": "linux", "windows": "win32", "macos": "darwin"}


def make(kind: str, python: Path) -> list[Path]:
    """Build one kind and return its files."""
    system = SYSTEM_OF.get(kind, sys.platform)
    if not sys.platform.startswith(system):
        raise environment.SetupError(f"“{kind}” is built on {system}; this is {sys.platform}.")
    if kind == "wheel":
        from wheels import make_wheel

        return make_wheel(python)
    from bundle import make_bundle, make_icons

    make_icons(python)
    make_bundle(python)
    if kind == "deb":
        from deb import make_deb

        return [make_deb()]
    if kind == "windows":
        from windows import make_windows_installer

        return [make_windows_installer()]
    from macos import make_disk_image

    return [make_disk_image()]


def main() -> int:
    if sys.argv[1:] == ["version"]:
        print(release.version())
        return 0
    if sys.argv[1:] in (["-h"], ["--help"]) or len(sys.argv) != 2 or sys.argv[1] not in KINDS:
        print(__doc__)
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    try:
        environment.say(f"Neural playground {release.version()}")
        release.releases()  # a wrong CHANGELOG.md is said before the long part
        python = environment.prepare(["package"])
        made = [path for kind in KINDS[sys.argv[1]] for path in make(kind, python)]
    except (environment.SetupError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in made:
        environment.say(f"{path.relative_to(environment.ROOT)}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
