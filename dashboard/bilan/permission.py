"""Whether bilans may enter the Atlas from its pages: where who keeps the installation says so, and nowhere else."""

import os

VARIABLE = "CTAI_IMPORT"
NO = {"", "0", "non"}


def may_import() -> bool:
    return os.environ.get(VARIABLE, "").strip().lower() not in NO
