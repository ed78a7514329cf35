"""What a reader judges papers by, from the options of the command line: `verify` and `ready` ask the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import load_form, now_for, remembered, roles_for
from yanpan.commands.named import role_titles
from yanpan.commands.trusted import trusted_packs

if TYPE_CHECKING:
    from yanpan.questionnaire.compile import Form
    from yanpan.verification import ReadersView


def readers_view(
    *,
    at: Callable[[datetime], datetime] = lambda now: now,
    trust: Sequence[Path] | None,
    trust_pack: Sequence[str] | None,
    crl: Sequence[Path] | None,
    ocsp: Sequence[Path] | None,
    roles: Path | None,
    questionnaire: Path | None,
    so_far: bool = False,
) -> tuple[ReadersView, list[Form]]:
    """The view of a reader, and the questionnaires at hand. `at` makes the moment of judging of the present one.

    Raises what reading any of the files raises.
    """
    from yanpan.keys import load_given, load_trust
    from yanpan.questionnaire import compile_form, known_digests
    from yanpan.verification import ReadersView

    forms = [load_form()] + ([load_form(questionnaire)] if questionnaire else [])
    register = roles_for(roles, role_titles(forms))
    # A folder that the reader names here is trusted by name, under either option.
    named = tuple(form.questionnaire for form in forms)
    trusted = trusted_packs(trust_pack or ())
    roots = [root for path in trust or () for root in load_trust(path)]
    given = load_given(crl or (), ocsp or (), trust or ())
    view = ReadersView.of(
        roots,
        at=at(now_for(forms[0])),
        crls=given.crls,
        ocsps=given.ocsps,
        questionnaires=(*named, *trusted.questionnaires),
        trusted_packs=trusted.digests | {pack.digest for pack in named},
        known_packs=known_digests(remembered().read),
        roles=register,
        so_far=so_far,
    )
    return view, [*forms, *map(compile_form, trusted.questionnaires)]
