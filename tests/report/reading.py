"""A paper read by readers that are not ours: poppler, MuPDF, and the drawing operators one by one."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import correlation
from typing import Any

import pikepdf

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


def squeezed(text: str) -> str:
    """Without any white space."""
    return re.sub(r"\s", "", text)


def poppler(pdf: bytes, *options: str) -> list[str]:
    """Text of each page in the order of drawing."""
    found = _asked(pdf, "pdftotext", "-raw", *options, "{}", "-").decode()
    return found.split("\f")[:-1]


def mupdf(pdf: bytes) -> list[str]:
    """Text of each page in the order of drawing."""
    found = _asked(pdf, "mutool", "draw", "-q", "-F", "text", "-o", "-", "{}").decode()
    return found.split("\f")[:-1]


def grey(pdf: bytes, program: str, dpi: int = 50) -> list[tuple[int, int, bytes]]:
    """Each page as a picture: width, height and a byte a pixel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paper.pdf").write_bytes(pdf)
        command = {
            "poppler": ["pdftoppm", "-gray", "-r", str(dpi), "paper.pdf", "page"],
            "mupdf": ["mutool", "draw", "-q", "-c", "gray", "-r", str(dpi), "-o", "page-%03d.pgm", "paper.pdf"],
        }[program]  # fmt: skip
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return [_picture(path.read_bytes()) for path in sorted(folder.glob("*.pgm"))]


def _picture(data: bytes) -> tuple[int, int, bytes]:
    _, wide, high, _, pixels = re.split(rb"\s+", data, maxsplit=4)
    return int(wide), int(high), pixels


def _asked(pdf: bytes, *command: str) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return subprocess.run(
            [part.replace("{}", file.name) for part in command], check=True, capture_output=True
        ).stdout


def bodies(pages: list[str], case_number: str) -> str:
    """The text of all pages in one, without white space and without the running feet, which are drawn last."""
    found = []
    for number, page in enumerate(map(squeezed, pages), 1):
        mark, case = f"—{number}—", squeezed(case_number)
        for foot in (mark + case, case + mark, mark):
            page = page.removesuffix(foot)
        found.append(page)
    return "".join(found)


def likeness(one: tuple[int, int, bytes], other: tuple[int, int, bytes], side: int = 4) -> float:
    """How far two pictures go together (1: fully), in squares of some pixels."""
    return correlation(*zip(*zip(_squares(one, side), _squares(other, side), strict=False), strict=True))


def _squares(picture: tuple[int, int, bytes], side: int) -> list[int]:
    wide, high, pixels = picture
    return [
        sum(sum(pixels[(y + row) * wide + x : (y + row) * wide + x + side]) for row in range(side))
        for y in range(0, high - side + 1, side)
        for x in range(0, wide - side + 1, side)
    ]


@dataclass(frozen=True)
class Run:
    """Glyphs drawn by one operator: where (points from the bottom left), with what, in which marked content."""

    page: int
    mcid: int | None
    artifact: bool
    font: str
    glyphs: tuple[int, ...]
    text: str
    size: float
    fill: tuple[float, ...]
    x: float
    y: float
    end: float

    @property
    def black(self) -> bool:
        return all(value == 0 for value in self.fill)


@dataclass(frozen=True)
class Face:
    """An embedded font: its name without the subset's letters, widths and characters by glyph id."""

    name: str
    widths: dict[int, float]
    characters: dict[int, str]


@dataclass(frozen=True)
class _State:
    faces: dict[tuple[int, int], Face]
    matrix: Matrix = _AS_IT_IS
    font: Any = None
    size: float = 0
    fill: tuple[float, ...] = (0,)


def runs(document: pikepdf.Pdf) -> list[Run]:
    """Every run of text of every page, in the order of drawing."""
    faces: dict[tuple[int, int], Face] = {}
    return [
        run
        for number, page in enumerate(document.pages)
        for run in _drawn(page.obj, page.obj.Resources, number, _State(faces), [])
    ]


def read(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def _drawn(
    stream: Any, resources: Any, page: int, state: _State, marks: list[tuple[str, int | None]]
) -> Iterator[Run]:
    saved: list[_State] = []
    text = _AS_IT_IS
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "q":
                saved.append(state)
            case "Q":
                state = saved.pop()
            case "cm":
                state = replace(state, matrix=times(_matrix(operands), state.matrix))
            case "BT":
                text = _AS_IT_IS
            case "Tm":
                text = _matrix(operands)
            case "Tf":
                font = resources.Font[str(operands[0])]
                if font.objgen not in state.faces:
                    state.faces[font.objgen] = face(font)
                state = replace(state, font=state.faces[font.objgen], size=float(operands[1]))
            case "g" | "rg" | "k" | "sc" | "scn":
                state = replace(state, fill=tuple(float(value) for value in operands))
            case "BMC" | "BDC":
                content = operands[1] if len(operands) > 1 else {}
                marks.append((str(operands[0]), int(content["/MCID"]) if "/MCID" in content else None))
            case "EMC":
                marks.pop()
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.Subtype == pikepdf.Name.Form:
                    inner = replace(
                        state, matrix=times(_matrix(form.get("/Matrix", _AS_IT_IS)), state.matrix)
                    )
                    yield from _drawn(form, form.get("/Resources", resources), page, inner, marks)
            case "Tj" | "TJ":
                drawn = operands[0] if str(operator) == "TJ" else operands
                run, shift = _run(drawn, state, times(text, state.matrix), page, marks)
                text = times((1, 0, 0, 1, shift, 0), text)
                yield run
            case "Td" | "TD" | "T*" | "Tz" | "Tc" | "Tw" | "Ts" | "'" | '"':
                raise AssertionError(f"an operator that no paper uses: {operator}")
            case _:
                pass


def _run(
    drawn: Any, state: _State, place: Matrix, page: int, marks: list[tuple[str, int | None]]
) -> tuple[Run, float]:
    font = state.font
    glyphs: list[int] = []
    shift = 0.0
    for item in drawn:
        if isinstance(item, pikepdf.String):
            data = bytes(item)
            found = [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
            glyphs += found
            shift += sum(font.widths.get(glyph, 1000) for glyph in found) * state.size / 1000
        else:
            shift -= float(item) * state.size / 1000
    scale = (place[0] ** 2 + place[1] ** 2) ** 0.5
    ids = [mcid for _, mcid in marks if mcid is not None]
    run = Run(
        page=page,
        mcid=ids[-1] if ids else None,
        artifact=any(tag == "/Artifact" for tag, _ in marks),
        font=font.name,
        glyphs=tuple(glyphs),
        text="".join(font.characters.get(glyph, "\ufffd") for glyph in glyphs),
        size=state.size * scale,
        fill=state.fill,
        x=place[4],
        y=place[5],
        end=place[4] + shift * scale,
    )
    return run, shift


def face(font: Any) -> Face:
    descendant = font.DescendantFonts[0]
    widths: dict[int, float] = {}
    listed = list(descendant.get("/W", []))
    while listed:
        first = int(listed.pop(0))
        item = listed.pop(0)
        if isinstance(item, pikepdf.Array):
            widths |= {first + n: float(width) for n, width in enumerate(item)}
        else:
            widths |= dict.fromkeys(range(first, int(item) + 1), float(listed.pop(0)))
    return Face(str(font.BaseFont).partition("+")[2], widths, characters(font.ToUnicode.read_bytes()))


def characters(cmap: bytes) -> dict[int, str]:
    """What a ToUnicode map says of each glyph."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(
            rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block
        ):
            start = bytes.fromhex(text.decode()).decode("utf-16-be")
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = start[:-1] + chr(ord(start[-1]) + n)
    return found


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)


def times(one: Matrix, other: Matrix) -> Matrix:
    """`one` first, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True)
class Element:
    """A structure element with the names of those above it, outermost first."""

    tag: str
    node: Any
    above: tuple[str, ...]

    def contents(self) -> Iterator[tuple[Any, int]]:
        """Page object and number of every marked content below it."""
        yield from _contents(self.node, self.node.get("/Pg"))


def elements(document: pikepdf.Pdf) -> list[Element]:
    """All structure elements that can be reached from the root, in reading order."""
    return list(_elements(document.Root.StructTreeRoot, ()))


def _elements(node: Any, above: tuple[str, ...]) -> Iterator[Element]:
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            tag = str(kid.S)[1:]
            yield Element(tag, kid, above)
            yield from _elements(kid, (*above, tag))


def _contents(node: Any, page: Any) -> Iterator[tuple[Any, int]]:
    for kid in kids(node):
        if isinstance(kid, int):
            yield page, kid
        elif isinstance(kid, pikepdf.Dictionary):
            if "/MCID" in kid:
                yield kid.get("/Pg", page), int(kid.MCID)
            elif "/S" in kid:
                yield from _contents(kid, kid.get("/Pg", page))


def kids(node: Any) -> list[Any]:
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def objects(node: Any) -> Iterator[Any]:
    """Every object reference right below a dictionary, an array or a stream, through what is written in place."""
    if isinstance(node, pikepdf.Stream):
        node = node.stream_dict
    items = (
        [value for _, value in node.items()]
        if isinstance(node, pikepdf.Dictionary)
        else list(node)
        if isinstance(node, pikepdf.Array)
        else []
    )
    for item in items:
        if isinstance(item, pikepdf.Object):
            if item.is_indirect:
                yield item
            else:
                yield from objects(item)
