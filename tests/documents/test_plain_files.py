"""A file that somebody named: read if it is one, told for what it is if not, and never waited on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from yanpan.documents import (
    check_plain,
    entries,
    is_file,
    is_folder,
    is_link,
    is_there,
    load_document,
    not_a_pdf,
    read_plain,
    true_path,
)
from yanpan.errors import DocumentUnreadable, InputRefused

if sys.platform == "win32":
    pytest.skip("pipes and devices of Unix", allow_module_level=True)


def why(path: Path, most: int = 100) -> str:
    with pytest.raises(InputRefused) as refused:
        read_plain(path, most=most)
    assert refused.value.remedy
    return refused.value.what


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(bytes(100))
    assert read_plain(file, most=100) == bytes(100)
    assert check_plain(file, remedy="") is None
    file.write_bytes(bytes(101))
    assert "超过上限" in why(file)
    (tmp_path / "link").symlink_to(file)
    assert len(read_plain(tmp_path / "link", most=101)) == 101


def test_what_is_no_plain_file_is_told_for_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)
        server.bind("socket")
        assert "套接字" in why(tmp_path / "socket")
    assert why(tmp_path) == "这是文件夹，不是普通文件"
    assert why(tmp_path / "pipe") == "这是管道，不是普通文件"
    assert why(tmp_path / "gone") == "没有这个文件"
    assert why(tmp_path / "dangling") == "链接指向的文件不在了"
    assert "绕成了圈" in why(tmp_path / "loop")
    assert "名字太长" in why(tmp_path / ("长" * 100))
    assert "不能用的字符" in why(Path("a\0b"))
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        assert "设备" in why(Path(device))


NOWHERE = [Path("a\0b"), Path("长" * 100), Path("a/" * 3000)]


@pytest.mark.parametrize("path", NOWHERE, ids=["nul", "name", "path"])
def test_a_path_that_cannot_be_is_refused_or_nothing(path: Path) -> None:
    for asked in (is_there, is_file, entries):
        with pytest.raises(InputRefused) as refused:
            asked(path)
        assert refused.value.remedy and refused.value.where == str(path)
    assert not is_folder(path) and not is_link(path)
    assert true_path(path).name == path.name


def test_what_stands_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe")
    found = entries(tmp_path)
    assert [path.name for path in found] == ["dangling", "file", "link", "pipe"]
    assert [is_there(path) for path in found] == [True] * 4
    assert [is_file(path) for path in found] == [False, True, True, False]
    assert [is_link(path) for path in found] == [True, False, True, False]
    assert is_folder(tmp_path) and is_there(tmp_path) and not is_file(tmp_path)
    for nothing in (tmp_path / "gone", tmp_path / "file" / "below"):
        assert not is_there(nothing) and not is_file(nothing) and not is_folder(nothing)


def test_a_file_that_is_not_text_by_its_name_is_found(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "答案.yaml".encode("gbk")))
    file.write_text("a: 1")
    assert load_document(file)[0] == {"a": 1}
    with pytest.raises(DocumentUnreadable, match="U\\+DCB4"):
        load_document(file.with_name(file.name + "x"))


@pytest.mark.parametrize("text", ['{"a": "\\ud83d\\ude00\\/"}', 'a: "😀/"\n', "{a: 😀/}"])
def test_documents_come_through_a_pipe(text: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(text))
    writer.start()
    # A pipe that nobody has opened for writing yet is empty: wait until it is.
    code = "import sys; from pathlib import Path; from yanpan.documents import load_document; print(load_document(Path(sys.argv[1]))[0])"
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -c "{code}" /dev/stdin < "{pipe}"'], capture_output=True, text=True
    )
    writer.join()
    assert done.stdout.strip() == "{'a': '😀/'}", done.stderr


def test_a_pipe_without_a_writer_is_no_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentUnreadable, match="空"):
        load_document(tmp_path / "pipe")


def test_a_pipe_without_end_is_read_to_the_limit() -> None:
    code = "from pathlib import Path; from yanpan.documents import load_document; load_document(Path('/dev/stdin'))"
    done = subprocess.run(
        ["sh", "-c", f'yes | "{sys.executable}" -c "{code}"'], capture_output=True, text=True, timeout=60
    )
    assert "超过上限 4 MB" in done.stderr


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空文件"), (bytes(5000), "全是零"), (b"<!DOCTYPE html><html>", "网页"), (b"\xef\xbb\xbf\n <HTML lang=zh>", "网页"),
        (b"\x1f\x8b\x08", "压缩包"), (b"PK\x03\x04 word/", "压缩包"), (b"PK\x03\x04 [Content_Types].xml", "办公软件"),
        (b"PK\x03\x04 OFD.xml", "OFD"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "办公软件"), (b"\xff\xd8\xff\xe0", "图片"),
        (b"\x89PNG\r\n\x1a\n", "图片"), (b"MIME-Version: 1.0\r\n\r\n" + b"x" * 2000 + b"%PDF-1.7", "邮件"),
        (b"From a@b Mon\n", "邮件"), (b"Received: by x\n", "邮件"), (b"JVBERi0xLjcK", "base64"), (b"-----BEGIN CERTIFICATE-----", "PEM"),
        ("通知".encode("gbk"), "文本"), (b"{}", "文本"), (bytes(range(256)), "认不出"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_pdf_is_what_it_is(data: bytes, word: str) -> None:
    found = not_a_pdf(data)
    assert found is not None
    assert word in found[0]
    assert found[1]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n", b"x%PDF-1.7", b"<html>" + b" " * 900 + b"%PDF-1.7", b"\n1 0 obj\n<<>>endobj\nstartxref\n0\n%%EOF",
        b"\x00" * 1000 + b"%PDF-", b"7 0 obj <</Type/Catalog>>",
    ],
)  # fmt: skip
def test_what_a_reader_could_take_for_a_pdf_is_judged_as_one(data: bytes) -> None:
    assert not_a_pdf(data) is None
