"""The roles of a register by id, whatever they are called in the file: people write `承办人` as well as `officer`."""

from __future__ import annotations

from msgspec.structs import replace

from yanpan.approval.roles import RoleRegister
from yanpan.naming import Misnamed, Titles, named


def with_role_ids(register: RoleRegister, titles: Titles) -> tuple[RoleRegister, tuple[Misnamed, ...]]:
    """The register with ids for titles, and the names that mean no one role: their lines let nobody sign."""
    ids: dict[str, str] = {}
    wrong: list[Misnamed] = []
    for name in dict.fromkeys(entry.role for entry in register.entries):
        try:
            ids[name] = named(name, titles)
        except Misnamed as error:
            wrong.append(error)
    entries = tuple(replace(entry, role=ids.get(entry.role, entry.role)) for entry in register.entries)
    return RoleRegister(entries, register.name), tuple(wrong)
