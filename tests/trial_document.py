"""A document that nobody curated yet, added to a copy of the checkout: a contract, money, a base, actions, a rate."""

from pathlib import Path

from tests.trial_rows import write_rows

DOCUMENT = "essai-2024-haute-garonne"
CONTRACT = "ctai-dep-31-2024"
TERRITORIES = ["dep-31", "com-57463", "com-63113"]  # those that it speaks of
TOML = """\
title = "Contrat d'essai de la Haute-Garonne"
publisher = "Préfecture d'essai"
published_on = "2024-03-01"
kind = "contract"
document_class = "contract"
licence = "non précisée"
reliability = "high"
completeness = "extract"
read_via = "text"

[defaults.observations]
territory_id = "dep-31"

[defaults.actions]
territory_id = "dep-31"
"""
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
CIR = {"measure_id": "cir_signatories", "breakdown": "public=bpi", "nature": "observed"}
# Of the new territory, of its action, and of one that is known already.
FIGURES: list[dict[str, str]] = [
    {"contract_id": CONTRACT, "measure_id": "state_contribution", "nature": "committed", "value": "123000", **YEAR},
    {"contract_id": CONTRACT, **CIR, "value": "310", "period_start": "2023-01-01", "period_end": "2023-12-31"},
    {"action_id": f"{DOCUMENT}.fiche-1", "measure_id": "action_cost", "nature": "planned", "value": "41000", **YEAR},
    {"territory_id": "com-57463", **CIR, "value": "333", **YEAR},
    {"territory_id": "com-57463", "measure_id": "beneficiaries", "nature": "realised", "value": "77", **YEAR},
    {
        "territory_id": "com-63113", "measure_id": "positive_exit_rate", "nature": "realised", "value": "41",
        "base_status": "not_printed", **YEAR,
    },
]  # fmt: skip
COUNTS = {
    "action_indicators": 1, "action_themes": 2, "actions": 2, "contract_events": 1, "contract_parties": 1, "contracts": 1,
    "left_out": 1, "observations": len(FIGURES),
}  # fmt: skip


def add_document(root: Path) -> None:
    """Writes its folder below the `data/` of a copy of the checkout."""
    folder = root / "data" / "documents" / DOCUMENT
    folder.mkdir()
    (folder / "document.toml").write_text(TOML, encoding="utf-8")
    place = {"locator": "Article 1"}
    figures = [
        {
            "observation_id": f"{DOCUMENT}.{number:04}",
            **place,
            "as_printed": f"soit {figure['value']} en tout",
            **figure,
        }
        for number, figure in enumerate(FIGURES, 1)
    ]
    write_rows(folder / "observations.csv", figures)
    contract = {
        "contract_id": CONTRACT, "territory_id": "dep-31", "programme": "ctai", "title": "Contrat d'essai",
        "status": "signed", "target_public": "newcomers", "signed_on": "2024-03-01", **place,
    }  # fmt: skip
    write_rows(folder / "contracts.csv", [contract])
    party = {"contract_id": CONTRACT, "party": "Département d'essai", "kind": "other", "role": "signatory"}
    write_rows(folder / "contract_parties.csv", [{**party, **place, "as_printed": "le Département d'essai signe"}])
    event = {"event_id": f"{DOCUMENT}.e01", "contract_id": CONTRACT, "kind": "signature", "event_on": "2024-03-01"}
    write_rows(folder / "contract_events.csv", [{**event, **place, "as_printed": "fait le 1er mars 2024"}])
    actions = [
        {"contract_id": CONTRACT, "title": "Cours de français pour l'emploi", "stage": "contracted"},
        {"territory_id": "com-63113", "title": "Aide au permis de conduire et traduction", "stage": "reported"},
    ]
    named = [(f"{DOCUMENT}.fiche-{number}", action) for number, action in enumerate(actions, 1)]
    write_rows(
        folder / "actions.csv",
        [
            {"action_id": key, "territory_id": "", **action, "operator": "Association d'essai", **place}
            for key, action in named
        ],
    )
    themes = [
        {"action_id": key, "theme_id": "langue", "is_primary": "true", "basis": "printed"} for key, _action in named
    ]
    write_rows(folder / "action_themes.csv", themes)
    promise = {"action_id": named[0][0], "position": "1", "label": "Bénéficiaires", "measure_id": "beneficiaries"}
    write_rows(folder / "action_indicators.csv", [{**promise, **place, "as_printed": "Nombre de bénéficiaires"}])
    left = {"as_printed": "une trentaine de communes", "reason": "not_a_figure_of_the_territory", "note": "Décor."}
    write_rows(folder / "left_out.csv", [{**left, **place}])
