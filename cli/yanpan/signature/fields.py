"""The empty signature fields of a paper, all of them before anyone signs."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field

from yanpan.errors import ReportFailed
from yanpan.report import SignatureBox
from yanpan.signature.pdf import SteadyWriter


def prepare_fields(pdf: bytes, boxes: Sequence[SignatureBox]) -> bytes:
    """Add one empty signature field for each box, in one incremental update.

    A field is named by the role's id; the role's title is what readers show. Each field locks itself when
    signed (FieldMDP), and the first signature certifies with "fill in forms" (DocMDP P=2, ISO 32000-2,
    12.8.2.2), so that the other roles may follow and nothing else may change. The last role locks every
    field and allows no change (P=1) but evidence and archive time stamps (ISO 32000-2, 12.8.2.2.2). The same
    input gives the same bytes. Raises `ReportFailed` when the boxes do not fit the paper.
    """
    names = [box.role for box in boxes]
    if not boxes:
        raise ReportFailed("没有要签署的角色，签名栏建不成", where="签批栏")
    if len(set(names)) != len(names):
        raise ReportFailed("两个签名栏同名", where="签批栏")
    try:
        writer = SteadyWriter(pdf)
        pages = int(writer.root["/Pages"]["/Count"])
    except Exception as error:
        raise ReportFailed("给 PDF 加签名栏失败：文件读不了", where="签批栏") from error
    last = boxes[-1]
    for box in boxes:
        if (
            not (0 <= box.page < pages and box.x1 < box.x2 and box.y1 < box.y2)
            or "." in box.role
            or not box.role
        ):
            raise ReportFailed(f"签名栏“{box.title}”的位置或者名字不对", where="签批栏")
        append_signature_field(
            writer,
            SigFieldSpec(
                box.role,
                on_page=box.page,
                box=(box.x1, box.y1, box.x2, box.y2),  # type: ignore[arg-type]  # floats are meant
                readable_field_name=box.title,
                # The paper draws its own box; a grey one would show in print.
                empty_field_appearance=False,
                combine_annotation=True,
                field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL)
                if box is last
                else FieldMDPSpec(FieldMDPAction.INCLUDE, [box.role]),
                doc_mdp_update_value=MDPPerm.NO_CHANGES if box is last else MDPPerm.FILL_FORMS,
            ),
        )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
