"""The Windows Python that is packed: the publisher's own by its digest, or one for proofs alone."""

import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PINS = Path(__file__).with_name("python.toml")
LEFT_OUT = frozenset({"_ssl.pyd", "libssl-3.dll", "_sqlite3.pyd", "sqlite3.dll", "winsound.pyd"})
"""No TLS, since nothing is sent anywhere; no plain database beside the encrypted one."""
_OPENSSL = re.compile(rb"OpenSSL (\d+\.\d+\.\d+[a-z]*) \d+ \w+ \d{4}")


class Refused(Exception):
    """A Python that is not packed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class WindowsPython:
    """An embeddable Python, in memory.

    Attributes:
        version: Such as 3.13.12.
        files: What is in it, by name.
        is_for_proofs: Whether somebody else than its publisher packed it.
        is_compared: Whether its digest was compared with the publisher's own page.

    """

    version: str
    files: dict[str, bytes]
    is_for_proofs: bool
    is_compared: bool = False

    @property
    def short(self) -> str:
        """The version as it stands in names of files: 313."""
        return "".join(self.version.split(".")[:2])

    @property
    def openssl(self) -> str:
        """The version of the OpenSSL that it brings for its digests, as that tells it.

        Raises:
            Refused: It brings none that tells its version.

        """
        told = _OPENSSL.search(self.files.get("libcrypto-3.dll", b""))
        if told is None:
            raise Refused("The OpenSSL inside Python tells no version: the list of parts needs it.")
        return told[1].decode("ascii")

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        found = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            found.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
        return found.hexdigest()


def pins() -> dict[str, dict[str, Any]]:
    """Return what is written down about both."""
    return tomllib.loads(PINS.read_text("utf-8"))


def publishers(archive: Path) -> WindowsPython:
    """Return the Python of the file that its publisher offers.

    Raises:
        Refused: It is not there, or any other file.

    """
    pin = pins()["publisher"]
    try:
        data = archive.read_bytes()
    except OSError:
        raise Refused(f"{archive} cannot be read: give the place of {pin['file']}.") from None
    found = hashlib.sha256(data).hexdigest()
    if found != pin["sha256"]:
        raise Refused(
            f"{archive.name} is not {pin['file']}: its SHA-256 is {found}, and "
            f"packaging/windows/python.toml asks for {pin['sha256']}."
        )
    return WindowsPython(
        pin["version"], _files(data, ""), is_for_proofs=False, is_compared=pin["compared"]
    )


def for_proofs(uv: Path, kept: Path) -> WindowsPython:
    """Return a Python that is good enough to prove that the rest holds together.

    It comes from the package registry by pip, in an environment of its own, whose hashes are
    checked before anything of it is looked at, and is kept in the folder `kept`.

    Raises:
        Refused: It cannot be had.

    """
    pin = pins()["proof"]
    wanted = f"{pin['package']}=={pin['package_version']} --hash=sha256:{pin['sha256']}\n"
    found = next(iter(kept.glob("*.tar.gz")), None) or downloaded(wanted, uv, kept)
    data = found.read_bytes()
    if hashlib.sha256(data).hexdigest() != pin["sha256"]:
        raise Refused(f"{found} is not what is pinned: delete it, and run this again.")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = archive.extractfile(
            f"{pin['package'].replace('-', '_')}-{pin['package_version']}/{pin['within']}"
        )
        assert member is not None
        files = _files(member.read(), pin["folder"])
    return WindowsPython(pin["version"], files, is_for_proofs=True)


def signer_of(program: bytes) -> str | None:
    """Return who signed a program whose bytes are as they were signed; None where nobody can tell.

    The chain of certificates ends at one of Microsoft's that no Debian has: a name that is right
    is a sign and no proof. The digest of the whole file is what counts.
    """
    tool = shutil.which("osslsigncode")
    if tool is None:
        return None
    with tempfile.NamedTemporaryFile(suffix=".exe") as file:
        file.write(program)
        file.flush()
        said = subprocess.run(
            [tool, "verify", "-in", file.name], capture_output=True, check=False, text=True
        ).stdout
    digests = re.findall(r"(?:Current|Calculated) message digest\s*: (\w+)", said)
    if len(digests) != 2 or len(set(digests)) != 1:  # noqa: PLR2004 - what is said, what is there
        return ""
    names = re.findall(r"Subject: .*O=([^/\n]+)", said)
    return next((name for name in names if not name.startswith("Microsoft")), "")


def _files(archive: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {
            name.removeprefix(folder): opened.read(name)
            for name in sorted(opened.namelist())
            if name.startswith(folder) and not name.endswith("/")
        }


def downloaded(wanted: str, uv: Path, kept: Path) -> Path:
    """Return the makers' source of a package, put into a folder of its own.

    `wanted` names it with its version and hashes, as a lock does; what its own set-up needs beside
    setuptools is not there.

    Raises:
        Refused: It cannot be had, or is another file.

    """
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder, "asked.txt")
        asked.write_text(wanted, "utf-8")
        pip = [str(uv), "run", "--quiet", "--no-project", "--isolated", "--python", sys.executable]
        pip += ["--with", "pip", "--with", "setuptools", "--with", "wheel"]
        pip += ["python", "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"]
        pip += ["--no-binary=:all:", "--require-hashes", "-r", str(asked), "-d", str(kept)]
        if subprocess.run(pip, check=False, cwd=folder).returncode != 0:
            raise Refused(
                f"{wanted.split(maxsplit=1)[0]} could not be had; the lines above say why."
            )
    return next(iter(kept.glob("*.tar.gz")))
