"""Chains of every kind: honest ones are valid, revoked ones are found in every form, and the reason told is the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from chains import NO_LIST, Made, crl, doubled_usage, key, make, p7b, pem_list, private, rewritten
from cryptography import x509
from issuing import usage
from signed_papers import AT, LATER, prepared

from yanpan.errors import InputRefused, KeyRefused
from yanpan.findings import Verdict
from yanpan.keys import load_crls, load_trust
from yanpan.signature import LongTerm, sign_pdf
from yanpan.signature.signatures import check_signatures

ROOT = make("某根", ca=True)
MIDDLE = make("某中级", ROOT, ca=True, number=500)
ZHANG = make("张某", MIDDLE, number=77)
LISTS = (crl(ROOT), crl(MIDDLE))
TRUST = (ROOT.certificate,)


def signed(made: Made, long_term: LongTerm | None = None) -> bytes:
    return sign_pdf(
        prepared(), role="officer", identity=made.identity, reason="同意", at=AT, long_term=long_term
    )


def told(
    pdf: bytes, crls: Sequence[bytes], trust: Sequence[x509.Certificate] = TRUST, **more: object
) -> dict[str, str]:
    """What lowers the verdict: code and words. The same is asked of signing: both must agree."""
    judged = check_signatures(pdf, **({"at": LATER, "trust": trust, "crls": crls} | more))  # type: ignore[arg-type]
    return {item.code: item.words for item in judged.findings if item.weight is not Verdict.VALID}


def notes(pdf: bytes, crls: Sequence[bytes]) -> str:
    judged = check_signatures(pdf, at=LATER, trust=TRUST, crls=crls)
    return "\n".join(item.words for item in judged.findings if item.weight is Verdict.VALID)


def by_root(common: str, **more: object) -> Made:
    return make(common, make(f"{common}的根", ca=True, **more))  # type: ignore[arg-type]


HONEST: dict[str, Callable[[], Made]] = {
    "root-only": lambda: make("甲", ROOT),
    "root-and-middle": lambda: ZHANG,
    "three-above": lambda: make("丙", make("下级", MIDDLE, ca=True)),
    "rsa2048": lambda: make("丁", ROOT, kind="rsa2048"),
    "rsa3072": lambda: make("丁", ROOT, kind="rsa3072"),
    "rsa4096": lambda: make("丁", ROOT, kind="rsa4096"),
    "p384": lambda: make("戊", ROOT, kind="p384"),
    "p521": lambda: make("己", ROOT, kind="p521"),
    "brainpool256": lambda: make("庚", ROOT, kind="bp256"),
    "brainpool384": lambda: make("辛", ROOT, kind="bp384"),
    "signed-with-pss": lambda: make("壬", make("PSS根", ca=True, kind="rsa2048", pss=True), pss=True),
    "rare-name": lambda: make("王𬱖", make("𫖯鿍市根", ca=True)),
    "private-character": lambda: make("王\ue863", ROOT),
    "no-usage-on-root": lambda: make("癸", make("旧根", ca=True, bare=True)),
    "path-length-kept": lambda: make(
        "子", make("短", make("长", ca=True, path_length=1), ca=True, path_length=0)
    ),
    "non-critical-private": lambda: make(
        "丑",
        ROOT,
        more=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.156.1"), b"\x05\x00"), False)],
    ),
    "names-allowed": lambda: make(
        "寅",
        make(
            "限名根", ca=True, more=[(x509.NameConstraints([x509.DirectoryName(x509.Name([]))], None), True)]
        ),
    ),
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", list(HONEST))
def test_honest_chains_sign_and_verify(kind: str, tmp_path: Path) -> None:
    made = HONEST[kind]()
    top = made
    lists = []
    while top.above:
        top = top.above
        lists.append(crl(top, pss=kind == "signed-with-pss"))
    trust = load_trust(private(tmp_path / "root.pem", top.pem))
    pdf = signed(made, LongTerm(trust=trust, crls=tuple(lists)))
    assert told(pdf, lists, trust) == {}


def test_trust_may_hold_the_whole_chain_in_any_wrapping(tmp_path: Path) -> None:
    pdf = signed(ZHANG)
    for data in (ROOT.pem + MIDDLE.pem, MIDDLE.pem + ROOT.pem, p7b([ROOT, MIDDLE])):
        assert told(pdf, LISTS, load_trust(private(tmp_path / "t", data))) == {}
    # Who trusts the authority between alone has chosen where the chain ends.
    assert told(pdf, LISTS, [MIDDLE.certificate]) == {}


def test_a_key_in_two_certificates_and_a_crossed_middle_are_honest() -> None:
    """The same authority under two roots; one of its certificates is revoked, the other stands."""
    other = make("别根", ca=True)
    crossed = make("某中级", other, ca=True, own=MIDDLE.key, number=501)  # type: ignore[arg-type]
    zhang = Made(ZHANG.certificate, ZHANG.key, crossed)
    lists = (crl(other), crl(MIDDLE))
    assert told(signed(zhang), lists, [other.certificate]) == {}


@pytest.mark.parametrize("middle", [True, False])
def test_a_root_that_renewed_its_key_makes_no_honest_paper_false(middle: bool) -> None:
    """The one at hand did not sign this; that another one did is what nobody can tell without it."""
    new = make("某根", ca=True, own=key("p256", "renewed"))
    made = ZHANG if middle else make("赵某", ROOT, number=88)
    pdf = signed(made)
    judged = check_signatures(pdf, at=LATER, trust=[new.certificate], crls=LISTS)
    assert {item.weight for item in judged.findings} <= {Verdict.VALID, Verdict.CANNOT_BE_JUDGED}
    assert judged.findings
    assert told(pdf, LISTS, [new.certificate, *TRUST]) == {}


def given(tmp_path: Path, form: str, lists: Sequence[bytes]) -> tuple[bytes, ...]:
    """Lists as people give them."""
    folder = tmp_path / "given"
    folder.mkdir()
    if form == "one-pem":
        (folder / "all.pem").write_bytes(b"".join(pem_list(item) for item in lists))
        return load_crls(folder / "all.pem")
    if form == "one-der":
        (folder / "all.crl").write_bytes(b"".join(lists))
        return load_crls(folder / "all.crl")
    for number, item in enumerate(lists):
        data = pem_list(item) if form == "pems" else item
        (folder / f"{number}.{'pem' if form == 'pems' else 'der'}").write_bytes(data)
    return load_crls(folder)


FORMS = ["one-pem", "one-der", "pems", "ders"]
OLDER = timedelta(hours=5)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("older_first", [True, False])
def test_a_revoked_signer_is_found_however_the_lists_are_given(
    tmp_path: Path, form: str, older_first: bool
) -> None:
    new, old = crl(MIDDLE, 77), crl(MIDDLE, ago=OLDER)
    lists = given(tmp_path, form, [LISTS[0], *([old, new] if older_first else [new, old])])
    assert set(told(signed(ZHANG), lists)) == {"REVOKED"}
    for trust in (TRUST, ()):
        with pytest.raises(KeyRefused, match="已被吊销"):
            signed(ZHANG, LongTerm(trust=trust, crls=lists))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("form", FORMS)
def test_a_revoked_authority_is_found_however_the_lists_are_given(tmp_path: Path, form: str) -> None:
    lists = given(tmp_path, form, [crl(ROOT, ago=OLDER), crl(ROOT, 500), crl(MIDDLE)])
    found = told(signed(ZHANG), lists)
    assert set(found) == {"REVOKED"}
    assert "发证机构" in found["REVOKED"]
    # That somebody trusts the authority itself, too, does not make its own list false.
    assert set(told(signed(ZHANG), lists, [ROOT.certificate, MIDDLE.certificate])) == {"REVOKED"}
    for trust in (TRUST, ()):
        with pytest.raises(KeyRefused, match="已被吊销"):
            signed(ZHANG, LongTerm(trust=trust, crls=lists))


def delta(by: Made, *revoked: int, **more: object) -> bytes:
    return crl(by, *revoked, more=[(x509.DeltaCRLIndicator(1), True)], **more)  # type: ignore[arg-type]


def partial(by: Made, *revoked: int) -> bytes:
    some = x509.IssuingDistributionPoint(
        None, None, False, False, frozenset({x509.ReasonFlags.key_compromise}), False, False
    )
    return crl(by, *revoked, more=[(some, True)])


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "naming",
    [
        delta(MIDDLE, 77, ago=timedelta(hours=1)),
        partial(MIDDLE, 77),
        crl(MIDDLE, 77, ago=timedelta(minutes=-30)),
        crl(MIDDLE, 77, ago=timedelta(hours=1), without_next=True),
    ],
    ids=["delta", "partial", "ahead", "without-next"],
)
def test_what_is_not_whole_or_fresh_still_counts_against_a_certificate(naming: bytes) -> None:
    """A supplement, a partial list, one that is ahead of the clock: what they say was said by the authority."""
    lists = (*LISTS, naming)
    assert set(told(signed(ZHANG), lists)) == {"REVOKED"}
    with pytest.raises(KeyRefused, match="已被吊销"):
        signed(ZHANG, LongTerm(trust=TRUST, crls=lists))


def test_an_old_list_that_names_the_signer_is_enough() -> None:
    old = crl(MIDDLE, 77, ago=timedelta(days=30))
    assert set(told(signed(ZHANG), (LISTS[0], old))) == {"REVOKED"}
    with pytest.raises(KeyRefused, match="已被吊销"):
        signed(ZHANG, LongTerm(crls=(old,)))


def test_a_hold_that_was_lifted_is_lifted() -> None:
    hold = x509.CRLReason(x509.ReasonFlags.certificate_hold)
    old = crl(MIDDLE, 77, ago=timedelta(days=30), entry=lambda entry: entry.add_extension(hold, False))
    assert told(signed(ZHANG), (*LISTS, old)) == {}
    assert told(signed(ZHANG, LongTerm(trust=TRUST, crls=(*LISTS, old))), LISTS) == {}


@pytest.mark.parametrize("named_first", [True, False])
def test_of_two_lists_of_one_moment_the_one_that_names_counts(named_first: bool) -> None:
    lists = [crl(MIDDLE, 77), crl(MIDDLE)] if named_first else [crl(MIDDLE), crl(MIDDLE, 77)]
    for trust in (TRUST, ()):
        with pytest.raises(KeyRefused, match="已被吊销"):
            signed(ZHANG, LongTerm(trust=trust, crls=(LISTS[0], *lists)))
    assert set(told(signed(ZHANG), (LISTS[0], *lists))) == {"REVOKED"}


def test_a_list_by_an_indirect_issuer_names_by_issuer() -> None:
    """The number 77 of somebody else's is not the signer's."""
    everywhere = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
    foreign = x509.CertificateIssuer([x509.DirectoryName(ROOT.certificate.subject)])

    def of_root(entry: x509.RevokedCertificateBuilder) -> x509.RevokedCertificateBuilder:
        return entry.add_extension(foreign, critical=True)

    other = crl(MIDDLE, 77, more=[(everywhere, True)], entry=of_root)
    assert "REVOKED" not in told(signed(ZHANG), (*LISTS, other))
    own = crl(MIDDLE, 77, more=[(everywhere, True)])
    assert set(told(signed(ZHANG), (*LISTS, own))) == {"REVOKED"}


def test_a_list_by_somebody_who_may_not_sign_lists_says_nothing() -> None:
    """Any certificate of the authority without a usage would do for the library."""
    colleague = make("同事", MIDDLE, ca=None, bare=True)
    emptied = crl(MIDDLE, signer=colleague.key, issuer=colleague.certificate.subject)
    pdf = signed(ZHANG)
    found = told(pdf, (LISTS[0], emptied), [ROOT.certificate, colleague.certificate])
    assert set(found) == {"REVOCATION_UNKNOWN"}


AHEAD = timedelta(minutes=-3)


def test_a_list_a_little_ahead_of_the_clock_counts() -> None:
    for lists in ((LISTS[0], crl(MIDDLE, ago=AHEAD, now=LATER)), (crl(ROOT, ago=AHEAD, now=LATER), LISTS[1])):
        assert told(signed(ZHANG), lists) == {}
    revoking = crl(MIDDLE, 77, ago=AHEAD, now=LATER)
    assert set(told(signed(ZHANG), (*LISTS, revoking))) == {"REVOKED"}


PRIVATE = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.156.10260.9"), b"\x05\x00")
OTHER_KEY = key("p256", "somebody else's")
USELESS: dict[str, tuple[str, bytes]] = {
    "none": ("没有“某中级”签发的吊销列表", b""),
    "stale": ("太旧", crl(MIDDLE, ago=timedelta(days=30))),
    "ahead": ("时间在将来.*检查电脑的时钟", crl(MIDDLE, ago=timedelta(days=-1))),
    "false": ("签名是假的", crl(MIDDLE, signer=OTHER_KEY)),
    "delta": ("增量列表", delta(MIDDLE)),
    "partial": ("只管一部分", partial(MIDDLE)),
    "critical": (r"不认识的关键扩展（1\.2\.156", crl(MIDDLE, more=[(PRIVATE, True)])),
    "without-next": ("没有写下次更新的时间", crl(MIDDLE, without_next=True)),
    "wants-delta": (
        "增量列表一起给",
        crl(
            MIDDLE,
            more=[
                (
                    x509.FreshestCRL(
                        [
                            x509.DistributionPoint(
                                [x509.UniformResourceIdentifier("http://d.invalid")], None, None, None
                            )
                        ]
                    ),
                    False,
                )
            ],
        ),
    ),
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", list(USELESS))
def test_a_list_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path, kind: str) -> None:
    import re

    words, data = USELESS[kind]
    folder = tmp_path / "l"
    folder.mkdir()
    (folder / "root.crl").write_bytes(LISTS[0])
    if data:
        (folder / "给的.crl").write_bytes(data)
    lists = load_crls(folder)
    found = told(signed(ZHANG), lists)
    assert set(found) == {"REVOCATION_UNKNOWN"}
    assert re.search(words, found["REVOCATION_UNKNOWN"]), found
    assert ("给的.crl" in found["REVOCATION_UNKNOWN"]) is bool(data)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", ["ahead", "false", "critical"])
def test_beside_a_good_list_a_useless_one_is_still_named(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "l"
    folder.mkdir()
    for name, data in {"root.crl": LISTS[0], "好的.crl": LISTS[1], "给的.crl": USELESS[kind][1]}.items():
        (folder / name).write_bytes(data)
    lists = load_crls(folder)
    assert told(signed(ZHANG), lists) == {}
    assert "给的.crl" in notes(signed(ZHANG), lists)
    assert "好的.crl" not in notes(signed(ZHANG), lists)


@pytest.mark.parametrize("kind", ["stale", "ahead", "false", "critical"])
def test_signing_refuses_when_the_list_given_for_the_signer_cannot_be_used(tmp_path: Path, kind: str) -> None:
    (tmp_path / "给的.crl").write_bytes(USELESS[kind][1])
    lists = load_crls(tmp_path)
    for trust in (TRUST, ()):
        with pytest.raises(InputRefused, match="给的.crl"):
            signed(ZHANG, LongTerm(trust=trust, crls=lists))


CHAIN_FAULTS: dict[str, tuple[str, str, Callable[[], Made]]] = {
    "leaf-as-issuer": ("NOT_AN_AUTHORITY", "不是发证机构", lambda: make("甲", make("科员", ROOT))),
    "may-not-issue": (
        "NOT_AN_AUTHORITY",
        "不许签发|不是发证机构",
        lambda: make("甲", make("无权", ROOT, ca=True, key_usage=usage("crl_sign"))),
    ),
    "path-length": (
        "CHAIN",
        "证书链比上级发证机构允许的长",
        lambda: make("甲", make("二级", make("一级", ROOT, ca=True, path_length=0), ca=True)),
    ),
    "critical-above": (
        "CRITICAL_EXTENSION",
        r"“怪中级”.*1\.2\.156",
        lambda: make("甲", make("怪中级", ROOT, ca=True, more=[(PRIVATE, True)])),
    ),
    "ended-above": (
        "CERTIFICATE_EXPIRED",
        "“旧中级”的证书已经过期",
        lambda: make("甲", make("旧中级", ROOT, ca=True, end=AT - timedelta(days=1))),
    ),
    "names": (
        "CHAIN",
        "名称不在",
        lambda: make(
            "甲",
            make(
                "限名",
                ROOT,
                ca=True,
                more=[
                    (
                        x509.NameConstraints(
                            [
                                x509.DirectoryName(
                                    x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "某局")])
                                )
                            ],
                            None,
                        ),
                        True,
                    )
                ],
            ),
        ),
    ),
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", list(CHAIN_FAULTS))
def test_a_chain_that_does_not_hold_is_told_by_its_reason(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    code, words, maker = CHAIN_FAULTS[kind]
    made = maker()
    lists, above = [], made.above
    while above:
        lists.append(crl(above))
        above = above.above
    with pytest.raises(KeyRefused, match=words):
        signed(made, LongTerm(trust=TRUST, crls=tuple(lists)))
    # As somebody else's program would sign: nothing of the chain is looked at.
    monkeypatch.setattr("yanpan.signature.sign.check_signer", lambda *_, **__: None)
    found = told(signed(made), lists)
    assert set(found) == {code}, found
    assert re.search(words, found[code]), found


def test_a_leaf_as_root_is_no_root_for_signing_and_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    leaf = make("科员", ROOT)
    forged = make("冒名", leaf, more=[(NO_LIST, False)])
    with pytest.raises(KeyRefused, match="不是发证机构"):
        signed(forged, LongTerm(trust=(leaf.certificate,)))
    monkeypatch.setattr("yanpan.signature.sign.check_signer", lambda *_, **__: None)
    found = told(signed(forged), (), [leaf.certificate])
    assert set(found) == {"NOT_AN_AUTHORITY"}


def test_a_certificate_that_no_library_gets_through_is_not_called_forged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odd = rewritten(make("张某", ROOT), doubled_usage)
    with pytest.raises(KeyRefused, match="写了两次"):
        signed(odd)
    for check in ("check_fit", "check_signer"):
        monkeypatch.setattr(f"yanpan.signature.sign.{check}", lambda *_, **__: None)
    found = told(signed(odd), LISTS)
    assert set(found) == {"CERTIFICATE_ODD"}
    assert "写了两次" in found["CERTIFICATE_ODD"]


def test_a_self_made_certificate_does_not_sign_and_is_untrusted_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is no authority's, so the advice to give it as a root would lead nowhere."""
    alone = make("自签", more=[(NO_LIST, False)])
    with pytest.raises(KeyRefused, match="自己签给自己"):
        signed(alone)
    monkeypatch.setattr("yanpan.signature.sign.check_fit", lambda *_, **__: None)
    for trust in (TRUST, ()):
        found = told(signed(alone), (), trust)
        assert set(found) == {"UNTRUSTED"}
        assert "自己签给自己" in found["UNTRUSTED"]
        assert "--trust" not in found["UNTRUSTED"]


BLANK = {
    "space": " ",
    "wide": "\u3000",
    "unseen": "\u200b\u2060\ufe0f",
    "filler": "\u3164",
    "braille": "\u2800",
    "direction": "\u202e",
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", list(BLANK))
def test_a_certificate_that_names_nobody_is_refused_where_it_would_not_be_judged(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = make(BLANK[kind], ROOT)
    with pytest.raises(KeyRefused, match="名字是空的"):
        signed(nobody)
    monkeypatch.setattr("yanpan.signature.sign.check_fit", lambda *_, **__: None)
    assert set(told(signed(nobody), LISTS)) == {"CERTIFICATE_ODD"}


def test_words_do_not_ask_for_what_was_given() -> None:
    """The reason told before was always the same: give --crl."""
    strange = make("甲", ROOT, more=[(PRIVATE, True)])
    with pytest.raises(KeyRefused, match="关键扩展"):
        signed(strange)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("above", [7, 8])
def test_a_chain_that_verify_does_not_take_is_not_signed_with(above: int) -> None:
    """The signature carries all but the root: as many as verify takes, and no more."""
    made, lists = ROOT, [crl(ROOT)]
    for number in range(above):
        made = make(f"第{number}级", made, ca=True, number=600 + number)
        lists.append(crl(made))
    signer = make("末级签署人", made, number=700)
    if above == 8:
        with pytest.raises(KeyRefused, match="证书链太长") as refused:
            signed(signer)
        assert "去掉" in refused.value.remedy
    else:
        assert told(signed(signer), lists) == {}
