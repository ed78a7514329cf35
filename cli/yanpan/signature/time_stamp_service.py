"""A time-stamping authority over HTTP (RFC 3161, 3.4): the one address that a person named, and no other."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import cms, core, tsp
from cryptography import x509
from pyhanko.sign.timestamps import HTTPTimeStamper

from yanpan.errors import InputRefused, ReportFailed, UsageError
from yanpan.keys import (
    CLOCKS_DIFFER,
    Passphrase,
    above_of,
)
from yanpan.signature.document_stamps import DOUBTFUL
from yanpan.signature.over_time import Known, settle
from yanpan.signature.pdf import run
from yanpan.signature.stamped import AsReceived
from yanpan.signature.time_stamps import Token, token_findings, unusable

SECONDS = 20.0
_MAX_REPLY = 256 * 1024
_REPLY = "application/timestamp-reply"
_GRANTED = ("granted", "granted_with_mods")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class TimeStampService:
    """Where time stamps come from, with a name and a passphrase where the service wants them.

    Raises `UsageError` for an address that is none, that holds a secret, or that would carry one in the open.
    """

    url: str
    user: str = ""
    passphrase: Passphrase | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not host:
            raise UsageError("时间戳服务的地址不对", remedy="写成 --tsa http://主机/路径 或者 https://…。")
        if parts.username is not None or parts.password is not None:
            remedy = "用 --tsa-user 给用户名，用 --tsa-passphrase-file 给口令。"
            raise UsageError("时间戳服务的地址里不能写用户名和口令", remedy=remedy)
        if bool(self.user) is not (self.passphrase is not None):
            remedy = "口令写进权限 0600 的文件。"
            raise UsageError("--tsa-user 和 --tsa-passphrase-file 要一起给", remedy=remedy)
        if self.user and parts.scheme == "http" and host not in _LOCAL:
            raise UsageError("不经加密的地址（http）不能带口令", remedy="改用 https:// 的地址。")

    def stamper(
        self,
        at: datetime,
        trust: Sequence[x509.Certificate],
        crls: Sequence[bytes] = (),
        ocsps: Sequence[bytes] = (),
    ) -> Stamper:
        """A client that takes only what is in order at the moment `at`, and with roots given only from a trusted one."""
        return Stamper(self, Known(at, tuple(trust), tuple(crls), tuple(ocsps)))


class Reply(core.Sequence):
    """TimeStampResp (RFC 3161, 2.4.2). asn1crypto's own wants a token also where the service refuses."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Stamper(HTTPTimeStamper):
    """pyHanko's client, which would follow redirects, read without end and take any token that holds its nonce."""

    def __init__(self, service: TimeStampService, known: Known) -> None:
        headers = {}
        if service.passphrase is not None:
            # RFC 7617, 2.1: in UTF-8, since names and passphrases are Chinese too.
            pair = service.user.encode() + b":" + service.passphrase.reveal()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        super().__init__(service.url, timeout=SECONDS, headers=headers)
        self._known = known

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> Reply:  # type: ignore[override]
        """Ask, with a limit of time and size. Raises `ReportFailed`."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    self.url,
                    headers=self.request_headers(),
                    data=req.dump(),
                    timeout=aiohttp.ClientTimeout(total=self.timeout),
                    allow_redirects=False,
                ) as response,
            ):
                _check_answer(response.status, response.headers.get("Content-Type", ""))
                data = bytearray()
                async for chunk in response.content.iter_chunked(16384):
                    data += chunk
                    if len(data) > _MAX_REPLY:
                        raise _failed("答复太长")
        except TimeoutError:
            raise _failed(f"{self.timeout:.0f} 秒内没有答复") from None
        except (aiohttp.ClientConnectorError, OSError):
            raise _failed("连不上") from None
        except aiohttp.ClientError:
            raise _failed("没有答完就断开了") from None
        try:
            reply: Reply = Reply.load(bytes(data), strict=True)
            reply["status"]["status"].native  # noqa: B018 - to read it is to check it
        except ValueError:
            raise _failed("答复不是时间戳") from None
        return reply

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over the digest that is found in order. Raises `ReportFailed`, `InputRefused`."""
        nonce, request = self.request_cms(message_digest, md_algorithm)
        reply = await self.async_request_tsa_response(request)
        status = str(reply["status"]["status"].native)
        if status not in _GRANTED:
            raise _failed(f"拒绝了请求（{status}）")
        der: bytes = reply["time_stamp_token"].dump()
        try:
            token = Token(der, _only(md_algorithm, message_digest), 0)
            irregular = bool(list(token_findings(token, ""))) or token.information["nonce"].native != nonce
        except Exception:  # noqa: BLE001 - whatever a broken token provokes
            irregular = True
        if irregular:
            raise _failed("给的时间戳不规范")
        await self._check(token)
        return AsReceived.of(der)

    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The certificates that the service puts into its tokens: its own, and what leads on from it."""
        content = run(self.async_dummy_response("sha256"))
        return tuple(
            x509.load_der_x509_certificate(item.chosen.dump()) for item in content["content"]["certificates"]
        )

    async def _check(self, token: Token) -> None:
        if strange := unusable(token, ""):
            raise _failed(strange.words)
        known = self._known
        settled = await settle(
            token.check, token.certificate, known, proven=None, proofs=(), others=token.others
        )
        status = settled.status
        if not (status.intact and status.valid):
            raise _failed("给的时间戳是假的，或者不是给这份内容的")
        if abs(token.time - known.at) > CLOCKS_DIFFER:
            shown = token.time.astimezone(known.at.tzinfo)
            raise InputRefused(
                f"时间戳的时间是 {shown:%Y-%m-%d %H:%M}，本机是 {known.at:%Y-%m-%d %H:%M}",
                where="时间戳服务",
                remedy="把本机的时钟校准后重试。",
            )
        trouble = settled.trouble
        # Revocation that nobody can look up yet: the token is taken, and judged when lists are at hand.
        later = (
            trouble is not None and trouble.code == "REVOCATION_UNKNOWN" and not (known.crls or known.ocsps)
        )
        if known.trust and not (settled.trusted or later):
            revoked = settled.problem == "REVOKED_NO_POE"
            why = "时间戳机构的证书已被吊销" if revoked else trouble and trouble.words
            raise InputRefused(
                f"时间戳机构的证书不能信任：{why}",
                where="时间戳服务",
                remedy="用 --trust 也给出它的根证书，用 --crl 也给出它的吊销列表。",
            )
        self._check_others(token)

    def _check_others(self, token: Token) -> None:
        """Raise for certificates beside the chain: whoever verifies could not call the paper valid."""
        others = [x509.load_der_x509_certificate(item.dump()) for item in token.others]
        above = above_of([token.certificate], others, self._known.trust)
        if above.strangers:
            raise _failed("里面夹带了不相干的证书")
        if self._known.trust and above.doubtful:
            raise InputRefused(
                DOUBTFUL, where="时间戳服务", remedy="用 --trust 给全；验签的人也要有那张根证书。"
            )


def _only(algorithm: str, digest: bytes) -> Callable[[str], bytes]:
    """The digest for the one algorithm that was asked for; for another one nothing that could match."""
    return lambda name: digest if name == algorithm else b""


def _check_answer(status: int, content_type: str) -> None:
    if status in (401, 403):
        raise _failed("要求用户名和口令，或者口令不对")
    if 300 <= status < 400:
        raise _failed("要转到别的地址去，没有跟去")
    if status != 200:
        raise _failed(f"没有给时间戳（HTTP {status}）")
    if content_type.partition(";")[0].strip().lower() != _REPLY:
        raise _failed("答复不是时间戳")


def _failed(words: str) -> ReportFailed:
    remedy = "检查 --tsa 的地址和网络后重试；文书没有改动。"
    return ReportFailed(f"时间戳没有取到：{words}", where="时间戳服务", remedy=remedy)
