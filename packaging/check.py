"""Check what build.py made: ``python3 packaging/check.py deb|wheel|scripts [--help]``.

deb      install the package on bare Debian systems, start, self-test, purge (as root, on Debian)
wheel    install the wheel into an empty environment, self-test; build the same wheel from the sdist
scripts  start, test and build scripts from a new clone in a folder with blanks and umlauts, twice each

This takes minutes, downloads packages, and is therefore no part of the tests.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed. Install it, then run: python3.11 packaging/check.py wheel")

import argparse
import os
import shutil
import tempfile
from pathlib import Path

import environment
from chroot import CheckError, Source

SUITES = ("bookworm", "trixie")
MIRROR = "http://deb.debian.org/debian"
NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts")
TOOLS = {
    "Xvfb": "xvfb",
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "lintian": "lintian",
    "xdotool": "xdotool",
}


def main() -> int:
    options = parse()
    try:
        with tempfile.TemporaryDirectory(prefix="playground-check-", dir=options.folder) as folder:
            check(options, Path(folder))
    except (CheckError, environment.SetupError) as error:
        print(f"\nFailed: {error}", file=sys.stderr)
        return 1
    print("\nAll is well")
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("what", choices=("deb", "wheel", "scripts"))
    add("--suite", action="append", help=f"a Debian to check on ({', '.join(SUITES)})")
    add("--mirror", default=MIRROR, help=f"where debootstrap gets it ({MIRROR})")
    add("--base", type=Path, help="a bare system (folder or tar of one) instead; with one --suite")
    add("--copy", type=Path, action="append", default=[], help="a file the system needs for its network")
    add("--folder", type=Path, help="where the systems are unpacked (the place for temporary files)")
    options = parser.parse_args()
    if options.base is not None and len(options.suite or ()) != 1:
        parser.error("--base goes with one --suite")
    return options


def check(options: argparse.Namespace, folder: Path) -> None:
    if options.what == "wheel":
        from check_wheel import check_wheel

        check_wheel(folder)
    elif options.what == "scripts":
        from check_scripts import check_scripts

        check_scripts(folder)
    else:
        from check_deb import check_deb

        require_root_and_tools()
        copied = [Path(path) for path in NETWORK_FILES if Path(path).exists()] + options.copy
        source = Source(options.mirror, options.base, tuple(copied))
        python = environment.prepare(screen=True)
        check_deb(options.suite or list(SUITES), source, folder, python)


def require_root_and_tools() -> None:
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise CheckError(f"Tools are missing: sudo apt-get install {' '.join(missing)}")
    if os.geteuid() != 0:
        raise CheckError("A bare system in a folder needs root: run it with sudo.")


if __name__ == "__main__":
    sys.exit(main())
