"""A bare Debian in a folder, to install into as on a machine where nothing is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "learner"
ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
}


class CheckError(Exception):
    """What is wrong with the package that is checked; the text says what was run and what came of it."""


@dataclass(frozen=True)
class Source:
    """Where a bare system comes from.

    mirror: Debian's, for debootstrap. base: a bare system to take instead: a folder, or a tar of one.
    copied: files of this machine that the system needs at the same place to reach the network.
    """

    mirror: str
    base: Path | None
    copied: tuple[Path, ...]


@dataclass(frozen=True)
class Chroot:
    root: Path

    def command(self, *command: str, user: str = "root", **variables: str) -> list[str]:
        """What to run outside so that it runs inside."""
        home = "/root" if user == "root" else f"/home/{user}"
        settings = [f"{name}={value}" for name, value in {**ENVIRONMENT, "HOME": home, **variables}.items()]
        change = [] if user == "root" else ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        return ["chroot", str(self.root), *change, "env", "-i", "-C", home, *settings, *command]

    def run(self, *command: str, user: str = "root", **variables: str) -> str:
        """Run it and return what it prints. Raises ``CheckError``."""
        return run(self.command(*command, user=user, **variables))


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program and return what it prints. Raises ``CheckError`` with all it said if it fails."""
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode != 0:
        shown = " ".join(map(str, command))
        raise CheckError(f"`{shown}` ended with {result.returncode}:\n{result.stdout.strip()[-3000:]}")
    return result.stdout


@contextmanager
def bare_debian(suite: str, source: Source, folder: Path) -> Iterator[Chroot]:
    """A bare Debian of this suite with a plain user, gone when the block ends. Needs root."""
    root = folder / suite
    remove(root)
    _fill(root, suite, source)
    for path in source.copied:
        target = root / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copyfile(path, target)
    chroot = Chroot(root)
    mounts = [("proc", "proc"), ("tmpfs", "dev/shm"), ("tmpfs", "tmp")]
    try:
        for kind, place in mounts:
            (root / place).mkdir(exist_ok=True)
            run(["mount", "-t", kind, kind, root / place])
        (root / "tmp").chmod(0o1777)
        (root / "dev" / "shm").chmod(0o1777)
        chroot.run("useradd", "--create-home", USER)
        chroot.run("apt-get", "update", "-qq")
        yield chroot
    finally:
        for _, place in reversed(mounts):
            subprocess.run(["umount", "--lazy", root / place], capture_output=True, check=False)
        remove(root)


def _fill(root: Path, suite: str, source: Source) -> None:
    if source.base is None:
        root.parent.mkdir(parents=True, exist_ok=True)
        run(["debootstrap", "--variant=minbase", suite, root, source.mirror])
    elif source.base.is_dir():
        run(["cp", "--archive", "--one-file-system", source.base, root])
    else:
        root.mkdir(parents=True)
        run(["tar", "--extract", "--file", source.base, "--directory", root, "--strip-components=1"])


def remove(root: Path) -> None:
    """Delete the system; whatever may still be mounted in it is left alone."""
    if root.exists():
        run(["rm", "--recursive", "--force", "--one-file-system", root])
