"""Tokens for the tests: SoftHSM2's, set up by the programs a unit's administrator would use."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from issuing import Issued, write

PIN = "246810"
_FOLDERS = ("usr/lib/softhsm", "usr/lib/x86_64-linux-gnu/softhsm", "usr/lib/aarch64-linux-gnu/softhsm")


def library() -> Path:
    """SoftHSM2's PKCS#11 library, installed or unpacked by scripts/system-packages."""
    tops = [Path("/"), Path(__file__).parents[2] / ".make" / "system"]
    found = [top / folder / "libsofthsm2.so" for top in tops for folder in _FOLDERS]
    return next(path for path in found if path.is_file())


@dataclass(frozen=True)
class SoftToken:
    """A folder of tokens. SoftHSM2 finds it by the environment, and reads that once a process."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "softhsm2.conf"

    def run(self, *words: str | Path) -> None:
        environment = os.environ | {"SOFTHSM2_CONF": str(self.settings)}
        subprocess.run([str(word) for word in words], check=True, capture_output=True, env=environment)

    def add_token(self, label: str) -> None:
        self.run(
            "softhsm2-util",
            "--module",
            library(),
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            "12345678",
            "--pin",
            PIN,
        )

    def add_key(self, token: str, label: str, issued: Issued, number: str) -> None:
        key = write(self.folder / "key.pem", issued.pkcs8)
        words = ("--token", token, "--label", label, "--id", number, "--pin", PIN)
        self.run("softhsm2-util", "--module", library(), "--import", key, *words, "--force")
        key.unlink()

    def add_certificate(self, token: str, label: str, issued: Issued, number: str) -> None:
        file = write(self.folder / "certificate.der", issued.der)
        words = ("--module", library(), "--token-label", token, "--login", "--pin", PIN)
        self.run(
            "pkcs11-tool", *words, "--write-object", file, "--type", "cert", "--label", label, "--id", number
        )

    def add(self, token: str, label: str, issued: Issued, number: str) -> None:
        self.add_key(token, label, issued, number)
        self.add_certificate(token, label, issued, number)


def new_tokens(folder: Path) -> SoftToken:
    (folder / "tokens").mkdir(parents=True)
    made = SoftToken(folder)
    made.settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    return made


@contextmanager
def plugged_in(tokens: SoftToken) -> Iterator[None]:
    """These tokens, and no others, for the library in this process; after the block it is unloaded again."""
    import pkcs11

    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(tokens.settings)
    try:
        yield
    finally:
        pkcs11.unload(str(library()))
        os.environ.pop("SOFTHSM2_CONF")
        if before is not None:
            os.environ["SOFTHSM2_CONF"] = before
