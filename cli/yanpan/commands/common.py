"""What every command needs: the questionnaire, the clock, the passphrase and the error boundary; output is next door."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from yanpan.commands.output import (
    path_words,
    say,
    say_failure,
    say_json,
    say_lines,
    standard_output,
    tell,
    tell_error,
    tell_interrupted,
    tell_missing,
)
from yanpan.commands.packs import pack_folder
from yanpan.errors import InputRefused, UsageError, YanpanError
from yanpan.inert import inert
from yanpan.naming import Titles, listed

if TYPE_CHECKING:
    from yanpan.approval import RoleRegister
    from yanpan.commands.remembered import Remembered
    from yanpan.keys import Identity, Passphrase
    from yanpan.questionnaire.compile import Form
    from yanpan.report import Press

__all__ = [
    "KeyChoice",
    "boundary",
    "home_folder",
    "identity_for",
    "load_form",
    "now_for",
    "passphrase_for",
    "path_words",
    "press_for",
    "remembered",
    "roles_for",
    "say",
    "say_json",
    "say_lines",
    "standard_output",
    "tell",
    "tell_error",
    "tell_missing",
]


def load_form(pack: Path | None = None) -> Form:
    """The built-in questionnaire, or a unit's own, which must pass lint first. Raises `QuestionnaireBroken`."""
    from yanpan.documents import true_path
    from yanpan.questionnaire import compile_form

    before = remembered()
    shipped = pack_folder(None)
    folder = shipped if pack is None else pack_folder(pack)
    if true_path(folder) != true_path(shipped):
        before.check(folder, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    return compile_form(before.read(folder))


def remembered() -> Remembered:
    """Questionnaires as this person's earlier runs have read them."""
    from yanpan.commands.remembered import Remembered

    return Remembered(home_folder() / "cache")


def now_for(form: Form) -> datetime:
    """Now, to the second, in the questionnaire's zone."""
    return datetime.now(ZoneInfo(form.questionnaire.header.timezone)).replace(microsecond=0)


def home_folder() -> Path:
    """Where profile, drafts and the error log are kept: $YANPAN_HOME, else the system's place for such."""
    set_home = os.environ.get("YANPAN_HOME")
    if set_home:
        return Path(set_home)
    from platformdirs import user_data_path

    return user_data_path("yanpan")


@dataclass(frozen=True, kw_only=True)
class KeyChoice:
    """The options that say which key signs. Raises `UsageError` when they contradict each other."""

    key: Path | None = None
    cert: Path | None = None
    chain: Path | None = None
    token: Path | None = None
    token_label: str = ""
    key_label: str = ""
    passphrase_file: Path | None = None
    passphrase_fd: int | None = None

    def __post_init__(self) -> None:
        if self.key and self.token:
            raise UsageError("--key 和 --token 只能给一个", remedy="去掉其中一个。")
        if self.chain and not self.cert:
            raise UsageError("--chain 要和 --cert 一起给", remedy="加 --cert 证书.pem。")
        if self.cert and self.token:
            raise UsageError("令牌里有证书，不用 --cert", remedy="去掉 --cert。")
        if (self.token_label or self.key_label) and not self.token:
            raise UsageError(
                "--token-label、--key-label 要和 --token 一起给", remedy="加 --token 驱动库的完整路径。"
            )

    def __bool__(self) -> bool:
        return self.key is not None or self.token is not None


def identity_for(choice: KeyChoice, at: datetime) -> Identity:
    """Load a signer's key. Raises `KeyRefused`."""
    from yanpan.keys import TokenPlace, load_identity, load_pem_identity, load_token_identity

    def ask(name: str, what: str = "口令") -> Passphrase:
        return passphrase_for(name, choice.passphrase_file, choice.passphrase_fd, what=what)

    if choice.token is not None:
        place = TokenPlace(choice.token, choice.token_label, choice.key_label)
        return load_token_identity(place, lambda: ask(choice.token_label or "令牌", "PIN"), at=at)
    if choice.key is None:
        raise UsageError("没有给密钥", remedy="加 --key 密钥.p12；试用可先运行 yanpan keys trial。")
    name = choice.key.name
    if choice.cert is not None:
        return load_pem_identity(choice.key, choice.cert, choice.chain, lambda: ask(name), at=at)
    return load_identity(choice.key, ask(name), at=at)


def roles_for(path: Path | None, titles: Titles) -> RoleRegister | None:
    """The role register that was named, else the unit's in the home folder, else none. Raises `DocumentUnreadable`.

    Its roles are ids and `titles` of them. One that is neither is told: it may be a slip, and its line lets nobody sign.
    """
    from yanpan.approval import load_roles, with_role_ids
    from yanpan.documents import look_at

    file = path or home_folder() / "roles.yaml"
    remedy = "检查资料文件夹（YANPAN_HOME）的权限，或者用 --roles 给出角色名册。"
    if path is None and look_at(file, follow=False, remedy=remedy) is None:
        return None
    register, strange = with_role_ids(load_roles(file), titles)
    for wrong in strange:
        tell(
            f"yanpan：角色名册 {register.name}：{wrong.words('角色')}（可用：{listed(titles)}）。写错了的，改过再用。"
        )
    return register


def passphrase_for(
    name: str, file: Path | None, fd: int | None, *, twice: bool = False, what: str = "口令"
) -> Passphrase:
    """The passphrase or PIN from a 0600 file, a file descriptor or the prompt; never from an argument."""
    from yanpan.keys import Passphrase, passphrase_from_fd, read_passphrase_file

    if file is not None:
        return read_passphrase_file(file)
    if fd is not None:
        return passphrase_from_fd(fd)
    if not sys.stdin.isatty():
        raise InputRefused(
            f"没有终端可以输入{what}", remedy="用 --passphrase-file 文件（0600），或者 --passphrase-fd 编号。"
        )
    import getpass

    try:
        typed = getpass.getpass(inert(f"{name} 的{what}："))
        again = getpass.getpass("再输一遍：") if twice else typed
    except EOFError:
        raise InputRefused(f"没有输入{what}", remedy="重新运行。") from None
    except UnicodeDecodeError:
        raise InputRefused(f"{what}不是 UTF-8 文字", remedy="把终端的编码设成 UTF-8。") from None
    if again != typed:
        raise InputRefused(f"两次输入的{what}不一样", remedy="重新运行。")
    if not typed:
        raise InputRefused(f"{what}是空的", remedy=f"输入{what}。")
    return Passphrase.from_text(typed, where=what)


@contextmanager
def press_for(paper: bool, *, asks: bool = False) -> Iterator[Press | None]:
    """The press of this run, loading in the background from now on; None where no paper is wanted.

    Where the run `asks`, it begins to load when the first page stands: the two would hold each other up.

    Raises `ReportFailed` where a library is missing: now, and not after all the questions.
    """
    if not paper:
        yield None
        return
    from yanpan.report import Press
    from yanpan.report.libraries import check_libraries

    check_libraries()
    with Press() as press:
        if not asks:
            press.warm()
        yield press


@contextmanager
def boundary() -> Iterator[None]:
    """The one place where an error becomes a message and an exit code (DESIGN section 8)."""
    try:
        yield
    except YanpanError as error:
        tell_error(error)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        tell_interrupted()
        raise SystemExit(130) from None
    except UnicodeEncodeError as error:
        # No text of ours is encoded to anything but UTF-8, which holds it: this is the name of a file.
        from yanpan.storage import UTF_8

        words = f"系统的编码（{error.encoding}）写不出这个文件名"
        found = InputRefused(words, where=f"“{error.object[:60]}”", remedy=UTF_8)
        tell_error(found)
        raise SystemExit(found.exit_code) from None
    except Exception as error:  # noqa: BLE001 — the boundary: a bug must not show a traceback to an officer
        words, kept = (
            f"yanpan 自身出错（{type(error).__name__}），已经写好的文件都是完整的",
            _keep_trace(error),
        )
        tell(f"{words}。{kept}")
        say_failure(YanpanError(words, remedy=kept or "请交给维护人员。"))
        raise SystemExit(1) from None


def _keep_trace(error: Exception) -> str:
    """Keep the traceback (without values of variables) for whoever mends yanpan."""
    import traceback

    try:
        folder = home_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = folder / "error.log"
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as out:
            out.write("".join(traceback.format_exception(error)))
        return f"详情记在 {log}，请交给维护人员。"
    except OSError:
        return ""
