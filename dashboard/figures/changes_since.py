"""What a link to an older version of the data must say: which of its figures have changed since, how and why.

Frame in, words out: the page of a cited view says once which version it cites and what was removed since; each
figure says what changed in it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.figures.content import Table
from dashboard.words import code_words, grammar, labels
from dashboard.words.typography import quoted
from queries.cited import cited_ids

Read = Callable[..., pl.DataFrame]
OBSERVATION = re.compile(r"[a-z0-9-]+\.[0-9]{4}")
CITING_COLUMNS = ("observation_id", "_ids")
NUMBERS = {"value", "value_low", "value_high", "horizon_months", "variant"}
DATES = {"period_start", "period_end", "starts_on", "ends_on", "signed_on", "event_on"}
COLUMNS = {
    "territory_id": "territoire", "scope": "étendue", "contract_id": "contrat", "action_id": "action",
    "theme_id": "thème", "theme_label": "thème publié", "measure_id": "mesure", "breakdown": "ventilation",
    "nature": "nature", "is_conditional": "condition", "period_start": "début de période",
    "period_end": "fin de période", "time_basis": "base de temps", "span": "durée", "period_basis": "origine de la période",
    "horizon_months": "horizon en mois", "horizon_from": "origine de l'horizon", "value": "valeur",
    "value_low": "borne basse", "value_high": "borne haute", "qualifier": "manière de dire", "obs_status": "statut",
    "missing_reason": "raison de l'absence", "conf_status": "confidentialité", "unit": "unité",
    "base_observation_id": "base du pourcentage", "base_status": "statut de la base", "document_id": "document",
    "locator": "endroit du document", "as_printed": "passage publié", "per_label": "ce qu'un montant est par personne",
    "words": "mots d'une raison", "survey_note": "ce qu'en dit un relevé", "confidence": "certitude de la lecture",
    "variant": "variante", "note": "remarque",
    # Of the other tables.
    "audience": "à qui l'action s'adresse", "basis": "origine", "data_file": "fichier lu", "definition": "définition",
    "description": "description", "duration_months": "durée en mois", "ends_on": "fin", "event_on": "date",
    "is_passage": "cite un passage", "is_primary": "thème principal", "left_ids": "chiffres d'un côté",
    "operator": "organisme", "parent_code": "code plus large", "payer": "qui paie", "reason": "raison",
    "right_ids": "chiffres de l'autre côté", "role": "place dans les calculs", "signed_on": "signature",
    "starts_on": "début", "status": "statut", "title": "titre", "treatment": "traitement", "what": "ce qui est rapproché",
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """What is said, and the table of what changed, under its title, if anything did."""

    sentence: str
    title: str = ""
    table: Table | None = None


def shown_ids(frame: pl.DataFrame, others: Sequence[str] = ()) -> tuple[str, ...]:
    """The figures that a view shows: those that the columns of its frame name, and others, each once."""
    found = dict.fromkeys(one for one in others if OBSERVATION.fullmatch(one))
    for name, kind in frame.schema.items():
        if name.endswith(CITING_COLUMNS) and kind in (pl.String, pl.List(pl.String)):
            found |= dict.fromkeys(one for one in cited_ids(frame[name]) if OBSERVATION.fullmatch(one))
    return tuple(found)


def page_notice(read: Read, shown: str, cited: str) -> Notice | None:
    """What the page says once; nothing when the address cites no version, or the one that is shown."""
    cited = _written(cited)
    if cited in ("", shown):
        return None
    start = f"Cette adresse cite la version {quoted(cited)} des données"
    release = _release_before(read, cited)
    if release is None:
        known = ", ".join(_numbers(read)) or "aucune"
        unknown = (
            "un état d'avant la première version publiée" if cited.startswith("0+") else "qui n'est pas connue ici"
        )
        told = f"{start}, {unknown} (versions publiées : {known}) : ce qui a changé depuis ne peut pas être dit."
        return Notice(f"{told} Les données affichées sont celles de la version {shown}.")
    between = (
        ""
        if release == cited
        else f", un état entre deux versions publiées : les changements sont donnés depuis {release}"
    )
    sentence = (
        f"{start}{between}. Les données affichées sont celles de la version {shown} : sous chaque figure, "
        "ce qui a changé depuis."
    )
    removed = read("figures_removed_since", release_number=release)
    if removed.is_empty():
        return Notice(f"{sentence} Aucun chiffre n'a été retiré.")
    lost = labels.counted(removed.height, "chiffre a été retiré", "chiffres ont été retirés")
    table = Table(
        ["Chiffre", "Passage publié, ou ce qu'en disait un relevé", "Raison", "Version"],
        [
            [_figure(row), row["told"], row["reason"] or "raison à donner", row["release_number"]]
            for row in removed.iter_rows(named=True)
        ],
    )
    return Notice(f"{sentence} {lost} de l'Atlas entre-temps.", "Chiffres retirés depuis", table)


def figure_notice(read: Read, shown: str, cited: str, observation_ids: Sequence[str]) -> Notice | None:
    """What a figure says of its own figures; nothing when it shows none, or when the version is not known."""
    cited = _written(cited)
    if cited in ("", shown) or not observation_ids or (release := _release_before(read, cited)) is None:
        return None
    changes = read("changes_since", release_number=release, observation_ids=tuple(observation_ids))
    if changes.is_empty():
        count = labels.number(len(observation_ids))
        none = "Le chiffre de cette vue n'a pas" if count == "1" else f"Aucun des {count} chiffres de cette vue n'a"
        return Notice(f"{none} changé depuis la version {release}.")
    headers = ["Chiffre", "Ce qui a changé", "Avant", "Après", "Raison", "Version"]
    title = f"Ce qui a changé depuis la version {release}"
    return Notice(
        f"{_count(changes, len(observation_ids))} depuis la version {release}.",
        title,
        Table(headers, [*_rows(changes)]),
    )


def _count(changes: pl.DataFrame, shown: int) -> str:
    """« Sur les 5 chiffres de cette vue, 2 ont changé et 1 a été ajouté »."""
    counts = {kind: changes.filter(change=kind)["observation_id"].n_unique() for kind in ("changed", "added")}
    verbs = {"changed": ("a changé", "ont changé"), "added": ("a été ajouté", "ont été ajoutés")}
    if shown == 1:
        return f"Le chiffre de cette vue {' et '.join(verbs[kind][0] for kind, count in counts.items() if count)}"
    told = [f"{labels.number(count)} {grammar.plural(count, *verbs[kind])}" for kind, count in counts.items() if count]
    return f"Sur les {labels.number(shown)} chiffres de cette vue, {' et '.join(told)}"


def _rows(changes: pl.DataFrame) -> Iterator[list[str]]:
    for row in changes.iter_rows(named=True):
        what = COLUMNS.get(row["column_name"], row["column_name"]) if row["column_name"] else "chiffre ajouté"
        old, new = (cell_words("observations", row["column_name"], row[name]) for name in ("old_value", "new_value"))
        reason = row["reason"] or (labels.ABSENT if row["change"] == "added" else "raison à donner")
        yield [_figure(row), what, old, new, reason, row["release_number"]]


def _figure(row: dict) -> str:
    about = [row["territory_name"], row["measure_label"]]
    return f"{', '.join(words for words in about if words) or 'Chiffre'} [{row['observation_id']}]"


def cell_words(table: str, column: str | None, text: str | None) -> str:
    """A cell of a curated table as it is read: a number, a date, the words of a code."""
    if not text or not column:
        return text or labels.ABSENT
    if column in NUMBERS:
        return labels.number(float(text), decimals=len(text.partition(".")[2]))
    if column in DATES:
        return labels.partial_date(text)
    if text in ("true", "false"):
        return "oui" if text == "true" else "non"
    try:
        return code_words.words(table, column, text)
    except (KeyError, StopIteration):  # not a code: a passage, a place in a document
        return text


def _written(version: str) -> str:
    """NOTE: a « + » that was not escaped in an address is read as a space."""
    return version.strip().replace(" ", "+")


def _release_before(read: Read, cited: str) -> str | None:
    """The release that the version is, or comes after."""
    number = cited.split("+", 1)[0]
    return number if number in _numbers(read) else None


def _numbers(read: Read) -> list[str]:
    listed = read("releases_listed").sort("position")
    return listed.filter(pl.col("released_on").is_not_null())["release_number"].to_list()
