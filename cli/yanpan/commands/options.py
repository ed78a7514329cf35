"""The options of all commands: one word means one thing, wherever it stands.

| word | value | meaning |
|---|---|---|
| `--out` | folder | there already; case folders, results or keys are written into it |
| `--to` | file | the one file to write; its ending chooses the form, and an old file is not overwritten |
| `--answers` | file | answers, instead of asking |
| `--like` | case | an earlier case whose answers are offered again |
| `--case-number` | number | under which the case is filed |
| `--questionnaire` | folder | a unit's own questionnaire, instead of gd-563 |
| `--act` | word | which act, by its value or its label; may be given several times |
| `--list` | | show what there is to choose from, and do nothing else |
| `--replace` | | do it again where it was done; what stood there is kept beside it |
| `--no-pdf` | | everything but the paper |
| `--fail-on` | grade | from this residual grade on, end with 9 |
| `--jobs`, `-j` | number | processes at work; 0 is one for each processor |
| `--at` | date | as of that day, instead of now |
| `--as`, `--sign-as` | role | the role in which to sign; the second where signing is not the command's first purpose |
| `--reason` | text | why, or a signer's opinion |
| `--key`, `--cert`, `--chain` | file | the key that signs, its certificate, the certificates above it |
| `--token`, `--token-label`, `--key-label` | library, name, name | the key on a token |
| `--passphrase-file`, `--passphrase-fd` | file, number | where the passphrase or PIN comes from; never an argument |
| `--roles` | file | who may sign what |
| `--trust` | file | a root certificate; may be given several times |
| `--trust-pack` | folder, file or digest | a questionnaire that is trusted by name; may be given several times |
| `--crl`, `--ocsp` | path | revocation lists; OCSP answers |
| `--tsa`, `--tsa-user`, `--tsa-passphrase-file` | address, name, file | the time-stamping service; the only address that is ever reached |
| `--level` | level | how far a signature is to be provable |
| `--json` | | one JSON document on standard output, and nothing else there |
| `--quiet`, `-q` | | errors only |
| `--register` | file | reserved: the ledger of cases |
| `--cluster` | address | reserved: other machines that do the work |

What has a word here gets no second one: no `--output`, `--dest`, `--file` (`--out`, `--to`), no `--force`, `--overwrite`
(`--replace`), no `--format` (the ending of `--to`, `--json`), no `--role` for signing (`--as`). What only one command knows
(`--prepare`, `--scan` …) is defined beside that command. The tests hold every command to this table.

Paths are `readable=False`: the library would else call a place without rights wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出上给出 JSON，此外什么也不写。")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只说错误。")]

CaseArgument = Annotated[Path, typer.Argument(help="案件文件夹。", metavar="案件", readable=False)]
PackArgument = Annotated[
    Path | None, typer.Argument(help="问卷文件夹（默认 gd-563）。", metavar="问卷", readable=False)
]
PackOption = Annotated[
    Path | None,
    typer.Option(
        "--questionnaire", help="另用一份问卷文件夹（默认 gd-563）。", metavar="文件夹", readable=False
    ),
]

OutOption = Annotated[
    Path, typer.Option("--out", help="写到哪个文件夹里（要已存在）。", metavar="文件夹", readable=False)
]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to", help="写成这个文件，结尾决定写成什么；已有的文件不覆盖。", metavar="文件", readable=False
    ),
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="案号已有时重做；原来的文件夹留在旁边。")]
NoPdfOption = Annotated[bool, typer.Option("--no-pdf", help="不出 PDF 文书。")]
FailOnOption = Annotated[
    str,
    typer.Option("--fail-on", help="措施后等级达到它就以 9 退出：中风险、高风险、不得实施。", metavar="等级"),
]
GradeOption = Annotated[
    str,
    typer.Option(
        "--grade",
        help="由人定的等级：低风险、中风险、高风险、不得实施。研判时只能调高；签批时调低只限分管、主要负责人。",
        metavar="等级",
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", help="几个进程一起做；0 为处理器个数。", min=0, max=64, metavar="个数")
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--answers", help="答案文件（YAML 或 JSON）；不给就在终端里逐题问。", metavar="文件", readable=False
    ),
]
LikeOption = Annotated[
    Path | None,
    typer.Option("--like", help="从以前的案件文件夹带出答案，再逐题核对。", metavar="案件", readable=False),
]
CaseNumberOption = Annotated[
    str | None, typer.Option("--case-number", help="案号，例如 粤韶执〔2026〕12号。", metavar="案号")
]
ActOption = Annotated[
    list[str] | None,
    typer.Option("--act", help="哪一种行为，写选项的词或者屏幕上的话；可给多次。", metavar="行为"),
]
ListOption = Annotated[bool, typer.Option("--list", help="只列出有哪些可选。")]
AtOption = Annotated[
    str, typer.Option("--at", help="按这个日期判断，例如 2031-05-01；不给就按现在。", metavar="日期")
]

AsOption = Annotated[
    str | None,
    typer.Option("--as", help="以什么角色签署，例如 officer；不给就只看轮到谁。", metavar="角色"),
]
SignAsOption = Annotated[
    str | None, typer.Option("--sign-as", help="出文书后以这个角色签署，例如 officer。", metavar="角色")
]
ReasonOption = Annotated[
    str, typer.Option("--reason", help="意见、理由；退回、调高、调低时必写。", metavar="文字")
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key", help="密钥文件：PKCS#12，或者 PEM 私钥（另给 --cert）。", metavar="文件", readable=False
    ),
]
CertOption = Annotated[
    Path | None,
    typer.Option("--cert", help="签署人的证书（PEM、DER 或 p7b）。", metavar="文件", readable=False),
]
ChainOption = Annotated[
    Path | None, typer.Option("--chain", help="证书链（PEM），配合 --cert。", metavar="文件", readable=False)
]
TokenOption = Annotated[
    Path | None,
    typer.Option(
        "--token",
        help="用令牌（USB 介质）里的密钥：给出它的 PKCS#11 驱动库。",
        metavar="驱动库",
        readable=False,
    ),
]
TokenLabelOption = Annotated[
    str, typer.Option("--token-label", help="令牌的名字；只插着一个时可不写。", metavar="名字")
]
KeyLabelOption = Annotated[
    str,
    typer.Option("--key-label", help="令牌里证书的名字；只有一张签名证书时可不写。", metavar="名字"),
]
RolesOption = Annotated[
    Path | None,
    typer.Option(
        "--roles",
        help="角色名册（YAML）：谁可以签什么；不给就用资料文件夹里的 roles.yaml，没有就不核对。",
        metavar="文件",
        readable=False,
    ),
]
PassFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="存口令或者 PIN 的文件（权限 0600）；不给就提示输入。",
        metavar="文件",
        readable=False,
    ),
]
PassFdOption = Annotated[
    int | None, typer.Option("--passphrase-fd", help="从这个文件描述符读口令或者 PIN。", metavar="编号")
]

TsaOption = Annotated[
    str,
    typer.Option("--tsa", help="时间戳服务（RFC 3161）的地址；给了就取时间戳，只连这一处。", metavar="地址"),
]
TsaUserOption = Annotated[
    str,
    typer.Option("--tsa-user", help="时间戳服务要用户名时给，配合 --tsa-passphrase-file。", metavar="用户名"),
]
TsaPassFileOption = Annotated[
    Path | None,
    typer.Option(
        "--tsa-passphrase-file", help="存时间戳服务口令的文件（权限 0600）。", metavar="文件", readable=False
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(
        "--level",
        help="签到哪一级：b-b 只签，b-t 加时间戳，b-lt 加吊销数据，b-lta 加存档时间戳。"
        "不给：有 --tsa 是 b-t，没有是 b-b。",
        metavar="级别",
    ),
]
TrustOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust",
        help="信任的发证机构证书，可含中间证书（PEM、DER、p7b）；可给多次。",
        metavar="文件",
        readable=False,
    ),
]
TrustPackOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-pack",
        help="信任的问卷：问卷文件夹、questionnaire.json，或者 64 位摘要；可给多次。自带的不用给。",
        metavar="问卷或摘要",
    ),
]
CrlOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--crl",
        help="吊销列表：文件夹或者一个文件；PEM、DER、p7b，可含多份，每份不超过 32 MB；可给多次。",
        metavar="路径",
        readable=False,
    ),
]
OcspOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--ocsp",
        help="OCSP 答复：文件夹或者一个文件，可含多份，每份不超过 32 MB；可给多次。",
        metavar="路径",
        readable=False,
    ),
]
