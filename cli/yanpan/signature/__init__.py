"""PAdES: signing, time stamps, judging one signature. Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.signature.extend import (
        extend_pdf,
    )
    from yanpan.signature.external import (
        Finished,
        Prepared,
        SignatureRequest,
        finish_signature,
        prepare_signature,
    )
    from yanpan.signature.levels import (
        LongTerm,
    )
    from yanpan.signature.sign import (
        sign_pdf,
    )
    from yanpan.signature.time_stamp_service import (
        TimeStampService,
    )

__all__ = [
    "Finished",
    "LongTerm",
    "Prepared",
    "SignatureRequest",
    "TimeStampService",
    "extend_pdf",
    "finish_signature",
    "prepare_signature",
    "sign_pdf",
]

__getattr__ = face(
    __name__,
    {
        "extend": ("extend_pdf",),
        "external": (
            "Finished",
            "Prepared",
            "SignatureRequest",
            "finish_signature",
            "prepare_signature",
        ),
        "levels": ("LongTerm",),
        "sign": ("sign_pdf",),
        "time_stamp_service": ("TimeStampService",),
    },
)
