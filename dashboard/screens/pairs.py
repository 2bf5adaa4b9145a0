"""Territoires, the neighbours of one: most alike by declared characteristics, with how much the weights decide."""

import re
from dataclasses import replace

import streamlit as st

from dashboard import cached, labels, readings, selection
from dashboard.figure import escape, show_table
from queries import peers
from queries.warehouse import Warehouse

NAMES = list(peers.CHARACTERISTICS)
SHORT = ("Population", "Niveau", "Programme", "Public", "BPI du département")


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    st.header("Territoires semblables", anchor=False)
    st.markdown(
        "Choisissez un territoire sous contrat et le poids de chaque caractéristique : 0 la laisse de côté, 3 la fait compter "
        "trois fois."
    )
    known = cached.read(warehouse, "peer_characteristics")
    if known.is_empty():
        st.info("Aucun contrat n'est connu : il n'y a pas de territoires à rapprocher.")
        return
    names = dict(zip(known["territory_id"], known["territory_name"], strict=True))
    selection.choose_one(chosen, "repere", "Territoire", list(names), names.__getitem__)
    weights = _weights(chosen.poids)
    selection.choose_weights(chosen, SHORT, weights)
    if not any(weights):
        st.info("Donnez un poids à une caractéristique au moins pour trouver des territoires semblables.")
        return
    found = peers.nearest(known, chosen.repere, dict(zip(NAMES, weights, strict=True)))
    if found.is_empty():
        st.info("Aucun autre territoire n'a une des caractéristiques choisies : donnez du poids à une autre.")
        return
    show_table(
        found,
        "pairs",
        f"Les plus semblables à {names[chosen.repere]}",
        readings.peers(found, names[chosen.repere]),
        ["Territoire", "Distance (0 semblable, 1 différent)", "Stabilité", "Caractéristiques manquantes"],
        lambda row: [
            row["territory_name"],
            labels.number(row["distance"], 3),
            f"reste voisin dans {row['kept_count']} essais sur {row['trials_count']}",
            row["missing"] or "aucune",
        ],
        notes=NOTES,
    )
    compared = replace(chosen, territoires=(chosen.repere, *found["territory_id"]))
    words = escape(f"Comparer {names[chosen.repere]} avec eux")
    st.html(f'<p><a href="/comparer?{compared.query()}" target="_self">{words}</a></p>')


NOTES = (
    "Distance de Gower : la moyenne pondérée des différences, chacune entre 0 et 1. Une caractéristique qui manque à l'un des "
    "deux territoires n'entre pas dans leur distance ; rien n'est estimé à sa place.",
    "Stabilité : chaque poids est à son tour augmenté puis diminué de 20 %.",
)


def _weights(code: str) -> list[int]:
    """The weights that a code says, or equal ones when it says none."""
    valid = re.fullmatch(rf"[0-3]{{{len(NAMES)}}}", code)
    return [int(digit) for digit in code] if valid else [1] * len(NAMES)
