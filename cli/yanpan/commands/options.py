"""The options of all commands: one word means one thing, wherever it stands.

| word | value | meaning |
|---|---|---|
| `--out` | folder or file | where it is written: a folder that is there already, or the one new file, in the form of its ending |
| `--answers` | file | answers, instead of asking |
| `--case` | file | another case to look at beside those of the questionnaire; may be given several times |
| `--like` | case | an earlier case whose answers are offered again |
| `--plain` | | ask line by line, for screen readers, plain terminals and pipes |
| `--case-number` | number | under which the case is filed |
| `--questionnaire` | folder or name | a unit's own questionnaire, or one that ships, instead of gd-563 |
| `--act` | word | which act, by its value or its label; may be given several times |
| `--list` | | show what there is to choose from, and do nothing else |
| `--replace` | | do it again where it was done; what stood there is kept beside it |
| `--no-pdf` | | everything but the paper |
| `--grade` | grade | the grade that a person sets: raised by who assesses, raised or lowered by who signs |
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
| `--trust-questionnaire` | folder, file or digest | a questionnaire that is trusted by name; may be given several times |
| `--crl`, `--ocsp` | path | revocation lists; OCSP answers |
| `--tsa`, `--tsa-user`, `--tsa-passphrase-file` | address, name, file | the time-stamping service; the only address that is ever reached |
| `--level` | level | how far a signature is to be provable |
| `--json` | | one JSON document on standard output, and nothing else there |
| `--quiet`, `-q` | | errors only |
| `--register` | file | reserved: the ledger of cases |
| `--cluster` | address | reserved: other machines that do the work |

What has a word here gets no second one: no `--output`, `--dest`, `--file` (`--out`), no `--force`, `--overwrite`
(`--replace`), no `--format` (the ending of `--out`, `--json`), no `--role` for signing (`--as`). What only one command knows
(`--prepare`, `--scan` …) is defined beside that command. The tests hold every command to this table.

A role, a grade, an act is called by its id or by its title (`yanpan.naming`).

`ALIASES` are the words of earlier versions. They work wherever their new word does, and no help names them.

Paths are `readable=False`: the library would else call a place without rights wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yanpan.commands import complete

ALIASES = {
    "--to": "--out",
    "--raise": "--grade",
    "--pack": "--questionnaire",
    "--trust-pack": "--trust-questionnaire",
}
"""Word of an earlier version → the word for it now."""

JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出上给出 JSON，此外什么也不写。")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只说错误。")]

CaseArgument = Annotated[
    Path,
    typer.Argument(help="案件文件夹。", metavar="案件", readable=False, autocompletion=complete.cases),
]
PackArgument = Annotated[
    Path | None,
    typer.Argument(
        help="问卷：文件夹，或者自带的名字（默认 gd-563）。",
        metavar="问卷",
        readable=False,
        autocompletion=complete.packs,
    ),
]
PackOption = Annotated[
    Path | None,
    typer.Option(
        "--questionnaire",
        help="用哪一份问卷：文件夹，或者自带的名字（默认 gd-563）。",
        metavar="问卷",
        readable=False,
        autocompletion=complete.packs,
    ),
]

_OUT = typer.Option(
    "--out",
    help="写到哪里：案件、结果、密钥写进这个文件夹（要已存在）；"
    "只出一个文件的写文件名，结尾决定写成什么，已有的不覆盖。",
    metavar="位置",
    readable=False,
)
OutOption = Annotated[Path, _OUT]
OutFileOption = Annotated[Path | None, _OUT]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="案号已有时重做；原来的文件夹留在旁边。")]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="一行一行地问，不用整屏：读屏软件、简单的终端、管道用它。")
]
NoPdfOption = Annotated[bool, typer.Option("--no-pdf", help="不出 PDF 文书。")]
FailOnOption = Annotated[
    str,
    typer.Option(
        "--fail-on",
        help="措施后等级达到它就以 9 退出：中风险、高风险、不得实施。",
        metavar="等级",
        autocompletion=complete.grades,
    ),
]
GradeOption = Annotated[
    str,
    typer.Option(
        "--grade",
        help="由人定的等级：低风险、中风险、高风险、不得实施。研判时只能调高；签批时调低只限分管、主要负责人。",
        metavar="等级",
        autocompletion=complete.grades,
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
CaseFilesOption = Annotated[
    list[Path] | None,
    typer.Option("--case", help="另外要查的答案文件；可以给几个。", metavar="文件", readable=False),
]
LikeOption = Annotated[
    Path | None,
    typer.Option(
        "--like",
        help="从以前的案件文件夹带出答案，再逐题核对。",
        metavar="案件",
        readable=False,
        autocompletion=complete.cases,
    ),
]
CaseNumberOption = Annotated[
    str | None, typer.Option("--case-number", help="案号，例如 粤韶执〔2026〕12号。", metavar="案号")
]
ActOption = Annotated[
    list[str] | None,
    typer.Option(
        "--act",
        help="哪一种行为，写选项的词或者屏幕上的话；可给多次。",
        metavar="行为",
        autocompletion=complete.acts,
    ),
]
ListOption = Annotated[bool, typer.Option("--list", help="只列出有哪些可选。")]
AtOption = Annotated[
    str, typer.Option("--at", help="按这个日期判断，例如 2031-05-01；不给就按现在。", metavar="日期")
]
