"""PAdES: signing, time stamps, judging one signature. Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.signature.again import ANY_MECHANISM, Again, archived_again, signed_again, stamped_again
    from yanpan.signature.archive import KINDS, stored
    from yanpan.signature.checked import CheckedSignature, CheckedTimeStamp
    from yanpan.signature.extend import extend_pdf
    from yanpan.signature.external import (
        Finished,
        Prepared,
        SignatureRequest,
        finish_signature,
        prepare_signature,
    )
    from yanpan.signature.levels import LongTerm
    from yanpan.signature.pdf import MAX_NODES, Field, entry, open_pdf, signature_fields, time_stamp_fields
    from yanpan.signature.shape import raw_signature_count
    from yanpan.signature.sign import sign_pdf
    from yanpan.signature.signatures import Judged, JudgedSignature, check_signatures
    from yanpan.signature.time_stamp_service import TimeStampService
    from yanpan.signature.tokens import REGULAR, WHITE

__all__ = [
    "ANY_MECHANISM",
    "Again",
    "CheckedSignature",
    "CheckedTimeStamp",
    "Field",
    "Finished",
    "Judged",
    "JudgedSignature",
    "KINDS",
    "LongTerm",
    "MAX_NODES",
    "Prepared",
    "REGULAR",
    "SignatureRequest",
    "TimeStampService",
    "WHITE",
    "archived_again",
    "check_signatures",
    "entry",
    "extend_pdf",
    "finish_signature",
    "open_pdf",
    "prepare_signature",
    "raw_signature_count",
    "sign_pdf",
    "signature_fields",
    "signed_again",
    "stamped_again",
    "stored",
    "time_stamp_fields",
]

__getattr__ = face(
    __name__,
    {
        "again": (
            "ANY_MECHANISM",
            "Again",
            "archived_again",
            "signed_again",
            "stamped_again",
        ),
        "archive": (
            "KINDS",
            "stored",
        ),
        "checked": (
            "CheckedSignature",
            "CheckedTimeStamp",
        ),
        "extend": ("extend_pdf",),
        "external": (
            "Finished",
            "Prepared",
            "SignatureRequest",
            "finish_signature",
            "prepare_signature",
        ),
        "levels": ("LongTerm",),
        "pdf": (
            "Field",
            "MAX_NODES",
            "entry",
            "open_pdf",
            "signature_fields",
            "time_stamp_fields",
        ),
        "shape": ("raw_signature_count",),
        "sign": ("sign_pdf",),
        "signatures": (
            "Judged",
            "JudgedSignature",
            "check_signatures",
        ),
        "time_stamp_service": ("TimeStampService",),
        "tokens": (
            "REGULAR",
            "WHITE",
        ),
    },
)
