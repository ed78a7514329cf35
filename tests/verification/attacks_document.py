"""Attacks by an appended update on the document around the pages: data, metadata, actions, the catalog."""

from __future__ import annotations

from typing import Any

from attacks_tools import (
    Change,
    attack,
    catalog_with,
    dictionary,
    name,
    numbers,
    stream,
    tail_of,
    text,
    updated,
)
from attacks_tools import with_objects as by_hand
from pyhanko.pdf_utils import generic

from yanpan.signature.pdf import SteadyWriter

DATA, WORDS, ACTIONS, CATALOG = "附件", "元数据", "动作", "文档目录"


def _tree(writer: SteadyWriter) -> Any:
    return writer.root["/Names"]["/EmbeddedFiles"]


def _tree_changed(writer: SteadyWriter) -> None:
    writer.update_container(_tree(writer))


def _file(writer: SteadyWriter, data: bytes = b"{}", called: str = "assessment.json", **more: Any) -> Any:
    held = writer.add_object(stream(data, Type=name("EmbeddedFile"), **more))
    entries = {"Type": name("Filespec"), "F": text(called), "UF": text(called), "EF": dictionary(F=held)}
    return writer.add_object(dictionary(**entries))


@updated(DATA, "附件里的 assessment.json 改成低风险")
def the_attachment_replaced(writer: SteadyWriter) -> None:
    reference = _tree(writer)["/Names"][1]["/EF"].raw_get("/F").reference
    old = reference.get_object()
    keep = {k: v for k, v in old.items() if k not in ("/Filter", "/Length", "/DecodeParms")}
    fresh = generic.StreamObject(keep, stream_data=old.data.replace(b'"high"', b'"low"'))
    writer.objects[(0, reference.idnum)] = fresh


@updated(DATA, "附件的名字树指向另一份 assessment.json")
def the_attachment_pointed_elsewhere(writer: SteadyWriter) -> None:
    names = generic.ArrayObject([text("assessment.json"), _file(writer)])
    writer.root["/Names"]["/EmbeddedFiles"] = writer.add_object(dictionary(Names=names))
    writer.update_root()
    writer.update_container(writer.root["/Names"])


@updated(DATA, "添一个别的附件")
def an_attachment_added(writer: SteadyWriter) -> None:
    _tree(writer)["/Names"].extend([text("z.txt"), _file(writer, called="z.txt")])
    _tree_changed(writer)


@updated(DATA, "名字树里添第二个 assessment.json")
def a_second_attachment_of_the_same_name(writer: SteadyWriter) -> None:
    _tree(writer)["/Names"].extend([text("assessment.json"), _file(writer)])
    _tree_changed(writer)


@updated(DATA, "名字树添 Kids，和 Names 争同一个名字")
def a_name_tree_in_the_shadow(writer: SteadyWriter) -> None:
    kid = dictionary(Names=generic.ArrayObject([text("assessment.json"), _file(writer)]))
    _tree(writer)["/Kids"] = generic.ArrayObject([writer.add_object(kid)])
    _tree_changed(writer)


@updated(DATA, "名字树绕成圈")
def a_name_tree_in_a_circle(writer: SteadyWriter) -> None:
    tree = dictionary()
    place = writer.add_object(tree)
    tree["/Kids"] = generic.ArrayObject([place, place])
    writer.root["/Names"]["/EmbeddedFiles"] = place
    writer.update_root()
    writer.update_container(writer.root["/Names"])


@updated(DATA, "附件全部去掉")
def the_attachments_taken_out(writer: SteadyWriter) -> None:
    del writer.root["/Names"]
    writer.update_root()


def _specification(writer: SteadyWriter, held: Any) -> None:
    specification = _tree(writer)["/Names"][1]
    specification["/EF"] = held
    writer.update_container(specification)


@updated(DATA, "附件指向盘上的文件（/F /etc/passwd）")
def the_attachment_in_another_file(writer: SteadyWriter) -> None:
    outside = stream(b"", Type=name("EmbeddedFile"), F=text("/etc/passwd"))
    _specification(writer, dictionary(F=writer.add_object(outside)))


@updated(DATA, "附件指向网址")
def the_attachment_at_an_address(writer: SteadyWriter) -> None:
    specification = _tree(writer)["/Names"][1]
    specification["/FS"] = name("URL")
    specification["/F"] = text("http://127.0.0.1:9/assessment.json")
    del specification["/EF"]
    writer.update_container(specification)


@updated(DATA, "文档的关联文件（/AF）换掉")
def the_associated_file_exchanged(writer: SteadyWriter) -> None:
    writer.root["/AF"] = generic.ArrayObject([_file(writer)])
    writer.update_root()


@updated(DATA, "改成作品集（/Collection），先打开另一个附件")
def made_a_portfolio(writer: SteadyWriter) -> None:
    writer.root["/Collection"] = dictionary(D=text("z.pdf"), View=name("H"))
    writer.update_root()


# Metadata


@updated(WORDS, "标题改掉")
def the_title_rewritten(writer: SteadyWriter) -> None:
    writer.trailer["/Info"]["/Title"] = text("another")
    writer.mark_update(writer.trailer.raw_get("/Info").reference)


@updated(WORDS, "XMP 改掉")
def the_xmp_rewritten(writer: SteadyWriter) -> None:
    place = writer.root.raw_get("/Metadata")
    old = place.get_object()
    fresh = stream(old.data.replace(b"xmp", b"xmq"), Type=name("Metadata"), Subtype=name("XML"))
    writer.objects[(0, place.idnum)] = fresh


@updated(WORDS, "XMP 另立一份")
def the_xmp_pointed_elsewhere(writer: SteadyWriter) -> None:
    fresh = stream(b"<x/>", Type=name("Metadata"), Subtype=name("XML"))
    writer.root["/Metadata"] = writer.add_object(fresh)
    writer.update_root()


@attack(WORDS, "别的程序重存一遍，只改了日期和制作软件")
def only_the_metadata_dates_touched(pdf: bytes) -> bytes:
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    # pyHanko's writer does that by itself when anything is written.
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@attack(WORDS, "文件尾的 /Info 指到别处")
def the_information_pointed_elsewhere(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    keys = b"/Root %d 0 R /Info %d 0 R /ID %s /Prev %d" % (tail.root, tail.size, tail.id, tail.start)
    return by_hand(pdf, {tail.size: b"<< /Title (another) >>"}, keys=keys)


@attack(WORDS, "文件尾的 /ID 换掉")
def the_id_exchanged(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    keys = tail.keys.replace(tail.id, b"[<%s> <%s>]" % (b"00" * 16, b"00" * 16))
    return by_hand(pdf, {tail.size: b"null"}, keys=keys)


# Actions

_ACTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "javascript": ("打开时运行脚本", {"S": name("JavaScript"), "JS": text("app.alert(1)")}),
    "launch": ("打开时运行程序", {"S": name("Launch"), "F": text("/bin/sh")}),
    "address": ("打开时打开网址", {"S": name("URI"), "URI": text("http://127.0.0.1:9/")}),
    "another_file": ("打开时转到别的文件（GoToR）", {"S": name("GoToR"), "F": text("/etc/passwd"), "D": numbers(0)}),
    "embedded_file": ("打开时转到附件里的 PDF（GoToE）", {"S": name("GoToE"), "T": dictionary(R=name("C"))}),
    "submit": ("打开时往网址交表单", {"S": name("SubmitForm"), "F": text("http://127.0.0.1:9/")}),
    "import": ("打开时从文件取表单数据", {"S": name("ImportData"), "F": text("/etc/passwd")}),
    "hide": ("打开时藏起签名栏", {"S": name("Hide"), "T": text("officer")}),
}  # fmt: skip


def _opening(words: str, entries: dict[str, Any], key: str) -> Change:
    def change(writer: SteadyWriter) -> None:
        writer.root["/OpenAction"] = dictionary(**entries)
        writer.update_root()

    change.__name__ = f"an_open_action_{key}"
    return updated(ACTIONS, words)(change)


for _key, (_words, _entries) in _ACTIONS.items():
    _opening(_words, _entries, _key)


@updated(ACTIONS, "关闭、打印时的动作（/AA）")
def further_actions_added(writer: SteadyWriter) -> None:
    writer.root["/AA"] = dictionary(WP=dictionary(S=name("JavaScript"), JS=text("x")))
    writer.update_root()


@updated(ACTIONS, "翻到第一页时的动作")
def an_action_of_a_page(writer: SteadyWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    page.get_object()["/AA"] = dictionary(O=dictionary(S=name("JavaScript"), JS=text("x")))
    writer.mark_update(page)


@updated(ACTIONS, "名字树里的脚本")
def a_named_script(writer: SteadyWriter) -> None:
    script = dictionary(S=name("JavaScript"), JS=text("x"))
    names = generic.ArrayObject([text("a"), writer.add_object(script)])
    writer.root["/Names"]["/JavaScript"] = dictionary(Names=names)
    writer.update_root()
    writer.update_container(writer.root["/Names"])


# The catalog

_ENTRIES: dict[str, tuple[str, Any]] = {
    "Lang": ("语言改掉", text("en")),
    "Version": ("目录里的版本改掉", name("1.4")),
    "ViewerPreferences": ("显示方式改掉", dictionary(HideToolbar=generic.BooleanObject(True))),
    "PageMode": ("打开方式改成附件栏", name("UseAttachments")),
    "PageLayout": ("打开方式改成两页并排", name("TwoPageRight")),
    "PageLabels": ("页码改掉", dictionary(Nums=generic.ArrayObject())),
    "Outlines": ("加书签", dictionary(Type=name("Outlines"), Count=generic.NumberObject(0))),
    "Dests": ("加命名位置", dictionary(a=numbers(0))),
    "URI": ("加网址前缀", dictionary(Base=text("http://127.0.0.1:9/"))),
    "Threads": ("加文章线索", generic.ArrayObject()),
    "PieceInfo": ("加别的程序的数据", dictionary(X=dictionary(Private=text("x")))),
    "Legal": ("加法律声明", dictionary(JavaScriptActions=generic.NumberObject(0))),
    "Requirements": ("加对阅读器的要求", generic.ArrayObject()),
    "SpiderInfo": ("加网页抓取数据", dictionary(V=numbers(1))),
    "Extensions": ("加扩展声明", dictionary(ADBE=dictionary(BaseVersion=name("1.7")))),
    "MarkInfo": ("标记信息改掉", dictionary(Marked=generic.BooleanObject(False))),
    "NeedsRendering": ("要求重新排版（XFA）", generic.BooleanObject(True)),
    "DPartRoot": ("加文档部件", dictionary(Type=name("DPartRoot"))),
}


def _in_catalog(key: str, words: str, value: Any) -> Change:
    def change(pdf: bytes) -> bytes:
        return by_hand(pdf, {tail_of(pdf).root: catalog_with(pdf, **{key: value})})

    change.__name__ = f"the_catalog_s_{key}"
    return attack(CATALOG, f"{words}（/{key}）")(change)


for _key, (_words, _value) in _ENTRIES.items():
    _in_catalog(_key, _words, _value)


@updated(CATALOG, "目录整个另立一份，文件尾指过去")
def the_catalog_replaced(writer: SteadyWriter) -> None:
    writer.trailer["/Root"] = writer.add_object(
        dictionary(**{k[1:]: writer.root.raw_get(k) for k in writer.root})
    )
    writer._root = writer.trailer.raw_get("/Root")
