"""What the reads of published bilans give, where none is: a fictitious bilan of Metz."""

from datetime import date

import polars as pl

from dashboard.figures.spec import Read

METZ = "com-57463"
A_BILAN = {
    "bilan_id": "bilan-ctai-com-57463-2016-20160901-20170831", "contract_id": "ctai-com-57463-2016",
    "territory_id": METZ, "territory_name": "Metz", "period_start": date(2016, 9, 1), "period_end": date(2017, 8, 31),
}  # fmt: skip
BILANS: dict[str, list[dict]] = {
    "bilans_compared": [{
        **A_BILAN, "status": "validated", "period_months": 12, "asked_count": 42, "answered_count": 31, "unanswered_count": 11,
        "filling_pct": 73.8, "validated_on": date(2017, 11, 7), "spent_eur": 43_000.0, "persons_count": 144.0,
        "spent_per_person_eur": 298.6, "observation_ids": [],
    }],
    "bilans_reached": [
        {**A_BILAN, "answer_id": "fiche-1/1.1-beneficiaires", "action_title": "Cours de français", "label": "Bénéficiaires",
         "unit": "person", "state": "reported", "target": 60.0, "value": 48.0, "reached_pct": 80.0, "observation_ids": []},
        {**A_BILAN, "answer_id": "fiche-1/promis-1", "action_title": "Cours de français", "label": "Ateliers",
         "unit": None, "state": "not_measured", "target": 5.0, "observation_ids": []},
    ],
    "bilans_accounts": [
        {**A_BILAN, "kind": "spent", "amount_eur": 43_000.0, "state": "reported", "dated_on": date(2017, 8, 31),
         "locator": "Finances, compte-depense"},
        {**A_BILAN, "kind": "carried_out", "amount_eur": 12_000.0, "state": "reported",
         "locator": "Finances, compte-report-suivant"},
    ],
    "bilans_over_time": [
        {**A_BILAN, "committed_eur": 55_000.0, "carried_in_eur": 5_000.0, "paid_eur": 50_000.0, "spent_eur": 43_000.0,
         "carried_out_eur": 12_000.0},
    ],
    "document_bilan": [
        {"said": "execution", "action_title": "Cours de français", "state": "partly_done", "besides": "Un groupe de moins.",
         "locator": "Actions, fiche-1"},
        {"said": "answer", "action_title": "Cours de français", "label": "Ateliers", "state": "reported", "value": 14.0,
         "target": 20.0, "besides": "Fictif.", "locator": "Indicateurs, fiche-1/promis-1"},
        {"said": "spent", "label": "Département", "state": "reported", "value": 43_000.0, "unit": "eur",
         "locator": "Finances, compte-depense"},
        {"said": "text", "label": "Principaux résultats", "state": "reported", "text": "Texte fictif.",
         "locator": "Synthèse, resultats"},
    ],
}  # fmt: skip


def bilan_rows(read: Read, question: str, **parameters: object) -> pl.DataFrame:
    """Rows of a bilan as the read gives them, for what is tested of every figure."""
    return pl.DataFrame(BILANS[question], schema=read(question, **parameters).schema)
