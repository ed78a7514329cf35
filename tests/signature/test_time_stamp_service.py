"""A time-stamping service that fails, lies or wants something: in words, with nothing written."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import tsp
from authorities import OFFICER, Authority, StampServer, lists, openssl_reply, stamp_server
from long_term_papers import sign_to, so_far_at, wanted
from signed_papers import AT, prepared

from yanpan.errors import InputRefused, ReportFailed, UsageError, YanpanError
from yanpan.keys import Passphrase
from yanpan.signature import LongTerm, TimeStampService, time_stamp_service

OPEN = "application/timestamp-reply"


def sign(service: StampServer) -> bytes:
    return sign_to(prepared(), "officer", OFFICER, wanted(service, "b-t"))


def refusal(service: StampServer) -> str:
    with pytest.raises(YanpanError) as caught:
        sign(service)
    assert isinstance(caught.value, ReportFailed | InputRefused)
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda _: (500, "text/plain", b""), "HTTP 500"),
        (lambda _: (401, "text/plain", b""), "要求用户名和口令"),
        (lambda body: (200, "text/html", body), "答复不是时间戳"),
        (lambda _: (200, OPEN, b"junk"), "答复不是时间戳"),
        (lambda _: (200, OPEN, b""), "答复不是时间戳"),
        (lambda _: (200, OPEN, b"0" * 400_000), "答复太长"),
        (lambda body: (200, OPEN, body[:-40]), "答复不是时间戳"),
        (
            lambda _: (200, OPEN, time_stamp_service.Reply({"status": {"status": "rejection"}}).dump()),
            "拒绝了请求",
        ),
        (lambda body: (200, OPEN, flipped(body)), "时间戳"),
    ],
    ids=["error", "secret", "page", "junk", "nothing", "endless", "cut", "refused", "forged"],
)
def test_what_is_no_time_stamp_is_refused(
    answer: Callable[[bytes], tuple[int, str, bytes]], says: str
) -> None:
    with stamp_server() as service:
        service.answer = answer
        assert says in refusal(service)


def flipped(body: bytes) -> bytes:
    """A bit of the token's signature, which stands at its end."""
    return body[:-3] + bytes([body[-3] ^ 1]) + body[-2:]


def test_a_redirection_is_not_followed() -> None:
    with stamp_server() as service, stamp_server(serial=22) as other:
        service.answer = lambda _: (302, "text/plain", b"")
        service.headers = {"Location": other.url}
        assert "没有跟去" in refusal(service)
        assert other.asked == []


def test_a_token_over_something_else_is_refused() -> None:
    def another(request: tsp.TimeStampReq) -> tsp.TimeStampReq:
        request["message_imprint"]["hashed_message"] = b"x" * 32
        return request

    with stamp_server() as service:
        service.change = another
        assert "不是给这份内容的" in refusal(service)


def test_a_token_of_an_earlier_question_is_refused() -> None:
    def again(request: tsp.TimeStampReq) -> tsp.TimeStampReq:
        request["nonce"] = 7
        return request

    with stamp_server() as service:
        service.change = again
        assert "不规范" in refusal(service)


def test_clocks_far_apart_are_told() -> None:
    with stamp_server() as service:
        service.clock = AT + timedelta(hours=2)
        assert "2026-11-24 18:15" in refusal(service)


def test_a_service_that_is_not_there_or_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with stamp_server() as service:
        pass
    assert "连不上" in refusal(service)
    monkeypatch.setattr(time_stamp_service, "SECONDS", 0.3)
    with stamp_server() as service:
        service.answer = lambda body: (time.sleep(1.5), (200, OPEN, body))[1]
        assert "没有答复" in refusal(service)


def test_a_name_and_a_passphrase_are_sent_and_never_shown() -> None:
    with stamp_server() as service:
        known = TimeStampService(service.url, "某局", Passphrase("秘密".encode()))
        assert "秘密" not in repr(known)
        long_term = LongTerm("b-t", known, wanted(service, "b-t").trust, lists())
        assert "秘密" not in repr(long_term)
        sign_to(prepared(), "officer", OFFICER, long_term)
        (sent,) = {headers["Authorization"] for headers in service.asked}
    assert base64.b64decode(sent.removeprefix("Basic ")).decode() == "某局:秘密"


@pytest.mark.parametrize(
    ("url", "user", "says"),
    [
        ("ftp://stamps.example/", "", "地址不对"),
        ("stamps.example", "", "地址不对"),
        ("http://[", "", "地址不对"),
        ("http://stamps.example:port/", "", "地址不对"),
        ("https://name:secret@stamps.example/", "", "不能写用户名和口令"),
        ("http://stamps.example/", "某局", "不能带口令"),
    ],
)
def test_an_address_that_cannot_be_used_is_wrong_usage(url: str, user: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        TimeStampService(url, user, Passphrase(b"x") if user else None)
    assert "secret" not in str(caught.value)


def test_a_name_without_a_passphrase_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="一起给"):
        TimeStampService("https://stamps.example/", "某局")


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_tokens_of_openssl_are_taken(kind: str, tmp_path: Path) -> None:
    """An authority that shares no code with pyHanko; it knows only the machine's clock."""
    at = datetime.now(AT.tzinfo).replace(microsecond=0)
    root = Authority("今天的发证机构", begins=at - timedelta(days=1))
    stamps = Authority("今天的时间戳根", begins=at - timedelta(days=1))
    trust = (root.certificate, stamps.certificate)
    with stamp_server(stamps, kind=kind) as service:
        service.answer = lambda _: (200, OPEN, openssl_reply(service, service.bodies[-1], tmp_path))
        long_term = wanted(service, "b-lta", trust=trust, crls=(root.crl(at), stamps.crl(at)))
        pdf = sign_to(prepared(), "officer", root.signer("张某", serial=1), long_term, at=at)
    verification = so_far_at(pdf, at + timedelta(minutes=1), trust=trust)
    assert verification.verdict == "valid", verification.findings
    assert verification.time_stamps[0].authority == "某时间戳服务"
    assert isinstance(verification.signatures[0].proven_at, datetime)
