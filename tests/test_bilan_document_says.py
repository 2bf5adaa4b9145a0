"""What the document of a bilan must not lose, compare or break: reserves, times, units, actions that were not run."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.bilan.answered import Answer, Filled, Place, Value
from dashboard.bilan.asked import Sheet, State
from dashboard.bilan.form import form
from dashboard.documents.bilan.document import document
from dashboard.documents.bilan.places import empty
from dashboard.documents.bilan.places import told as told_places
from dashboard.documents.document import (
    Block,
    Bullets,
    Contents,
    Document,
    Facts,
    Framed,
    Heading,
    Hidden,
    Paragraph,
    Picture,
    PrintedTable,
)
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

METZ = "ctai-com-57463-2022"
YEAR, DAY = (date(2023, 1, 1), date(2023, 12, 31)), date(2024, 3, 1)
POSTPONED, GIVEN_UP, PARTLY = "fiche-1-2-1", "fiche-1-5-1", "fiche-1-1-3"
Told = Callable[[dict[str, Value | Answer | None]], Document]


@pytest.fixture(scope="module")
def metz(warehouse: Warehouse) -> Filled:
    return fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version))


@pytest.fixture(scope="module")
def told(warehouse: Warehouse, metz: Filled) -> Told:
    """The document of Metz with other answers; none for a question that is not answered."""

    def made(changes: dict[str, Value | Answer | None]) -> Document:
        given = {key: value for key, value in changes.items() if value is not None}
        answers = dict(metz.answers) | {
            key: one if isinstance(one, Answer) else Answer(one) for key, one in given.items()
        }
        kept = {key: answer for key, answer in answers.items() if key not in changes or changes[key] is not None}
        return document(replace(metz, answers=kept), warehouse.read, warehouse.data_version, DAY)

    return made


@pytest.fixture(scope="module")
def not_run(metz: Filled, told: Told) -> Document:
    """One action is postponed, one given up, and neither says a figure."""
    silent = {
        key: None
        for key in metz.answers
        if re.match(rf"({POSTPONED}|{GIVEN_UP})[./](?!(État|Raison de l'écart)$)", key)
    }
    said = {
        f"{POSTPONED}/État": "reportée", f"{POSTPONED}/Raison de l'écart": "Aucun opérateur (fictif)",
        f"{GIVEN_UP}/État": "abandonnée", f"{PARTLY}/État": "réalisée en partie",
    }  # fmt: skip
    return told({**silent, **said})


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(words=words) | Paragraph(words=words) | Picture(alternative=words):
            return [words]
        case Bullets(items=items):
            return list(items)
        case Facts(pairs=pairs):
            return [" | ".join(pair) for pair in pairs]
        case PrintedTable():
            return [block.caption, " | ".join(block.headers), *(" | ".join(row) for row in block.rows)]
        case Framed():
            return [f"{block.label} {line}".strip() for line in block.lines]
        case Contents(titles=lines) | Hidden(lines=lines):
            return list(lines)


def plain(words: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", words)


def chapter(document: Document, title: str) -> list[str]:
    """What a chapter says, line by line, with plain spaces."""
    lines: list[str] = []
    is_within = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            is_within = block.words == title
        elif is_within:
            lines += [plain(line) for line in _lines(block)]
    assert lines, title
    return lines


def starting(lines: list[str], words: str) -> Iterator[str]:
    return (line for line in lines if line.startswith(words))


SYNTHESIS, PUBLIC, MONEY = "Synthèse pour le préfet", "4. Publics", "6. Bilan financier"
PROSPECTS = "9. Perspectives et décisions"
RESULTS = "5. Résultats par thème"
LACKS = "Annexe B. Rubriques non renseignées"
BY_ACTION = "Annexe A. Promis et atteint, action par action"


def test_a_cost_planned_for_other_years_is_set_beside_and_not_compared(not_run: Document) -> None:
    """25 000 € of 2022 and 2023 are no measure of what 2023 cost; 15 000 € planned for 2023 are."""
    lines = chapter(not_run, MONEY)
    headers = next(starting(lines, "Action | Coût prévu"))
    assert headers.startswith("Action | Coût prévu | Coût réel (2023) | Écart | P104 demandé | P104 accordé (2023)")
    two_years = next(starting(lines, "1.1.4.")).split(" | ")
    assert (two_years[1], two_years[3]) == ("25 000 € (2022\u20112023)", "—")
    own_year = next(starting(lines, "1.1.3.")).split(" | ")
    assert own_year[1] == "15 000 € (2023)" and own_year[3].startswith("−1")
    whole = next(starting(lines, "Ensemble")).split(" | ")
    assert (whole[1], whole[3]) == ("—", "—")
    assert any(
        "de 9 actions sur 15 porte sur d'autres dates, le coût réel sur 2023 : aucun écart" in one for one in lines
    )
    assert [line[:30] for line in lines if "axe par axe" in line] == ["Coût réel (2023), axe par axe."] * 2


def test_a_comment_stands_with_its_figure(told: Told) -> None:
    """Under its table, in the cascade of exits, and on the page of the préfet when it limits the number of persons."""
    made = told({
        "contrat.public/Commentaire": "Interprétariat et forum exclus",
        "fiche-1-4-1/promis-3/Commentaire": "Hors urgences.",
        "fiche-1-3-1.acteurs/Commentaire": "Deux promotions.",
        "fiche-1-1-4.finances/Commentaire": "Facture de décembre exclue.",
        "compte-verse/Commentaire": "Versé en deux fois.",
    })  # fmt: skip
    persons = next(starting(chapter(made, SYNTHESIS), "Personnes accompagnées"))
    assert persons.endswith("À lire ainsi : Interprétariat et forum exclus.")
    assert any("Ensemble du contrat : Interprétariat et forum exclus" in line for line in chapter(made, PUBLIC))
    money = chapter(made, MONEY)
    assert any(line.startswith("1.1.4.") and line.endswith("Facture de décembre exclue.") for line in money)
    assert any("Versé pendant la période : Versé en deux fois" in line for line in money)
    assert any("1.3.1 : Deux promotions" in line for line in chapter(made, "3. Exécution des actions"))
    assert any("Acteurs : Deux promotions" in line for line in chapter(made, BY_ACTION))


def test_every_comment_of_a_figure_is_in_the_document(metz: Filled, told: Told) -> None:
    """Each row its own words: none of them is lost."""
    asked = [
        (row.key, one)
        for _table, row, one in metz.form.questions()
        if one.column == "Commentaire" and not row.key.startswith(("financeur-", "contrat/"))
    ]
    said = {one.question_id: f"Réserve {place:03}." for place, (_key, one) in enumerate(asked)}
    made = told({**said})
    words = " ".join(plain(line) for block in made.blocks for line in _lines(block))
    assert [key for key, one in asked if said[one.question_id].rstrip(".") not in words] == []


def test_an_action_that_was_not_run_says_so_everywhere(not_run: Document) -> None:
    """Never « non renseigné », of which somebody would be blamed; nor is it counted as a lack."""
    given_up = next(starting(chapter(not_run, PUBLIC), "1.5.1.")).split(" | ")
    assert given_up[0].endswith("(abandonnée)") and given_up[1:] == ["—"] * 8
    money = next(starting(chapter(not_run, MONEY), "1.2.1.")).split(" | ")
    assert money[2] == money[5] == money[6] == "reportée"
    lacks = chapter(not_run, "Annexe B. Rubriques non renseignées")
    assert next(starting(lacks, "1.2.1.")) == (
        "1.2.1. Accès à l'alphabétisation : action reportée, dont aucun chiffre n'est attendu (Aucun opérateur (fictif))."
    )
    assert not any(line.startswith(("1.2.1 |", "1.5.1 |")) for line in lacks)


def test_an_action_over_before_the_period_is_said_to_be(metz: Filled, told: Told) -> None:
    """Its end date is before the period, and nothing else is answered: no sum lacks it, nobody is blamed."""
    silent: dict[str, Value | Answer | None] = {key: None for key in metz.answers if re.match(r"fiche-1-1-2[./]", key)}
    over = told({**silent, "fiche-1-1-2/État": "réalisée", "fiche-1-1-2/Fin réelle": date(2022, 11, 30)})
    page = chapter(over, SYNTHESIS)
    assert next(starting(page, "Actions réalisées")).endswith("| 14 sur 15 | Les autres : 1 achevée avant la période.")
    assert "Actions qui ne sont pas menées comme prévu" not in page and not any("au moins" in line for line in page)
    assert next(starting(chapter(over, MONEY), "1.1.2.")).split(" | ")[2] == "achevée avant la période"
    assert next(starting(chapter(over, "Annexe B. Rubriques non renseignées"), "1.1.2.")) == (
        "1.1.2. Réalisation du diagnostic préfigurant la formalisation du futur CTAI : action achevée avant la période, dont "
        "aucun chiffre n'est attendu."
    )


def test_a_cost_sans_objet_is_no_unknown_one(told: Told) -> None:
    """The sum of the others is exact, in the table and in the chart; what is not answered is a lack, in both."""
    first = ("fiche-1-1-2.finances/Coût réel", "fiche-1-1-2.finances/P104 dépensé")
    without = told({key: Answer(None, State.NOT_APPLICABLE) for key in first})
    lines = chapter(without, MONEY)
    assert not any("au moins" in line.lower() for line in lines + chapter(without, SYNTHESIS))
    assert any("Dont 1 action sans dépense (« sans objet ») : la somme est entière." in line for line in lines)
    assert any("axe par axe. Axe 1 : réel, 11 598 € ; Axe 2" in line for line in lines)
    silent = chapter(told(dict.fromkeys(first)), MONEY)
    assert next(starting(silent, "Ensemble")).split(" | ")[2] == "au moins 54 124 €"
    assert any("axe par axe. Axe 1 : réel, au moins 11 598 € ; Axe 2" in line for line in silent)


def test_a_duration_is_set_beside_what_was_aimed_at_without_a_share(told: Told) -> None:
    """Seven months and a half where twelve were aimed at are not 62,5 % of a success."""
    lines = [*chapter(told({}), RESULTS), *chapter(told({}), BY_ACTION)]
    durations = [line.split(" | ") for line in lines if line.startswith("Durée moyenne du parcours vers l'emploi | ")]
    assert [(cells[-3], cells[-2], cells[-1]) for cells in durations] == [("12 mois", "7,5 mois", "—")] * 4


def test_the_page_of_the_prefect_says_results_difficulties_and_what_was_not_done(told: Told, not_run: Document) -> None:
    lines = chapter(not_run, SYNTHESIS)
    assert "Reportée : 1.2.1. Accès à l'alphabétisation. Aucun opérateur (fictif)." in lines
    assert next(starting(lines, "Abandonnée : 1.5.1.")).endswith("Réponse fictive, pour essai.")
    assert next(starting(lines, "Réalisée en partie : 1.1.3.")).endswith("Réponse fictive, pour essai.")
    headings = ["Principaux résultats", "Principales difficultés", "Appréciation de l'État"]
    assert [line for line in lines if line in headings] == headings
    long = told({"resultats/Texte": "Une phrase fictive. " * 60})
    said = chapter(long, SYNTHESIS)[chapter(long, SYNTHESIS).index("Principaux résultats") + 1]
    assert len(said) < 280 and said.endswith("Une phrase fictive. (Suite au chapitre 7.)")


def test_the_prefect_reads_in_short_what_later_chapters_say_whole(told: Told) -> None:
    """The State's appreciation in chapter 7, the decisions asked in chapter 9: each whole, once."""
    long = "Une très longue demande fictive, qui ne tient pas sur une ligne de la première page, avec ses raisons. " * 3
    made = told({"decision-1/Texte": long.strip(), "appreciation-etat/Texte": "Une phrase fictive. " * 30})
    short, wholly = chapter(made, SYNTHESIS), [*chapter(made, "7. Appréciation qualitative"), *chapter(made, PROSPECTS)]
    assert any(line.startswith("Une très longue demande") and line.endswith("…") and len(line) < 125 for line in short)
    for words in (f"1. {long.strip()}", ("Une phrase fictive. " * 30).strip()):
        assert (wholly.count(words), short.count(words)) == (1, 0)


def test_a_rate_of_exits_says_whose_it_is(told: Told) -> None:
    """What an action counts without its exits is told beside it, and added to nothing."""
    made = told({"fiche-1-2-4/atlas-sorties/Réalisé": None, "fiche-1-2-4/3.2-sorties-positives/Réalisé": Decimal(21)})
    assert next(starting(chapter(made, SYNTHESIS), "Sorties positives")) == (
        "Sorties positives | 18 sur 30 sorties | Soit 60,0 % des sorties de l'action 1.2.3. L'action 1.2.4 compte "
        "21 sorties positives de plus, sans dire sur combien de sorties."
    )


def test_money_spent_is_told_in_a_sentence_that_stands(told: Told, not_run: Document) -> None:
    """What an action that is not run does not say lacks to nobody; else each lack is told, and only those."""
    sound = next(starting(chapter(not_run, SYNTHESIS), "P104 dépensé")).split(" | ")
    assert "au moins" not in sound[1] and re.match(r"Soit \d+,\d % des crédits accordés\.", sound[2])
    spent = told({"fiche-1-1-1.finances/P104 dépensé": None, "fiche-1-1-2.finances/P104 dépensé": None})
    assert (
        next(starting(chapter(spent, SYNTHESIS), "P104 dépensé"))
        .split(" | ")[2]
        .startswith("Dépense non renseignée pour 2 actions sur 15. P104")
    )
    granted = told({"fiche-1-1-1.finances/P104 accordé": None})
    line = next(starting(chapter(granted, SYNTHESIS), "P104 dépensé")).split(" | ")
    assert (line[0], line[1].partition(" sur ")[2]) == ("P104 dépensé sur engagé", "55 000 €")


def test_a_full_count_has_no_interval(told: Told) -> None:
    words = " ".join(plain(line) for block in told({}).blocks for line in _lines(block))
    assert "60,0 % des sorties" in words
    assert not re.search(r"intervalle|Wilson|\[\d+,\d %", words)


def test_what_was_blocked_as_personal_is_not_printed(told: Told) -> None:
    """A draft may be printed all the same."""
    made = told({"fiche-1-1-1/Faits marquants": "Suivi par Mme Martine Dupont (jeanne@exemple.fr)."})
    words = " ".join(line for block in made.blocks for line in _lines(block))
    assert "Dupont" not in words and "exemple.fr" not in words
    assert "Suivi par [donnée personnelle retirée]" in words


def test_persons_helped_and_actors_trained_are_told_apart(told: Told) -> None:
    lines = chapter(told({}), "3. Exécution des actions")
    assert next(starting(lines, "1.1.4.")).split(" | ")[3] == "48 personnes"
    assert re.fullmatch(r"\d+ acteurs", next(starting(lines, "1.3.1.")).split(" | ")[3])


def test_amounts_of_a_contract_are_those_of_all_its_actions(told: Told) -> None:
    lines = chapter(told({}), "1. Rappel du contrat")
    assert any(line.startswith("Coût total des actions du contrat | prévu | 2022-2023") for line in lines)
    assert not any("de l'action" in line for line in lines)


def test_who_paid_what_closes_or_says_what_is_missing(told: Told) -> None:
    """43 000 € of programme 104 and 14 990 € besides are what the actions cost here."""
    lines = chapter(told({}), MONEY)
    assert any(line.endswith("autres financeurs : 14 990 €. Tout le coût a son payeur.") for line in lines)
    lines = chapter(told({"financeur-01/Montant payé": Decimal(4_990)}), MONEY)
    assert any(line.endswith("10 000 € sans payeur nommé.") for line in lines)
    assert "Ensemble | | 2 000 € | 4 990 €" in lines


def test_a_number_bears_its_unit_wherever_it_is_written(metz: Filled, told: Told) -> None:
    """« 85 % » stays so; « 45 jours » too, with what was aimed at beside it."""
    keys = {
        one.asked.label: row.key for _table, row, one in metz.form.questions() if one.asked and one.column == "Réalisé"
    }
    delay, share = keys["Délai moyen de consultation"], keys["Assiduité aux rencontres et propositions"]
    made = told({
        f"{delay}/Réalisé": Decimal(45), f"{delay}/Objectif": Decimal(30), f"{delay}/Unité": "jours",
        f"{share}/Réalisé": Decimal(85), f"{share}/Objectif": None, f"{share}/Unité": "%",
    })  # fmt: skip
    lines = chapter(made, BY_ACTION)
    assert next(starting(lines, "Délai moyen")).split(" | ")[2:4] == ["30 jours", "45 jours"]
    assert next(starting(lines, "Assiduité")).split(" | ")[2:4] == ["—", "85 %"]


def test_the_results_of_a_theme_are_those_that_the_fiches_promised(not_run: Document, told: Told) -> None:
    """Filled and compulsory, they stand beside the repertoire's; what was optional and is empty is one sentence."""
    optional = ("3.1-participants-assidus", "3.1-niveau-gagne")
    made = told({f"fiche-1-2-2/{code}/Réalisé": None for code in optional})
    lines = chapter(made, RESULTS)
    place = lines.index("Apprentissage du français")
    assert "Connexions à l'outil" in " ".join(lines[place:]).partition("Emploi et formation")[0]
    assert list(starting(lines, "Facultatif, et non renseigné. 1.2.2 : ")) == [
        "Facultatif, et non renseigné. 1.2.2 : Participants assidus, Participants ayant gagné un niveau CECRL."
    ]
    assert not any("non renseigné" in line for line in lines if "|" in line)
    assert any(
        line.startswith("Temps de travail affecté au poste | ") for line in lines[lines.index("Autres thèmes") :]
    )
    lines = chapter(not_run, RESULTS)
    assert any(line.startswith("1.5.1. ") and line.endswith(" : action abandonnée.") for line in lines)


def test_the_annexes_say_each_thing_once(not_run: Document, told: Told) -> None:
    """That an action was not run, beside its state alone; of what figures are, before the first of them."""
    lines = chapter(not_run, BY_ACTION)
    assert [line for line in lines if line.endswith(("reportée", "abandonnée"))] == [
        "État | reportée", "État | abandonnée",
    ]  # fmt: skip
    assert any(" | facultatif | " in line for line in lines) and not any("l'Atlas" in line for line in lines)
    lacks = chapter(told({f"fiche-1-1-4.public/{one}": None for one in ("Hommes", "BPI hommes")}), LACKS)
    assert next(starting(lacks, "1.1.4")).split(" | ")[1] == "personnes : hommes, BPI hommes"


@pytest.mark.parametrize("silent", [(), ("appreciation-collectivite/Texte", "perspectives/Texte")])
def test_what_is_left_to_be_written_is_announced(metz: Filled, told: Told, silent: tuple[str, ...]) -> None:
    """Before the document is made: those of its frames that are empty, no more and no less."""
    made = told(dict.fromkeys(silent))
    frames = sorted(block.key for block in made.blocks if isinstance(block, Framed) and block.is_empty)
    answers = {key: answer for key, answer in metz.answers.items() if key not in silent}
    filled = replace(metz, answers=answers)
    assert sorted(one.key for one in empty(filled)) == frames
    said = [plain(line) for line in told_places(filled)]
    assert said[-1].startswith(
        "4 cadres « [à compléter] » s'écrivent à la main, dans l'ODT ou le DOCX, et restent vides"
    )
    assert (len(said) == 2) == bool(silent)


def test_what_the_bilan_knows_of_its_contract_is_told(told: Told) -> None:
    """The Atlas does not know when Metz signed."""
    said = {
        "contrat-signature-dite/Réponse": date(2022, 7, 6),
        "contrat-commentaire/Réponse": "Avenant fictif de 2023.",
    }
    lines = chapter(told(dict(said)), "1. Rappel du contrat")
    assert "Signé le | 6 juillet 2022 (d'après ce bilan)" in lines
    assert "Ce que ce bilan dit du contrat : Avenant fictif de 2023." in lines
    assert "Signé le | non publié" in chapter(told(dict.fromkeys(said)), "1. Rappel du contrat")


def test_the_key_figures_that_nothing_fills_are_announced(metz: Filled) -> None:
    """The row of the contract is optional, and the page for the préfet has nothing else to say them by."""
    granted = "fiche-1-1-1.finances/P104 accordé"
    silent = {"contrat.public/Total", "contrat.public/BPI", granted, "compte-engage/Montant"}
    silent |= {key for key in metz.answers if key.endswith("/atlas-sorties/Réalisé")}
    places = {"contrat.public/Total": Place(Sheet.PUBLIC, "D14"), "contrat.public/BPI": Place(Sheet.PUBLIC, "H14")}
    filled = replace(metz, answers={key: one for key, one in metz.answers.items() if key not in silent}, places=places)
    assert plain(told_places(filled)[0]) == (
        "Le classeur laisse vide, et la page du préfet ne pourra pas le dire : personnes accompagnées, chacune comptée une "
        "fois (Public D14) ; BPI parmi elles (Public H14) ; P104 engagé, faute de P104 accordé à chaque action (Finances) ; "
        "sorties du parcours (Indicateurs) ; sorties positives, chaque personne comptée une fois (Indicateurs)."
    )
    not_measured = {"contrat.public/Total": Answer(None, State.NOT_MEASURED)}
    assert "accompagnées" not in told_places(replace(filled, answers={**filled.answers, **not_measured}))[0]


def test_what_the_atlas_publishes_is_told_in_plain_words(told: Told) -> None:
    words = " ".join(chapter(told({}), "8. Mise en perspective"))
    assert "Montant le plus élevé de chaque nature" not in words and "jamais divisé" not in words
    assert "qu'un poids augmente" not in words and "que l'Atlas ne connaît pas" not in words
    assert "Contribution de l'État" not in words  # it stands in chapter 1
    assert "de plus sur la fiche" not in words
    assert "département « Moselle » ; motif agrégé « asile »" in words and " = " not in words
    assert ("*" in words, "* Chiffre d'un document lu par extraits, et non en entier." in words) == (True, True)
    contract = " ".join(chapter(told({}), "1. Rappel du contrat"))
    assert "Un plafond, un engagement et une prévision sont trois choses" in contract
    assert "Ce bilan compte, lui, 144 personnes accompagnées, chacune une fois." in words
    assert (
        "À lire comme un ordre de grandeur : environ 222 € par personne accompagnée (argent de 2022, personnes de 2023)."
    ) in words


def test_a_column_that_says_nothing_is_left_out_and_said_once(metz: Filled, told: Told) -> None:
    """What nobody has to answer: nothing granted by action, nothing that others promised, no day of the account."""
    ends = ("/P104 accordé", "/Montant prévu", "/Date")
    lines = chapter(told({key: None for key in metz.answers if key.endswith(ends)}), MONEY)
    assert next(starting(lines, "Action | Coût prévu")).count("P104") == 2
    assert sum("P104 accordé, action par action : non renseigné." in line for line in lines) == 1
    assert "Financeur | Action | Montant payé" in lines and "Montant prévu de chacun : non renseigné." in lines
    assert "Mouvement | Montant" in lines
    lines = chapter(told({}), MONEY)
    assert "P104 accordé (2023)" in next(starting(lines, "Action | Coût prévu"))
    assert {"Financeur | Action | Montant prévu | Montant payé", "Mouvement | Montant | Date"} <= set(lines)


def test_an_axis_of_which_no_action_is_run_says_so_in_its_chart(told: Told) -> None:
    lines = chapter(told({f"{GIVEN_UP}/État": "abandonnée", f"{GIVEN_UP}.finances/Coût réel": None}), MONEY)
    assert any("Axe 5 : réel, aucune action menée" in line for line in lines)


def test_a_short_place_stands_on_its_line_with_the_word_before_it(told: Told) -> None:
    assert told({}).title.endswith("accueil et d'intégration\u00a0de\u00a0Metz")


def test_a_word_for_no_number_leaves_its_column_of_numbers_to_the_right() -> None:
    cells = [
        ["1.1.1", "60\u00a0acteurs", "25\u202f000\u00a0€ (2022-2023)", "oui"],
        ["1.2.1", "reportée", "au\u00a0moins 2\u202f000\u00a0€", "non"],
        ["1.2.2", "abandonnée", "9\u202f000\u00a0€ (jusqu'en\u00a02024)", "non"],
    ]
    assert PrintedTable("", ["Action", "Atteint", "Coût", "Sur refugies.info"], cells).are_amounts() == [
        False, True, True, False,
    ]  # fmt: skip
