"""An abbreviation is spelled out where a figure uses it first, and the glossary says what each stands for."""

from dashboard.choices.fields import Selection
from dashboard.figures import answer, method, registry
from dashboard.showing.abbreviations import html_spelled
from dashboard.words.abbreviations import EXPANSIONS
from queries.warehouse import Warehouse


def test_the_first_use_is_spelled_out_and_no_other() -> None:
    reading, note = html_spelled(["par signataire du CIR ; le CIR suit le CTAI <b>", "CIR et DNA"])
    assert reading == (
        'par signataire du <abbr title="contrat d’intégration républicaine">CIR</abbr>\u202f; le CIR suit le '
        '<abbr title="contrat territorial d’accueil et d’intégration">CTAI</abbr> &lt;b&gt;'
    )
    assert note == 'CIR et <abbr title="dispositif national d’accueil">DNA</abbr>'


def test_what_is_told_or_in_brackets_already_is_not_put_in_brackets_again() -> None:
    (told,) = html_spelled(["Accompagnement global et individualisé des réfugiés (AGIR), 2023, puis AGIR"])
    assert told == "Accompagnement global et individualisé des réfugiés (AGIR), 2023, puis AGIR"
    (within,) = html_spelled(["1 contrat (CTAI). Par BPI"])
    assert within == (
        '1 contrat (<abbr title="contrat territorial d’accueil et d’intégration" class="entre">CTAI</abbr>). '
        'Par <abbr title="bénéficiaires de la protection internationale">BPI</abbr>'
    )


def test_the_glossary_holds_what_is_abbreviated(warehouse: Warehouse) -> None:
    shown = answer.content(method.GLOSSARY, answer.answered(method.GLOSSARY, warehouse.read, Selection()))
    meanings = {row[0]: row[1] for row in shown.table.rows}
    assert {"AGIR", "BPI", "CIR", "CTAI", "CTAIR", "DNA", "P104"} <= EXPANSIONS.keys() <= meanings.keys()
    assert all(meanings[term].lower().startswith(f"{expansion.lower()}. ") for term, expansion in EXPANSIONS.items())
    assert meanings["Base adaptée"].endswith("Code A dans les fichiers.")
    assert registry.FIGURES["glossaire"] is method.GLOSSARY
