"""The questions asked of the fictitious documents: for each read, cases by name, with their parameters."""

from queries.parameters import declared

METZ, CLERMONT, STRASBOURG, SAINT_ETIENNE, EPINAL = "com-57463", "com-63113", "com-67482", "com-42218", "com-88160"
GRENOBLE, DIJON, THIERS, REDON = "epci-200040715", "epci-242100410", "epci-200070712", "epci-243500741"
REDON_COMMUNE, THIERS_COMMUNE = "com-35236", "com-63430"
ALL = [METZ, CLERMONT, STRASBOURG, SAINT_ETIENNE, EPINAL, GRENOBLE, DIJON, THIERS, REDON]
MAPPED = {"level": "contrat", "subject_id": "state_contribution/committed/over"}
STATE = {"territory_ids": ALL, "measure_id": "state_contribution", "nature": None, "year": None}
FORMER = ["com-42190", "com-57429", METZ]
COURSE = "fictif-contrat-metz.fiche-1"
SEARCH = {
    "words": "", "roots": "", "theme_id": None, "stage": None, "operator_id": None, "territory_id": None,
    "public_id": None,
}  # fmt: skip
COSTS = {**STATE, "measure_id": "action_cost"}
# One figure of each kind: value, condition, range, zero, unreadable, estimated, not applicable, suppressed, bound, set's.
EVERY_FIGURE: dict[str, object] = {one.name: None if one.is_nullable else [] for one in declared("dataset_figures")}
FIGURES = [
    "fictif-contrat-metz.0001", "fictif-contrat-metz.0002", "fictif-contrat-metz.0003", "fictif-contrat-metz.0005",
    "fictif-contrat-metz.0016", "fictif-contrat-metz.0019", "fictif-contrat-metz.0020", "fictif-prefecture.0002",
    "fictif-prefecture.0014", "fictif-prefecture.0015", "fictif-prefecture.0019", "fictif-operateur.0002",
    "fictif-reseau.0001", "fictif-reseau.0007",
]  # fmt: skip

QUESTIONS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "action_choices": [("all", {})],
    "action_costs": [
        ("per_person", {"action_id": COURSE}),
        ("sum_without_a_part", {"action_id": "fictif-contrat-metz.fiche-2"}),
        ("zero", {"action_id": "fictif-contrat-metz.fiche-4"}),
    ],
    "action_described": [("whole", {"action_id": COURSE}), ("reported", {"action_id": "fictif-operateur.toit"})],
    "action_figures": [("planned", {"action_id": COURSE}), ("reported", {"action_id": "fictif-operateur.toit"})],
    "action_promises": [("promised", {"action_id": COURSE})],
    "action_relatives": [
        ("part", {"action_id": COURSE}),
        ("whole", {"action_id": "fictif-contrat-metz.fiche-1-ateliers"}),
    ],
    "action_sources": [
        ("contracted", {"territory_ids": ALL, "stage": "contracted"}),
        ("reported", {"territory_ids": ALL, "stage": "reported"}),
        ("two_whole_lists", {"territory_ids": ("com-57463", "com-63113"), "stage": "contracted"}),
        ("every_stage", {"territory_ids": ALL, "stage": None}),
    ],
    "action_words_near": [("misspelt", {"words": "interprette,logemants"})],
    "actions_bearing_theme": [
        ("primary_and_other", {"territory_id": METZ, "stage": "contracted", "theme_id": "langue"}),
        ("one", {"territory_id": METZ, "stage": "contracted", "theme_id": "logement"}),
        ("every_stage", {"territory_id": THIERS, "stage": None, "theme_id": "langue"}),
    ],
    "actions_found": [
        ("all", SEARCH),
        ("word_as_it_is", {**SEARCH, "words": "francais", "roots": "francais"}),
        ("other_form_of_a_word", {**SEARCH, "words": "interprete", "roots": "interpret"}),
        ("neighbour_of_a_word", {**SEARCH, "words": "appartement", "roots": "appart"}),
        ("of_a_theme_and_stage", {**SEARCH, "theme_id": "emploi", "stage": "reported"}),
    ],
    "atlas_contents": [("all", {})],
    "bilan_actions": [("fiches", {"contract_id": "ctai-com-57463-2016"})],
    "bilan_amounts": [("by_year", {"contract_id": "ctai-com-57463-2016"})],
    "bilan_contracts": [("all", {})],
    "bilan_promises": [("promised", {"contract_id": "ctai-com-57463-2016"})],
    "axes_announced": [("all", {"territory_ids": None}), ("of_a_departement", {"territory_ids": ["dep-88"]})],
    "common_yardstick": [("committed", {**STATE, "nature": "committed"}), ("of_a_year", {**STATE, "year": "2016"})],
    "contracts_registered": [("all", {})],
    "coverage_index": [
        ("contracted", {"territory_ids": ALL, "stage": "contracted"}),
        ("reported", {"territory_ids": ALL, "stage": "reported"}),
        ("two_whole_lists", {"territory_ids": [METZ, CLERMONT], "stage": "contracted"}),
        ("two_whole_lists_of_one_stage", {"territory_ids": [METZ, CLERMONT], "stage": None}),
        ("every_stage", {"territory_ids": ALL, "stage": None}),
    ],
    "coverage_profile": [("contracted", {"territory_ids": ALL, "stage": "contracted"})],
    "coverage_stages": [("all", {})],
    "discrepancies_of_figures": [
        ("stated_and_other", {"observation_ids": ["fictif-presse-soir.0001", "fictif-operateur.0001"]}),
        ("unreadable_and_agreeing", {"observation_ids": ["fictif-prefecture.0001", "fictif-contrat-metz.0006"]}),
    ],
    "document_actions": [
        ("metz", {"document_id": "fictif-contrat-metz"}),
        ("prefecture", {"document_id": "fictif-prefecture"}),
    ],
    "document_contract_facts": [
        ("metz", {"document_id": "fictif-contrat-metz"}),
        ("prefecture", {"document_id": "fictif-prefecture"}),
    ],
    "document_described": [("operator", {"document_id": "fictif-operateur"})],
    "document_figures": [
        ("metz", {"document_id": "fictif-contrat-metz"}),
        ("prefecture", {"document_id": "fictif-prefecture"}),
        ("operator", {"document_id": "fictif-operateur"}),
    ],
    "document_indicators": [("metz", {"document_id": "fictif-contrat-metz"})],
    "document_left_out": [
        ("metz", {"document_id": "fictif-contrat-metz"}),
        ("soir", {"document_id": "fictif-presse-soir"}),
    ],
    "dataset_choices": [("all", {})],
    "dataset_documents": [
        ("by_a_figure", {"document_ids": [], "observation_ids": ["fictif-operateur.0002"]}),
        ("by_itself_and_by_a_figure", {"document_ids": ["fictif-reseau"], "observation_ids": ["fictif-operateur.0002"]}),
    ],
    "dataset_figures": [
        ("of_a_territory", {**EVERY_FIGURE, "territory_ids": [METZ]}),
        ("of_a_theme", {**EVERY_FIGURE, "theme_ids": ["langue", "emploi"]}),
        ("of_a_period", {**EVERY_FIGURE, "from_year": "2016", "to_year": "2016"}),
        ("until_a_year", {**EVERY_FIGURE, "level_ids": ["commune", "epci"], "to_year": "2015"}),
        (
            "money_of_a_territory_and_its_sets",
            {**EVERY_FIGURE, "territory_ids": [METZ], "measure_ids": ["state_contribution"], "also_ids": ["ensembles"]},
        ),
        ("missing", {**EVERY_FIGURE, "status_ids": ["L", "M", "O", "Q"]}),
        ("of_reported_actions", {**EVERY_FIGURE, "stage_ids": ["reported"]}),
    ],
    "document_tables": [
        ("metz", {"document_id": "fictif-contrat-metz"}),
        ("reseau", {"document_id": "fictif-reseau"}),
    ],
    "document_theme_counts": [("metz", {"document_id": "fictif-contrat-metz"})],
    "documents_read": [("all", {})],
    "exit_counts_compared": [
        ("at_exit", {"horizon_months": 0, "horizon_from": "exit"}),
        ("after_six_months", {"horizon_months": 6, "horizon_from": "exit"}),
    ],
    "exit_horizons": [("all", {})],
    "exit_measures": [("all", {})],
    "exit_rates": [
        ("positive", {"measure_id": "positive_exit_rate"}),
        ("rehousing", {"measure_id": "rehousing_rate"}),
    ],
    "exit_targets": [("positive", {"measure_id": "positive_exit_rate"})],
    "facts_missing": [("all", {})],
    "figure_sources": [("one_of_each_kind", {"observation_ids": FIGURES})],
    "funding_amounts": [
        ("state", STATE),
        ("state_committed_2016", {**STATE, "nature": "committed", "year": "2016"}),
        ("local", {**STATE, "measure_id": "local_contribution"}),
        ("actions", COSTS),
    ],
    "funding_choices": [("all", {})],
    "funding_ratios": [
        ("state", {**STATE, "base_id": None}),
        ("state_paid_per_signatory", {**STATE, "base_id": "cir_year", "nature": "paid"}),
        ("state_2016", {**STATE, "base_id": None, "year": "2016"}),
        ("local", {**STATE, "measure_id": "local_contribution", "base_id": None}),
    ],
    "funding_without_ratio": [
        ("state", {**STATE, "base_id": None}),
        ("state_on_residents", {**STATE, "base_id": "bpi_resident"}),
        ("state_2016", {**STATE, "base_id": None, "year": "2016"}),
        ("actions", {**COSTS, "base_id": None}),
        ("budget", {**STATE, "measure_id": "contract_budget", "base_id": None}),
    ],
    "map_coverage": [
        ("themes", {"subject_id": "couverture:themes"}), ("actions", {"subject_id": "couverture:actions"}),
        ("a_theme", {"subject_id": "couverture:langue"}),
    ],
    "map_exits": [("all", {})],
    "map_other_subjects": [("all", {})],
    "map_subjects": [("all", {})],
    "map_values": [
        ("latest", {**MAPPED, "year": None, "is_each_year": False}),
        ("one_year", {**MAPPED, "year": "2016", "is_each_year": False}),
        ("each_year", {**MAPPED, "year": None, "is_each_year": True}),
        ("ratios", {**MAPPED, "subject_id": "ratio:cir_year/committed", "year": None, "is_each_year": False}),
    ],
    "measures_defined": [("of_the_figures", {})],
    "money_years": [("all", {})],
    "need_and_money": [("all", {})],
    "need_and_contracts": [("all", {})],
    "need_by_departement": [("all", {})],
    "need_under_contract_by_region": [("all", {})],
    "need_under_contract_by_year": [("all", {})],
    "peer_characteristics": [("all", {})],
    "ready_selections": [("all", {})],
    "ratios_known": [("committed", {"measure_id": "state_contribution", "nature": "committed"})],
    "receipt_events": [("printed_and_inferred", {"event_ids": ["fictif-contrat-metz.e01", "fictif-contrat-metz.e02"]})],
    "receipt_figures": [("one_of_each_kind", {"observation_ids": FIGURES})],
    "reconciliations_found": [
        ("gaps", {"has_gap": True, "document_id": None}),
        ("agreements", {"has_gap": False, "document_id": None}),
        ("gaps_of_soir", {"has_gap": True, "document_id": "fictif-presse-soir"}),
    ],
    "relief_amounts": [
        ("latest", {"nature": "committed", "year": None}),
        ("range", {"nature": "committed", "year": "2016"}),
        ("range_and_bound", {"nature": "planned", "year": "2018"}),
    ],
    "repertoire_items": [
        ("all", {"document_id": None}),
        ("reseau", {"document_id": "fictif-reseau"}),
    ],
    "same_project_actions": [("perhaps", {"action_id": "fictif-operateur.tremplin"})],
    "series": [
        ("signatories_gap_zero_break_contradiction",
         {"series_id": "cir_signatories", "territory_ids": ["dep-63", STRASBOURG]}),
        ("state", {"series_id": "state_contribution", "territory_ids": ALL}),
        ("positive_exits", {"series_id": "positive_exits", "territory_ids": ALL}),
        ("state_and_flow", {"series_id": "territories_engaged:programme=ctair", "territory_ids": ["fra"]}),
    ],
    "series_choices": [("all", {})],
    "set_figures": [("all", {"territory_ids": ALL})],
    "sheet_actions": [("own", {"territory_id": METZ}), ("of_a_region", {"territory_id": "reg-44"})],
    "sheet_amounts": [
        ("state", {"territory_id": METZ, "is_state": True}),
        ("others", {"territory_id": METZ, "is_state": False}),
        ("of_a_departement", {"territory_id": "dep-63", "is_state": True}),
    ],
    "sheet_bases": [("own_and_around", {"territory_id": CLERMONT}), ("across_departements", {"territory_id": "dep-35"})],
    "sheet_choices": [("all", {})],
    "sheet_conditions": [("own", {"territory_id": METZ})],
    "sheet_contracts": [("two", {"territory_id": CLERMONT}), ("of_a_region", {"territory_id": "reg-44"})],
    "sheet_discrepancies": [("own", {"territory_id": METZ}), ("of_a_departement", {"territory_id": "dep-38"})],
    "sheet_events": [("own", {"territory_id": METZ})],
    "sheet_indicators": [("own", {"territory_id": METZ})],
    "sheet_lacks": [("unreadable", {"territory_id": CLERMONT}), ("all", {"territory_id": EPINAL})],
    "sheet_need": [("of_a_commune", {"territory_id": CLERMONT}), ("of_a_region", {"territory_id": "reg-84"})],
    "sheet_ratios": [("own", {"territory_id": METZ}), ("of_a_departement", {"territory_id": "dep-38"})],
    "sheet_relatives": [("commune", {"territory_id": CLERMONT}), ("departement", {"territory_id": "dep-63"})],
    "sheet_figures": [
        ("results", {"territory_id": STRASBOURG, "is_result": True}),
        ("other_figures", {"territory_id": METZ, "is_result": False}),
        ("of_a_departement", {"territory_id": "dep-63", "is_result": True}),
    ],
    "sheet_set_figures": [("member", {"territory_id": CLERMONT})],
    "sheet_signed_contracts": [
        ("commune_of_its_epci", {"territory_id": REDON_COMMUNE}),
        ("lead_without_a_signature", {"territory_id": THIERS_COMMUNE}),
    ],
    "sheet_territory": [
        ("signatory", {"territory_id": REDON_COMMUNE}),
        ("commune", {"territory_id": METZ}),
        ("former_code", {"territory_id": "com-42190"}),
        ("set", {"territory_id": "set-ctair-11"}),
        ("departement", {"territory_id": "dep-63"}),
    ],
    "sheet_themes": [("own", {"territory_id": METZ}), ("of_a_region", {"territory_id": "reg-44"})],
    "subventions_amounts": [("all", {})],
    "territories_known": [("all", {})],
    "territories_under_contract": [("all", {})],
    "territories_found": [
        ("name", {"text": "Rédon", "most": 5}),
        ("beginning_and_words", {"text": "thiers dore", "most": 5}),
        ("saint", {"text": "st-etienne", "most": 5}),
        ("misspelt", {"text": "strassbourg", "most": 5}),
        ("code", {"text": "63", "most": 5}),
        ("postcode", {"text": "57000", "most": 5}),
        ("unknown_postcode", {"text": "57999", "most": 5}),
    ],
    "territories_offered": [("all", {})],
    "territories_named": [("all", {"territory_ids": ALL})],
    "territories_succeeding": [("former", {"territory_ids": FORMER})],
    "theme_coverage": [
        ("contracted", {"territory_ids": [METZ, CLERMONT, STRASBOURG, EPINAL], "stage": "contracted"}),
        ("reported", {"territory_ids": [STRASBOURG], "stage": "reported"}),
        ("announced_axes", {"territory_ids": [METZ, STRASBOURG, EPINAL], "stage": "reported"}),
        ("every_stage", {"territory_ids": [THIERS, STRASBOURG, METZ, CLERMONT, EPINAL, DIJON], "stage": None}),
    ],
    "themes_borne": [("all", {})],
    "themes_corresponding": [("all", {})],
    "themes_defined": [("all", {})],
    "words_in_order": [
        ("accents_and_capitals", {"listed": ["été", "ETE", "Besançon", "besancon", "Évry", "œuvre", "zone", "Évry"]}),
    ],
}  # fmt: skip

# Vocabularies of the checkout: their answers change with each base, card or view, which is no change of an answer.
# `exportable_tables` has a test of its own. Two actions are alike from one word in sixty actions on: no small set has any.
# The reads of the versions of the data answer on releases of their own, in test_releases.py; those of bilans on accepted
# bilans, in test_bilan_comparisons.py; those of a national corpus on one, in test_national.py.
LEFT_OUT = {
    "actions_similar", "base_choices", "bilans_accounts", "bilans_compared", "bilans_over_time", "bilans_reached",
    "changes_between", "changes_since", "columns_described", "document_bilan", "national_by_region", "national_deciles",
    "national_profile", "national_ratio", "national_top",
    "dataset_code_labels", "exportable_tables", "figures_removed_since", "releases_listed", "words_explained",
}  # fmt: skip
# Of vocabularies, what depends on the fictitious documents: definitions may be worded better at any time.
KEPT_COLUMNS = {
    "dataset_choices": ["field", "code", "level", "figures_count"],
    "dataset_figures": [
        "observation_id",
        "territory_name",
        "territory_level",
        "departement_code",
        "action_title",
        "action_stage",
        "action_theme_ids",
        "theme_id",
        "measure_id",
        "breakdown_label",
        "nature",
        "period_start",
        "period_end",
        "value",
        "value_low",
        "value_high",
        "obs_status",
        "missing_reason",
        "document_title",
        "confidence",
    ],
    "document_tables": ["table_name", "rows_count"],
    "measures_defined": ["measure_id", "observations_count"],
    "themes_defined": ["theme_id", "nomenclatures_count", "printed_labels_count"],
}
DROPPED_COLUMNS = {
    "exit_measures": ["definition", "definition_source"],
    "receipt_figures": ["definition", "definition_source"],
}

UNKNOWN: dict[str, object] = {
    "territory_ids": ["com-99999"], "territory_id": "com-99999", "observation_ids": ["inconnu.0001"],
    "event_ids": ["inconnu.e01"], "document_id": "inconnu", "stage": "inconnu", "theme_id": "inconnu",
    "measure_id": "inconnu", "nature": "inconnu", "base_id": "inconnu", "year": "1789", "series_id": "inconnu",
    "action_id": "inconnu.inconnu", "operator_id": "inconnu", "public_id": "inconnu",
    "horizon_months": 999, "horizon_from": "inconnu",
}  # fmt: skip
