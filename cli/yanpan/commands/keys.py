"""`yanpan keys trial`: a marked trial identity, so that everything can be tried. `yanpan keys show`: a certificate."""

from __future__ import annotations

import os
from datetime import datetime
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, load_form, now_for, passphrase_for, say, say_json
from yanpan.commands.named import role_titles
from yanpan.commands.options import (
    JsonOption,
    OutOption,
    QuietOption,
)
from yanpan.commands.signing_options import (
    PassFdOption,
    PassFileOption,
    TokenLabelOption,
    TokenOption,
)
from yanpan.commands.usage import Command, Group
from yanpan.errors import KeyRefused, UsageError
from yanpan.naming import Misnamed, named

if TYPE_CHECKING:
    from cryptography import x509

    from yanpan.questionnaire.compile import Form

app = typer.Typer(cls=Group, help="密钥：试用身份，看证书。", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """密钥：试用身份，看证书。"""


@app.command(cls=Command)
def trial(
    name: Annotated[str, typer.Option("--name", help="姓名。", metavar="姓名")] = "试用人员",
    role: Annotated[
        str, typer.Option("--role", help="证书里写的角色名称，也可以写角色的编号；可不写。", metavar="角色")
    ] = "",
    out: OutOption = Path(),
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """做一个试用身份（PKCS#12，权限 0600），证书上标明“试用，无法律效力”。"""
    with boundary():
        from yanpan.documents import look_at
        from yanpan.keys import make_trial_identity
        from yanpan.storage import check_case_number, check_output_folder

        check_output_folder(out)
        named = check_case_number(name, what="姓名", remedy="写汉字、字母，不要斜杠和别的符号。")
        path = out / f"试用身份-{named}.p12"
        passphrase = passphrase_for(path.name, passphrase_file, passphrase_fd, twice=True)
        form = load_form()
        made = make_trial_identity(
            path, name=name, passphrase=passphrase, now=now_for(form), role_title=_title(role, form)
        )
        if json:
            say_json({"key": str(made.key_file), "root": str(made.root_file), "name": made.identity.name})
        elif not quiet:
            say(f"密钥：{made.key_file}")
            say(f"根证书：{made.root_file}（验签时用 --trust 指定）")
            say("这是试用身份，签出的文书没有法律效力。")
            if os.name == "posix" and (found := look_at(made.key_file)) and found.st_mode & 0o077:
                say("注意：这个盘（多半是 U 盘）不认权限，别人也能读密钥：用之前先复制到自己的文件夹。")


@app.command(cls=Command)
def show(
    file: Annotated[
        Path | None,
        typer.Argument(help="证书（PEM、DER）或者 PKCS#12 文件。", metavar="[文件]", readable=False),
    ] = None,
    token: TokenOption = None,
    token_label: TokenLabelOption = "",
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """看证书：主题、证书号、指纹、有效期，以及怎么写进角色名册。令牌不用 PIN，只有 PKCS#12 要口令。"""
    with boundary():
        if (file is None) is (token is None):
            raise UsageError(
                "给出一个证书文件，或者 --token 驱动库", remedy="例如 yanpan keys show 证书.pem。"
            )
        now = now_for(load_form())
        certificates = (
            _in_token(token, token_label)
            if token is not None
            else [("", item) for item in _in_file(file, passphrase_file, passphrase_fd)]
        )
        shown = [_facts(label, certificate, now) for label, certificate in certificates]
        if json:
            say_json(shown)
        elif not quiet:
            for facts in shown:
                _say_facts(facts)


def _title(role: str, form: Form) -> str:
    """The title of a role of the shipped questionnaire; any other words as they are."""
    titles = role_titles((form,))
    try:
        return titles[named(role, titles)]
    except Misnamed:
        return role


def _in_token(library: Path, label: str) -> list[tuple[str, x509.Certificate]]:
    from yanpan.keys import TokenPlace, token_certificates

    found = token_certificates(TokenPlace(library, label))
    if not found:
        raise KeyRefused(
            "令牌里没有不用 PIN 就能看到的证书", where=str(library), remedy="用介质自带的软件导出证书。"
        )
    return [(item.label, item.certificate) for item in found]


def _in_file(
    path: Path | None, passphrase_file: Path | None, passphrase_fd: int | None
) -> list[x509.Certificate]:
    from yanpan.keys import check_issuers, read_certificates, read_pkcs12

    assert path is not None  # noqa: S101 - one of the two was given
    if path.suffix.lower() in (".p12", ".pfx"):
        pairs = read_pkcs12(path, passphrase_for(path.name, passphrase_file, passphrase_fd))
        for pair in pairs:
            check_issuers(pair, where=str(path))
        return [pair.certificate for pair in pairs]
    return read_certificates(path, what="证书文件")


def _facts(label: str, certificate: x509.Certificate, now: datetime) -> dict[str, str]:
    from yanpan.approval import fingerprint_of
    from yanpan.keys import in_zone, name_of

    plain = fingerprint_of(certificate)
    return {
        "label": label,
        "name": name_of(certificate),
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "number": f"{certificate.serial_number:X}",
        "fingerprint": ":".join(plain[i : i + 2] for i in range(0, len(plain), 2)),
        "valid_from": in_zone(certificate.not_valid_before_utc, now.tzinfo).isoformat(),
        "valid_to": in_zone(certificate.not_valid_after_utc, now.tzinfo).isoformat(),
        "unfit": _unfit(certificate, now),
    }


def _unfit(certificate: x509.Certificate, now: datetime) -> str:
    """Why signing with it would be refused, in words; empty when it would not. SM2 may go to another program."""
    from cryptography.exceptions import UnsupportedAlgorithm

    from yanpan.keys import check_fit

    try:
        certificate.public_key()
        elsewhere = False
    except UnsupportedAlgorithm:
        elsewhere = True
    try:
        check_fit(certificate, at=now, any_algorithm=elsewhere)
    except KeyRefused as refused:
        return refused.what
    return ""


def _say_facts(facts: dict[str, str]) -> None:
    if facts["label"]:
        say(f"名字：{facts['label']}")
    say(f"主题：{facts['subject']}")
    say(f"签发机构：{facts['issuer']}")
    say(f"证书号：{facts['number']}")
    say(f"指纹（SHA-256）：{facts['fingerprint']}")
    say(f"有效期：{facts['valid_from']} 至 {facts['valid_to']}")
    say(f"用途：{facts['unfit'] or '可以签署文书'}")
    if not facts["unfit"]:
        say("写进角色名册（roles.yaml），角色和姓名照实改：")
        say("  - role: officer")
        # As YAML reads it: a name may hold a sharp or a colon, or be a word like yes.
        say(f"    person: {dumps(facts['name'], ensure_ascii=False)}")
        say(f"    certificate: {facts['fingerprint']}")
        say(f"    from: {facts['valid_from'][:10]}")
    say()
