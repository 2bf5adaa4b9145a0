"""No curated text holds a sign that cannot be printed, kept or searched; what was damaged on the way is suspected aloud."""

import pytest

from data.problems import Problem, quoted, told
from data.signs import plain, refused, refused_in, shown

A_TEXT = "un texte sans caractère de commande ni signe invisible ou perdu"
FRENCH = list("àâäæçéèêëîïôöœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛÜ«»’‘“”…–—€°²³½•")


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("a\x00b", "le caractère U+0000 (le caractère nul)", A_TEXT),
        ("a\x1b[2J", "le caractère U+001B (échappement)", A_TEXT),
        ("a\rb", "le caractère U+000D (un retour chariot)", A_TEXT),
        ("\uf0b7 logement", "le caractère U+F0B7 (un signe d'usage privé, propre à une police)", A_TEXT),
        ("a\u202eb", "le caractère U+202E (inversion du sens d'écriture)", A_TEXT),
        ("loge\u00adment", "le caractère U+00AD (un trait d'union conditionnel, invisible)", A_TEXT),
        ("loge\u200bment", "le caractère U+200B (une espace sans largeur, invisible)", A_TEXT),
        ("✓\ufe0f", "le caractère U+FE0F (un sélecteur de variante, invisible)", A_TEXT),
        ("\U0010ffff", "le caractère U+10FFFF (un code qui n'est celui d'aucun signe)", A_TEXT),
        ("\ud800", "le caractère U+D800 (la moitié d'un signe)", A_TEXT),
        ("int�gration", "le caractère U+FFFD (la marque d'un signe perdu)", A_TEXT),
        ("intÃ©gration", "« Ã© » dans « intÃ©gration »", "sans doute « é », mal lu d'un autre encodage"),
        ("lâ€™Ã‰tat", "« â€™ » dans « lâ€™Ã‰tat »", "sans doute « ’ », mal lu d'un autre encodage"),
        ("nÂ° 3", "« Â° » dans « nÂ° 3 »", "sans doute « ° », mal lu d'un autre encodage"),
        ("300Â 000", "« Â » dans « 300Â 000 »", "sans doute « une espace insécable », mal lu d'un autre encodage"),
        ("int√©gration", "« √© » dans « int√©gration »", "sans doute « é », mal lu d'un autre encodage"),
        ("int├®gration", "« ├® » dans « int├®gration »", "sans doute « é », mal lu d'un autre encodage"),
        ("int&eacute;gration", "« &eacute; »", "sans doute « é », écrit dans le code d'une page"),
        ("cаrte", "la lettre cyrillique « а » (U+0430) dans « cаrte »", "sans doute « a »"),
        ("ΒΡΙ", "la lettre grecque « Β » (U+0392) dans « ΒΡΙ »", "sans doute « B »"),
        ("ｃarte", "la lettre de pleine chasse « ｃ » (U+FF43) dans « ｃarte »", "sans doute « c »"),
        ("２０ places", "le chiffre « ２ » (U+FF12)", "« 2 »"),
        ("cafe\u0301", "« e\u0301 » en signes séparés (U+0065 U+0301)", "« é », en un seul signe"),
        ("coﬁnancement", "la ligature « ﬁ » (U+FB01)", "les lettres « fi »"),
    ],
)
def test_a_sign_is_refused_with_what_it_probably_is(text: str, found: str, expected: str) -> None:
    assert refused(text) == (found, expected)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman", "cp850"])
def test_every_french_sign_read_in_another_encoding_is_known(encoding: str) -> None:
    missed = []
    for sign in FRENCH:
        try:
            misread = sign.encode().decode(encoding)
        except UnicodeDecodeError:  # this encoding could not have shown it
            continue
        missed += [sign for text in (f"int{misread}gration", f"mot {misread} mot") if not refused(text)]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        *FRENCH,
        "INTÉGRÉ… « Â » l’État : 1\u202f477,71\u00a0€ – n° 3, 2ᵉ, m², 5 µg",
        "São Paulo, Łódź, Škoda, Å, Ñuñoa",
        "✓ ➔ ⇒ → ≥ 50 % \u2011 😀 مرحبا Ласкаво просимо 漢字",
        "A & B ; Q&R;",
        "deux lignes\net une tabulation\t.",
    ],
)
def test_what_can_be_printed_is_left_alone(text: str) -> None:
    assert refused(text) is None


def test_signs_without_a_shape_are_written_out() -> None:
    assert shown("a\u202eb\x1bc\uf0b7 é ✓\n") == "a[U+202E]b[U+001B]c[U+F0B7] é ✓\n"


def test_a_text_is_looked_up_as_it_reads() -> None:
    """A document may hold what a curated passage may not."""
    assert plain("loge\u00adment coﬁnance\u0301 \u200b✓") == "logement cofinancé ✓"


def test_every_text_of_a_toml_is_looked_at() -> None:
    content = {"a": "sain", "b": {"c": ["x", {"d": "\u200b"}], "cl\u00e9\u202e": 1}, "f": [["\x07"]]}
    assert [(key, found) for key, found, _expected in refused_in(content)] == [
        ("b", "le caractère U+202E (inversion du sens d'écriture)"),
        ("b.c.d", "le caractère U+200B (une espace sans largeur, invisible)"),
        ("f", "le caractère U+0007 (un caractère de commande)"),
    ]


def test_a_problem_stands_on_one_line_and_commands_no_terminal() -> None:
    problem = Problem("data/a\nb\udcff.csv", 2, "note", quoted("x\x1b[2J\n\u202e"), "un texte")
    assert str(problem) == (
        "data/a ⏎ b[U+DCFF].csv, ligne 2, colonne « note » : trouvé « x[U+001B][2J ⏎ [U+202E] », attendu un texte"
    )


def test_what_is_found_is_shortened_and_problems_are_counted() -> None:
    assert quoted("9" * 131_072) == f"« {'9' * 200}… (131\u202f072 signes) »"
    problems = [Problem("a.csv", line, "value", "« x »", "un nombre") for line in range(1, 251)]
    sentences = list(told(problems))
    assert sentences[:100] == [str(problem) for problem in problems[:100]]
    assert sentences[100:] == ["… et 150 problèmes de plus : seuls les 100 premiers sont montrés."]
