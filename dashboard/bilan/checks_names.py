"""A first name and a surname without a civility, in what somebody writes: two capitals in a row, of which the workbook that
the Atlas gave holds neither word. It may be an organisation: who wrote it is asked, and nothing waits.

NOTE: measured on the curated texts: with the words of Thiers' form, none of the 2 014 of Metz and Thiers is asked about;
with those of Metz', 7, that name Thiers; of all 18 121, a hundred, for twenty pairs of words, all of places and organisations.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.bilan.asked import Form, Kind
from dashboard.bilan.public_texts import ADDRESS
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.told_answers import Told
from data.nearest import folded
from data.personal import CAPITAL, GAP, PLACES, SHOWN, found_in

NAME = rf"[{CAPITAL}][a-zà-öø-ÿœ]{{2,}}(?:-[{CAPITAL}][a-zà-öø-ÿœ]+)*"
UPPER = rf"[{CAPITAL}][{CAPITAL}'’-]{{3,}}"
PARTICLE = rf"(?:(?:Le|La|El|Al|Ben){GAP})?"
ENDS = r"(?![\w-])"
PAIR = re.compile(
    rf"(?<![\w'’.-])(?=({NAME}){GAP}{PARTICLE}({NAME}|{UPPER}){ENDS}|({UPPER}){GAP}({NAME}){ENDS})", re.UNICODE
)
WORD = re.compile(r"[^\W\d_][\w-]*")
OF_ORGANISATIONS = {"Financeur", "Organisme réel"}  # columns that ask for their names
# With these a name of an organisation, a place, a day or a sentence begins or ends.
COMMON_WORDS = (
    "Accueil Agence Agglo Agglomération Aide Antenne Association Atelier Ateliers Banque Bureau Caisse Cap Carrefour "
    "Catholique Centre Cité Club Collectif Comité Commune Communauté Compagnie Conseil Contrat Convention Croix "
    "Département Direction Emploi Entraide Espace Est Europe Fédération Fondation Forum Foyer France Français Grand "
    "Grande Groupe Habitat Haut Institut Jeunes Jeunesse Ligue Local Locale Logement Maire Mairie Maison Médecins "
    "Métropole Mission Monde Municipal Nord Nouveau Nouvelle Office Ouest Petit Petite Plan Plateforme Pôle Populaire "
    "Préfecture Programme Projet Protestante Rectorat Région Relais République Réseau Restos Rouge Rue Saint Sainte Santé "
    "Secours Service Services Solidaire Solidarité Sport Sud Travail Union Unité Unités Université Urgence Ville "
    "Les Des Une Ces Cette Elle Elles Ils Nous Leur Leurs Aux Pour Par Avec Sans Sur Selon Dans Lors Depuis Après Avant "
    "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre"
)
COMMON = frozenset(map(folded, COMMON_WORDS.split()))


def names_without_civility(told: Told) -> Iterator[Remark]:
    """One remark a text, which its own comment does not explain."""
    known = COMMON | _words_of(told.filled.form)
    for _table, _row, question in told.filled.form.questions():
        if question.kind is not Kind.TEXT or question.field == ADDRESS or question.column in OF_ORGANISATIONS:
            continue
        text = told.filled.text(question.question_id)
        if (name := _name_in(text, known)) and not [*found_in(text)]:
            remark = told.remark(
                question, Severity.NOTE, f"peut-être un nom de personne, « {name[:SHOWN].strip()}… »",
                "une fonction et un organisme", "si c'est une personne, retirez son nom ; sinon, rien à faire",
            )  # fmt: skip
            yield replace(remark, severity=Severity.TO_EXPLAIN)


def _name_in(text: str, known: frozenset[str]) -> str:
    for match in PAIR.finditer(text):
        words = [word for word in match.groups() if word]
        if not known.intersection(map(folded, words)) and not PLACES.search(text[: match.start()]):
            return " ".join(words)
    return ""


def _words_of(form: Form) -> frozenset[str]:
    """Those that the Atlas wrote in the workbook: of the contract, its actions, its operators, its indicators."""
    contract = form.contract
    texts = [contract.territory_name, contract.title, *contract.parties]
    texts += [text for action in form.actions for text in (action.title, action.axis or "", *action.operators)]
    texts += [str(known) for _table, row in form.rows() for known in row.known.values()]
    return frozenset(folded(word) for text in texts for word in WORD.findall(text))
