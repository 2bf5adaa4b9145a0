"""What a reader types, as words to look for: no accents, no capitals, no small words, each with the root of its forms.

A search has to give the same answer with and without accents, so the root is found in the word without them.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import polars as pl
import snowballstemmer

LONGEST_TEXT = 200
SHORTEST_ROOT = 3
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a afin ai ainsi alors apres au aucun aussi autre autres aux avec avoir bien car ce ceci cela celle celles
        celui ces cet cette ceux chaque chez comme comment dans de depuis des deux dont du elle elles en encore
        entre est et etc etre eux faire fait font hors il ils je jusqu la le les leur leurs lors lui ma mais me meme
        mes mieux moins mon ne ni nos notre nous on ont ou par parmi pas pendant plus pour pourquoi puis qu quand
        que quel quelle quelles quels qui quoi sa sans se selon ses si sinon soit son sont sous sur ta te tes toi
        ton tous tout toute toutes tres tu un une vers via vos votre vous y
        """,
    )
)
# Words whose root is another word's too: « français » and « France », « cours » and « courant ».
KEPT_WHOLE = {
    "francais": "francais", "francaise": "francais", "francaises": "francais", "cours": "cours", "permis": "permis",
    "place": "place", "places": "place", "centre": "centre", "centres": "centre",
}  # fmt: skip
# By the field of the address, the column of `actions_found` that a filter reads, and the read's parameter.
FILTERS = {
    "theme": ("theme_ids", "theme_id"),
    "etape": ("stage", "stage"),
    "operateur": ("operator_ids", "operator_id"),
    "lieu": ("territory_ids", "territory_id"),
    "public": ("public_ids", "public_id"),
}


def words(text: str) -> list[str]:
    """The words to look for, each once, in the order of the alphabet: the order typed changes nothing."""
    return list(spelled(text))


def spelled(text: str) -> dict[str, str]:
    """The words to look for, each with how it was typed."""
    typed = {plain(word): word for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)[:LONGEST_TEXT])}
    return {word: typed[word] for word in sorted(typed) if word not in SMALL_WORDS and (word[1:] or word.isdigit())}


def harmless(text: str) -> str:
    """What was typed, without the signs that a page could take for marks of its own."""
    return " ".join(re.sub(r"[^\w\s.'’-]|_", " ", text[:LONGEST_TEXT]).split())


def plain(text: str) -> str:
    """The text without accents or capitals, as `action__search_words` writes its words; what names are sorted by."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("œ", "oe")


@lru_cache(maxsize=10_000)
def root(word: str) -> str:
    """The beginning that a word shares with its other forms: « interpretes » and « interprete » -> « interpret ».

    NOTE: the stemmer may also change the last letters (« locaux » -> « local »); what both have in common is kept.
    """
    if word in KEPT_WHOLE:
        return KEPT_WHOLE[word]
    stem = snowballstemmer.stemmer("french").stemWord(word)
    shared = next((place for place, (one, other) in enumerate(zip(word, stem, strict=False)) if one != other), None)
    beginning = word[: min(len(word), len(stem)) if shared is None else shared]
    return beginning if len(beginning) >= SHORTEST_ROOT else word


def parameters(text: str) -> dict[str, str]:
    """The words and their roots, as the reads of the catalogue take them."""
    found = words(text)
    return {"words": ",".join(found), "roots": ",".join(root(word) for word in found)}


def counts(actions: pl.DataFrame, filters: Mapping[str, str], of: str, everything: str) -> dict[str, int]:
    """How many actions each code of one filter would leave, the other filters standing."""
    kept = actions
    for name, code in filters.items():
        if name != of and code != everything:
            kept = kept.filter(_codes(name).list.contains(code))
    counted = kept.select(_codes(of).alias("code")).explode("code").drop_nulls().group_by("code").len()
    return dict(counted.iter_rows()) | {everything: kept.height}


def _codes(name: str) -> pl.Expr:
    """The codes that an action bears for a filter: one, or a list."""
    return pl.concat_list(FILTERS[name][0])
