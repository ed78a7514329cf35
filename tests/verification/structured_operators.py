"""The list of what a forger does to the objects of a paper: keys that no paper of ours has, one object for another.

An operator changes a `Book` in place, by chance that is given. Whether it does so before anybody signs, inside a
signer's own update or in an update of nobody is chosen elsewhere (`structured`). Raises `Unfit` (or `LookupError`,
`ValueError`) where a paper has no such part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from structured_book import Book, entries

Operate = Callable[[Book, Random], None]


def chance(seed: object) -> Random:
    """The same chance for the same seed."""
    return Random(str(seed))  # noqa: S311 - nothing secret


class Unfit(ValueError):
    """This paper has nothing to which that could be done."""


@dataclass(frozen=True)
class Operator:
    """One way to forge; `alone` when it changes how the whole file is written, so that no update can hold it.

    `spelling` says the same in other letters, as another version of a library may: refused in a paper that names the
    engine that is here, and in every update; in a paper by another engine it is no forgery.
    """

    name: str
    group: str
    run: Operate
    alone: bool = False
    spelling: bool = False


OPERATORS: dict[str, Operator] = {}


def operator(group: str, *, alone: bool = False, spelling: bool = False) -> Callable[[Operate], Operate]:
    """List a function under its name."""

    def listed(run: Operate) -> Operate:
        enlist(Operator(run.__name__, group, run, alone, spelling))
        return run

    return listed


def enlist(made: Operator) -> None:
    assert made.name not in OPERATORS, made.name
    OPERATORS[made.name] = made


COVER = b"q 1 1 1 rg 60 560 480 200 re f Q"
SCRIPT = b"<</S /JavaScript/JS (app.alert\\(1\\))>>"
LINK = b"<</S /URI/URI (http://example.invalid/)>>"
FORM = b"{form}"
"""In a value: the reference of a new form XObject that paints a part of the page white."""

FILE = b"{file}"
"""In a value: the reference of a new file specification with another record in it."""

PAGE = b"{page}"
"""In a value: the reference of the first page."""

TARGETS: dict[str, Callable[[Book, Random], int]] = {
    "page": lambda book, by: by.choice(book.pages),
    "tree": lambda book, _: book.tree,
    "catalog": lambda book, _: book.root,
    "field": lambda book, by: by.choice(book.fields),
    "form": lambda book, _: book.form,
    "info": lambda book, _: book.info,
    "font": lambda book, by: by.choice(book.fonts),
    "descendant": lambda book, by: by.choice(book.descendants),
    "descriptor": lambda book, by: by.choice(book.all(b"/Type /FontDescriptor")),
    "font_file": lambda book, by: by.choice(book.font_files),
    "content": lambda book, by: book.to(by.choice(book.pages), b"Contents"),
    "appearance": lambda book, by: by.choice(book.all(b"/Subtype /Form", b"/BBox")),
    "element": lambda book, by: by.choice(book.elements),
    "struct_root": lambda book, _: book.to(book.root, b"StructTreeRoot"),
    "specification": lambda book, _: book.specification,
    "attachment": lambda book, _: book.attachment,
    "metadata": lambda book, _: book.metadata,
    "outline": lambda book, by: by.choice(book.all(b"/Title ", b"/Dest")),
    "outlines": lambda book, _: book.to(book.root, b"Outlines"),
    "resources": lambda book, by: book.to(by.choice(book.pages), b"Resources"),
    "profile": lambda book, _: book.all(b"/N 3")[0],
}

KEYS: dict[str, dict[bytes, tuple[bytes, ...]]] = {
    "page": {
        b"Rotate": (b"90", b"180", b"270", b"-90"),
        b"CropBox": (b"[0 0 595 421]", b"[0 300 595 842]", b"[60 100 500 800]"),
        b"MediaBox": (b"[0 0 595 700]", b"[0 0 842 595]", b"[20 0 595.275591 841.889764]"),
        b"TrimBox": (b"[0 0 100 100]",),
        b"ArtBox": (b"[0 0 100 100]",),
        b"UserUnit": (b"2", b"0.5", b"10"),
        b"Group": (b"<</S /Transparency/CS /DeviceCMYK/I true/K true>>",),
        b"AA": (b"<</O %s>>" % SCRIPT, b"<</C %s>>" % SCRIPT),
        b"Trans": (b"<</S /Dissolve/D 30>>",),
        b"Dur": (b"1",),
        b"Thumb": (FORM,),
        b"Metadata": (FORM,),
        b"PieceInfo": (b"<</X <</LastModified (D:20261124161500Z)/Private {form}>>>>",),
        b"LastModified": (b"(D:20200101000000Z)",),
        b"B": (b"[{form}]",),
        b"VP": (b"[<</BBox [0 0 595 842]/Name (x)>>]",),
        b"PresSteps": (b"<</NA %s>>" % SCRIPT,),
        b"AF": (b"[{file}]",),
        b"OutputIntents": (b"[<</Type /OutputIntent/S /GTS_PDFX/OutputConditionIdentifier (X)>>]",),
        b"SeparationInfo": (b"<</DeviceColorant /Black/Pages [{page}]>>",),
        b"BoxColorInfo": (b"<</CropBox <</C [1 1 1]>>>>",),
        b"TemplateInstantiated": (b"/Other",),
        b"Tabs": (b"/R",),
        b"StructParents": (b"7",),
        b"ID": (b"<00>",),
        b"PZ": (b"9",),
        b"DPart": (b"<</Type /DPart>>",),
        b"Hidden": (b"true",),
    },
    "tree": {
        b"Rotate": (b"90", b"180"),
        b"CropBox": (b"[0 0 595 421]",),
        b"Resources": (b"<</XObject <</X {form}>>>>",),
        b"Count": (b"0", b"-1", b"1000"),
        b"Parent": (b"{page}",),
        b"Nums": (b"[0 {form}]",),
    },
    "catalog": {
        b"OpenAction": (SCRIPT, LINK, b"[{page} /XYZ 0 0 8]", b"<</S /Launch/F (calc.exe)>>"),
        b"AA": (b"<</WC %s>>" % SCRIPT, b"<</DP %s/WP %s>>" % (SCRIPT, LINK)),
        b"OCProperties": (
            b"<</OCGs [{group}]/D <</OFF [{group}]/Order [{group}]>>>>",
            b"<</OCGs [{group}]/D <</AS [<</Event /Print/OCGs [{group}]/Category [/Print]>>]>>>>",
        ),
        b"Collection": (b"<</View /H/D (assessment.json)>>", b"<</View /T>>"),
        b"PageMode": (b"/UseAttachments", b"/FullScreen"),
        b"PageLayout": (b"/TwoPageRight",),
        b"PageLabels": (b"<</Nums [0 <</S /D/St 7>>]>>", b"<</Nums [0 <</P (Low risk )>>]>>"),
        b"ViewerPreferences": (b"<</HideToolbar true/HideMenubar true/DisplayDocTitle true>>",),
        b"Threads": (b"[<</F {form}/I <</Title (x)>>>>]",),
        b"URI": (b"<</Base (http://example.invalid/)>>",),
        b"Extensions": (b"<</ADBE <</BaseVersion /1.7/ExtensionLevel 8>>>>",),
        b"Version": (b"/1.3", b"/2.0", b"/9.9"),
        b"Legal": (b"<</JavaScriptActions 0/Attestation (fine)>>",),
        b"Requirements": (b"[<</S /EnableJavaScripts>>]",),
        b"DPartRoot": (b"<</Type /DPartRoot/DPartRootNode {form}>>",),
        b"Dests": (b"<</X [{page} /Fit]>>",),
        b"SpiderInfo": (b"<</V 1.0/C [{form}]>>",),
        b"PieceInfo": (b"<</X <</LastModified (D:20261124161500Z)/Private {form}>>>>",),
        b"Lang": (b"(en)", b"<feff0065006e>"),
        b"MarkInfo": (b"<</Marked true/Suspects true>>", b"<</Marked false>>"),
        b"NeedsRendering": (b"true",),
        b"Perms": (b"<</UR3 {usage}>>", b"<</DocMDP {usage}>>"),
        b"AF": (b"[]", b"[{file}]"),
        b"DSS": (b"<</Type /DSS>>", b"<</Certs [{form}]>>"),
        b"Metadata": (FORM,),
        b"Outlines": (b"<</First {page}/Last {page}/Count 1>>",),
        b"OutputIntents": (
            b"[]",
            b"[<</Type /OutputIntent/S /GTS_PDFA1/OutputConditionIdentifier (sRGB)/DestOutputProfile {form}>>]",
        ),
        b"Names": (
            b"<</EmbeddedFiles {names}/JavaScript <</Names [(x) %s]>>>>" % SCRIPT,
            b"<</EmbeddedFiles {names}/AP <</Names [(x) {form}]>>>>",
            b"<</EmbeddedFiles {names}/Dests <</Names [(x) [{page} /Fit]]>>>>",
            b"<</EmbeddedFiles {names}/Templates <</Names [(x) {page}]>>>>",
            b"<</EmbeddedFiles {names}/Pages <</Names [(x) {page}]>>>>",
            b"<</EmbeddedFiles {names}/URLS <</Names [(x) {form}]>>>>",
            b"<</EmbeddedFiles {names}/IDS <</Names [(x) {form}]>>>>",
            b"<</EmbeddedFiles {names}/Renditions <</Names [(x) {form}]>>>>",
            b"<</EmbeddedFiles {names}/AlternatePresentations <</Names [(x) {form}]>>>>",
        ),
    },
    "field": {
        b"Rect": (b"[0 0 595 842]", b"[0 0 0 0]", b"[60 600 500 800]"),
        b"F": (b"2", b"32", b"4", b"196"),
        b"MK": (b"<</BG [1 1 1]/CA (x)>>", b"<</R 180>>"),
        b"DA": (b"(/Helv 0 Tf 0 g)",),
        b"DV": (b"(x)",),
        b"V": (b"(signed)", b"null", b"{usage}"),
        b"Opt": (b"[(x)]",),
        b"MaxLen": (b"3",),
        b"AA": (b"<</E %s>>" % SCRIPT, b"<</F %s/K %s>>" % (SCRIPT, SCRIPT)),
        b"A": (SCRIPT, LINK),
        b"Kids": (b"[]", b"[{page}]"),
        b"Parent": (b"<</T (x)/FT /Sig>>",),
        b"TU": (b"(x)", b"<feff4e3b89818d1f8d234eba>"),
        b"TM": (b"(x)",),
        b"T": (b"(other)",),
        b"Ff": (b"1", b"3"),
        b"AP": (
            b"<</N {form}>>",
            b"<</N {form}/D {form}>>",
            b"<</N <</On {form}>>>>",
            b"<</R {form}/N {form}>>",
        ),
        b"AS": (b"/On",),
        b"OC": (b"{group}",),
        b"Contents": (b"(x)",),
        b"NM": (b"(x)",),
        b"M": (b"(D:20200101000000Z)",),
        b"BS": (b"<</W 9/S /S>>",),
        b"Border": (b"[0 0 90]",),
        b"C": (b"[1 1 1]",),
        b"H": (b"/P",),
        b"StructParent": (b"0", b"99"),
        b"Lock": (b"<</Type /SigFieldLock/Action /Include/Fields [(nobody)]>>", b"null"),
        b"SV": (b"<</Type /SV/Ff 1/SubFilter [/adbe.pkcs7.detached]>>", b"<</Type /SV/MDP <</P 3>>>>"),
        b"Subtype": (b"/Stamp", b"/FreeText", b"/Popup"),
        b"FT": (b"/Tx", b"/Btn"),
        b"P": (b"{form}",),
        b"AF": (b"[{file}]",),
        b"CA": (b"0",),
        b"BM": (b"/Multiply",),
        b"Lang": (b"(en)",),
    },
    "form": {
        b"NeedAppearances": (b"true",),
        b"XFA": (b"[(template) {form}]", FORM),
        b"CO": (b"[{page}]",),
        b"DR": (b"<</XObject <</X {form}>>>>",),
        b"DA": (b"(/Helv 0 Tf 0 g)",),
        b"Q": (b"1",),
        b"SigFlags": (b"0", b"2"),
        b"Fields": (b"[]",),
    },
    "info": {
        b"Title": (b"(Low risk)",),
        b"Author": (b"(x)",),
        b"Subject": (b"(Low risk)",),
        b"Keywords": (b"(x)",),
        b"Producer": (b"(x)",),
        b"Creator": (b"(yanpan 9.9)",),
        b"ModDate": (b"(D:20200101000000Z)",),
        b"CreationDate": (b"(D:20200101000000Z)",),
        b"Trapped": (b"/True",),
        b"GTS_PDFXVersion": (b"(PDF/X-4)",),
    },
    "font": {
        b"Encoding": (b"/Identity-V", b"/UniGB-UCS2-H", FORM),
        b"ToUnicode": (b"/Identity-H", FORM),
        b"Subtype": (b"/Type3", b"/Type1"),
        b"BaseFont": (b"/Helvetica",),
        b"Name": (b"/X",),
    },
    "descendant": {
        b"W": (b"[0 [0 0 0]]", b"[0 9999 500]", b"[]"),
        b"DW": (b"0", b"2000"),
        b"W2": (b"[0 9999 -1000 500 880]",),
        b"DW2": (b"[880 -9000]",),
        b"CIDToGIDMap": (FORM,),
        b"Subtype": (b"/CIDFontType2",),
        b"CIDSystemInfo": (b"<</Registry (Adobe)/Ordering (GB1)/Supplement 2>>",),
        b"BaseFont": (b"/SimSun",),
    },
    "descriptor": {
        b"Flags": (b"0", b"262144"),
        b"FontBBox": (b"[0 0 0 0]",),
        b"ItalicAngle": (b"45",),
        b"MissingWidth": (b"2000",),
        b"FontFile2": (FORM,),
        b"FontFile3": (FORM,),
        b"CIDSet": (FORM,),
        b"FD": (b"<</X <</Type /FontDescriptor>>>>",),
        b"Style": (b"<</Panose <000000000000000000000000>>>",),
        b"FontName": (b"/Other",),
    },
    "font_file": {
        b"Subtype": (b"/CIDFontType0C", b"/Type1C"),
        b"F": (b"(other.otf)",),
        b"Length1": (b"9",),
        b"DecodeParms": (b"<</Predictor 12>>",),
    },
    "content": {
        b"F": (b"(elsewhere.bin)",),
        b"FFilter": (b"/FlateDecode",),
        b"DL": (b"3",),
        b"DecodeParms": (b"<</Predictor 1>>",),
        b"Type": (b"/XObject",),
        b"Resources": (b"<</XObject <</X {form}>>>>",),
    },
    "appearance": {
        b"BBox": (b"[0 0 600 850]", b"[-600 -850 600 850]"),
        b"Matrix": (b"[9 0 0 9 -300 0]",),
        b"OC": (b"{group}",),
        b"Resources": (b"<</XObject <</X {form}>>>>",),
        b"Group": (b"<</S /Transparency/K true>>",),
        b"Ref": (b"<</F (other.pdf)/Page 0>>",),
        b"OPI": (b"<</2.0 <</Version 2.0/F (x)>>>>",),
        b"StructParents": (b"0",),
    },
    "element": {
        b"ActualText": (b"(Low risk)", b"<feff4f4e98ce9669>"),
        b"Alt": (b"(Low risk)", b"<feff4f4e98ce9669>"),
        b"E": (b"(Low risk)",),
        b"S": (b"/Artifact", b"/Figure", b"/NonStruct"),
        b"Lang": (b"(en)",),
        b"T": (b"(x)",),
        b"AF": (b"[{file}]",),
        b"A": (b"<</O /Layout/Placement /Block>>",),
        b"PhoneticAlphabet": (b"/ipa",),
        b"Phoneme": (b"(x)",),
        b"R": (b"3",),
        b"ID": (b"(x)",),
        b"Ref": (b"[{page}]",),
        b"K": (b"[]", b"0"),
    },
    "struct_root": {
        b"RoleMap": (b"<</P /Artifact>>",),
        b"ClassMap": (b"<</X <</O /Layout>>>>",),
        b"IDTree": (b"<</Names [(x) {form}]>>",),
        b"PronunciationLexicon": (b"[{file}]",),
        b"Namespaces": (b"[<</Type /Namespace/NS (x)>>]",),
        b"AF": (b"[{file}]",),
        b"ParentTree": (b"<</Nums []>>",),
        b"K": (b"[]",),
    },
    "specification": {
        b"F": (b"(other.json)", b"(http://example.invalid/)"),
        b"UF": (b"(other.json)", b"<feff0061>"),
        b"EF": (b"<</F {form}>>",),
        b"RF": (b"<</F [(x) {form}]>>",),
        b"FS": (b"/URL",),
        b"V": (b"true",),
        b"Desc": (b"(Low risk)",),
        b"AFRelationship": (b"/Unspecified", b"/Alternative", b"/EncryptedPayload"),
        b"CI": (b"<</X 1>>",),
        b"Thumb": (FORM,),
        b"EP": (b"<</Type /EncryptedPayload/Subtype /X>>",),
    },
    "attachment": {
        b"Subtype": (b"/text#2fhtml", b"/application#2fpdf"),
        b"Params": (b"<</Size 1/CheckSum <00>>>",),
        b"F": (b"(elsewhere.json)",),
        b"DL": (b"3",),
    },
    "metadata": {
        b"Subtype": (b"/HTML",),
        b"Type": (b"/Other",),
        b"F": (b"(elsewhere.xml)",),
    },
    "outline": {
        b"Title": (b"(Low risk)", b"<feff4f4e98ce9669>"),
        b"A": (SCRIPT, LINK),
        b"C": (b"[1 1 1]",),
        b"F": (b"3",),
        b"Dest": (b"[{page} /Fit]", b"(x)"),
        b"SE": (b"{form}",),
        b"First": (b"{form}",),
    },
    "outlines": {b"Count": (b"-2", b"9"), b"First": (b"{page}",), b"Metadata": (FORM,)},
    "resources": {
        b"XObject": (b"<</X {form}>>",),
        b"Properties": (b"<</L {group}>>",),
        b"ExtGState": (
            b"<</a1.0 <</ca 0>>/a1 <</ca 0>>/A1.0 <</CA 0>>>>",
            b"<</a1.0 <</ca 1/BM /Difference>>/a1 <</ca 1>>/A1.0 <</CA 1>>>>",
            b"<</a1.0 <</ca 1/SMask <</S /Alpha/G {form}>>>>/a1 <</ca 1>>/A1.0 <</CA 1>>>>",
            b"<</a1.0 <</ca 1/Font [{form} 9]>>/a1 <</ca 1>>/A1.0 <</CA 1>>>>",
            b"<</a1.0 <</ca 1/TR {form}>>/a1 <</ca 1>>/A1.0 <</CA 1>>>>",
        ),
        b"Font": (b"<</X {form}>>",),
        b"ColorSpace": (
            b"<</DefaultRGB [/Indexed /DeviceRGB 1 <ffffffffffff>]>>",
            b"<</DefaultGray [/Separation /All /DeviceRGB {form}]>>",
        ),
        b"Pattern": (b"<</P {form}>>",),
        b"Shading": (b"<</S <</ShadingType 1>>>>",),
        b"ProcSet": (b"[/PDF]",),
    },
    "profile": {
        b"N": (b"1", b"4"),
        b"Alternate": (b"/DeviceCMYK",),
        b"Range": (b"[0 0 0 0 0 0]",),
        b"Metadata": (FORM,),
    },
}
"""Keys that forgers add or change, by what has them."""

_GROUPS = {
    "page": "页面", "tree": "页面", "resources": "页面", "catalog": "目录", "outline": "目录", "outlines": "目录",
    "profile": "目录", "field": "签名栏", "form": "签名栏", "appearance": "签名栏", "info": "元数据", "metadata": "元数据",
    "font": "字体", "descendant": "字体", "descriptor": "字体", "font_file": "字体", "content": "内容",
    "element": "朗读标记", "struct_root": "朗读标记", "specification": "附件", "attachment": "附件",
}  # fmt: skip


def filled(book: Book, value: bytes) -> bytes:
    """A value with the objects that it wants added to the book."""
    made = {
        FORM: lambda: book.add_form(COVER),
        FILE: lambda: another_file(book),
        PAGE: lambda: b"%d 0 R" % book.pages[0],
        b"{group}": lambda: book.add(b"<</Type /OCG/Name (x)>>"),
        b"{names}": lambda: b"%d 0 R" % book.one(b"<</Names [("),
        b"{usage}": lambda: book.add(b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /adbe.x509.rsa_sha1>>"),
    }
    for word, make in made.items():
        if word in value:
            value = value.replace(word, make())
    return value


def another_file(book: Book, name: bytes = b"assessment.json", data: bytes | None = None) -> bytes:
    """The reference of a new file specification with the record in it, the grade another one."""
    changed = re.sub(rb'"residual":\s*"\w+"', b'"residual": "low "', book.data(book.attachment))
    held = book.add_stream(
        changed if data is None else data, b"/Type /EmbeddedFile/Subtype /application#2fjson"
    )
    return book.add(b"<</Type /Filespec/F (%s)/UF (%s)/EF <</F %s>>>>" % (name, name, held))


def _setting(target: str, key: bytes, values: tuple[bytes, ...]) -> Operate:
    def run(book: Book, by: Random) -> None:
        number = TARGETS[target](book, by)
        book.put(number, key, filled(book, by.choice(values)))

    return run


for _target, _keys in KEYS.items():
    for _key, _values in _keys.items():
        enlist(
            Operator(
                f"{_target}_{_key.decode()}",
                _GROUPS[_target],
                _setting(_target, _key, _values),
            )
        )


def _taking(target: str) -> Operate:
    def run(book: Book, by: Random) -> None:
        number = TARGETS[target](book, by)
        kept = {b"Length", b"Filter", b"FT", b"T", b"Type", b"Kids", b"Fields"}
        names = [name for name, _, _ in entries(book.dictionary(number)) if name not in kept]
        if not names:
            raise Unfit
        book.drop(number, by.choice(names))

    return run


for _target in sorted(TARGETS.keys() - {"content"}):
    enlist(Operator(f"{_target}_less", _GROUPS[_target], _taking(_target)))
