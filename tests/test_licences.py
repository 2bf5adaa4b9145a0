"""What the server is made of may be given with it: each library that it needs says a licence that goes with ours, MIT."""

import json
import re
import subprocess
from importlib.metadata import metadata

import pytest

from tests.browser import ROOT

LOCKED = sorted(
    set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
)
# SPDX. Libraries under LGPL and MPL are used as they are published, and may be replaced.
COMPATIBLE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Zlib",
}  # fmt: skip
# What libraries say that do not say it in SPDX, by its first line or its classifier.
IN_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def _licences(library: str) -> set[str]:
    """In SPDX: what its metadata say, in the field for it or, where that is a text, by its classifiers."""
    told = metadata(library)
    if expression := told.get("License-Expression"):
        return set(re.split(r" (?:AND|OR) ", expression))
    classified = [
        words.rpartition(" :: ")[2]
        for words in told.get_all("Classifier", [])
        if words.startswith("License :: OSI Approved")
    ]
    named = classified or (told.get("License") or "").splitlines()[:1]
    return {IN_WORDS.get(words, words) for words in named}


@pytest.mark.parametrize("library", LOCKED)
def test_each_library_has_a_licence_that_goes_with_ours(library: str) -> None:
    licences = _licences(library)
    assert licences
    assert licences <= COMPATIBLE


@pytest.mark.soak
def test_the_bill_of_materials_names_what_is_locked_with_its_licences() -> None:
    """It takes the network."""
    subprocess.run(["make", "--silent", "sbom"], cwd=ROOT, check=True)
    told = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    named = {re.sub(r"[_.]", "-", part["name"].lower()) for part in told["components"]}
    assert named == {re.sub(r"[_.]", "-", name.lower()) for name in LOCKED}
    unsaid = [part["name"] for part in told["components"] if not part.get("licenses")]
    assert unsaid == ["protobuf", "pydeck"]  # they say it in words that the tool does not take
    assert told["metadata"]["component"]["version"]
