"""Files and folders as yanpan writes them: whole or not at all, private, and named safely.

Writes go to a temporary file in the same folder, are flushed to disk and then take the name in one step.
"""

from yanpan.storage.folders import check_output_folder, make_folder, new_case_folder
from yanpan.storage.leftovers import is_leftover, remove_tree, sweep_once
from yanpan.storage.locks import locked, take_lock
from yanpan.storage.names import UTF_8, check_case_number, check_new_number
from yanpan.storage.versions import is_old_version, next_version, old_versions
from yanpan.storage.writing import check_free, refused_output, sync_folder, write_file, write_over

__all__ = [
    "UTF_8",
    "check_case_number",
    "check_new_number",
    "check_free",
    "check_output_folder",
    "is_leftover",
    "is_old_version",
    "locked",
    "make_folder",
    "new_case_folder",
    "next_version",
    "old_versions",
    "refused_output",
    "remove_tree",
    "sweep_once",
    "sync_folder",
    "take_lock",
    "write_file",
    "write_over",
]
