"""What each code of the tables says, in French: the code lists of the dictionary and of every export."""

from collections.abc import Mapping

from dashboard.words import bilan_words, contract_words, labels
from queries import comparability

ORGANISATIONS = {
    "state": "État", "commune": "commune", "epci": "intercommunalité", "region": "région",
    "ccas": "centre communal d'action sociale", "cias": "centre intercommunal d'action sociale",
    "association": "association", "other": "autre organisme",
}  # fmt: skip
DOCUMENT_CLASSES = {
    "contract": "contrat", "deliberation": "délibération", "state": "État", "collectivity": "collectivité",
    "agency": "agence", "network": "réseau", "operator": "opérateur", "press": "presse", "copy": "copie",
}  # fmt: skip
LEFT_OUT_REASONS = {
    "describes_organisation": "décrit un organisme", "national_context": "contexte national",
    "not_a_figure_of_the_territory": "pas un chiffre du territoire", "no_quantity": "pas une quantité",
    "too_vague": "trop vague", "status_not_established": "statut non établi", "not_curated_yet": "pas encore repris",
}  # fmt: skip
TABLES = {
    "contracts": "Contrats", "contract_parties": "Parties aux contrats", "contract_events": "Événements des contrats",
    "contract_axes": "Axes des contrats", "contract_conditions": "Clauses des contrats", "actions": "Actions",
    "action_themes": "Thèmes des actions", "action_indicators": "Indicateurs annoncés",
    "bilans": "Bilans", "bilan_answers": "Réponses des bilans", "bilan_actions": "État des actions",
    "bilan_money": "Argent des bilans", "bilan_texts": "Textes des bilans",
    "observations": "Chiffres publiés", "repertoire": "Rubriques du répertoire officiel",
    "territory_characteristics": "Caractéristiques des territoires",
    "theme_correspondences": "Correspondances de thèmes", "left_out": "Passages lus et laissés de côté",
}  # fmt: skip
MEASURE_ROLES = {
    "positive_exits": "sorties positives", "path_exits": "sorties du parcours", "beneficiaries": "bénéficiaires",
    "positive_exit_rate": "taux de sortie positive", "action_cost": "coût d'une action",
    "action_grant": "subvention d'une action", "theme_share_of_funding": "part d'un thème dans les financements",
    "theme_share_of_actions": "part d'un thème dans les actions",
    "unemployment": "chômage",
    "immigrant_share": "part des immigrés",
    "social_housing": "logements sociaux",
    "area_share": "part de la population selon l'aire d'attraction",
}  # fmt: skip
AUDIENCES = {
    "eligible": "personnes éligibles", "actors": "acteurs de l'intégration", "public": "grand public",
}  # fmt: skip
CHARACTERISTICS = {
    "urban_unit_size": "taille de l'unité urbaine", "attraction_area": "aire d'attraction d'une ville",
    "attraction_area_size": "taille de l'aire d'attraction", "attraction_area_place": "place dans l'aire d'attraction",
    "housing_zone": "zone de tension du logement",
}  # fmt: skip
ONE_OF_A_STAGE = {
    "contracted": "inscrite au contrat", "reported": "décrite comme menée", "proposed": "proposée",
    "existing": "déjà en place",
}  # fmt: skip
BASE_PUBLICS = labels.PUBLICS | {"contract": "public du contrat lui-même"}

BY_COLUMN: Mapping[str, Mapping[str, str]] = {
    "answer": labels.ANSWERS,
    "audience": AUDIENCES,
    "base_status": labels.BASE_STATUSES,
    "change": {"added": "ligne ajoutée", "removed": "ligne retirée", "changed": "valeur changée"},
    "characteristic_id": CHARACTERISTICS,
    "completeness": labels.COMPLETENESSES,
    "conf_status": {"F": "libre de diffusion", "C": "confidentiel", "N": "non publiable"},
    "confidence": labels.CONFIDENCES,
    "counting": bilan_words.COUNTINGS,
    "dimension": {"operator": "organisme", "item": "poste de dépense"},
    "document_class": DOCUMENT_CLASSES,
    "family": labels.FAMILIES,
    "grade": {"A": "base adaptée", "B": "avec réserve", "C": "borne, ou ordre de grandeur", "X": "aucun montant par personne"},
    "finding": {"gap": "un écart", "agrees": "un accord"},
    "horizon_from": labels.HORIZON_ORIGINS,
    "level": labels.LEVELS,
    "match": labels.MATCHES,
    "measure_role": MEASURE_ROLES,
    "missing_reason": labels.MISSING_REASONS,
    "nature": labels.NATURES,
    "obs_status": {code: words or "valeur normale" for code, words in labels.OBS_STATUSES.items()},
    "operator": {"=": "égal", "sum=": "égal à la somme", "<=": "au plus", "!=": "différent"},
    "payer": {
        "state": "État", "local": "collectivité", "several": "plusieurs, parts non publiées", "unknown": "payeur non indiqué",
    },
    "period_basis": {
        "printed": "publiée avec le chiffre", "document": "celle du document, ou que donne un relevé", "none": "pas connue",
    },
    "programme": labels.PROGRAMMES,
    "qualifier": {
        "exact": "exactement", "about": "environ", "nearly": "près de", "more_than": "plus de", "at_least": "au moins",
        "less_than": "moins de", "at_most": "au plus", "between": "entre deux bornes", "in_words": "en mots",
    },
    "read_via": labels.READ_VIAS,
    "reason": LEFT_OUT_REASONS,
    "reliability": labels.RELIABILITIES,
    "role": labels.CONTRACT_FACTS,
    "scope": {"whole": "tout le territoire", "within": "quelque part dans le territoire"},
    "stage": labels.STAGES,
    "status": labels.CONTRACT_FACTS,
    "target_public": labels.PUBLICS,
    "time_basis": labels.TIME_BASES,
    "title_basis": {"printed": "publié", "editorial": "donné par l'Atlas"},
    "unit": {code: words or "nombre sans unité" for code, words in labels.UNITS.items()},
}  # fmt: skip
OWN: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("action_themes", "basis"): labels.THEME_BASES,
    ("bases", "kind"): comparability.KINDS,
    ("bases", "public"): BASE_PUBLICS,
    ("bilan_actions", "state"): bilan_words.ACTION_STATES,
    ("bilan_answers", "state"): bilan_words.ANSWER_STATES,
    ("bilan_money", "kind"): bilan_words.MONEY_KINDS,
    ("bilan_money", "state"): bilan_words.ANSWER_STATES,
    ("bilans", "status"): bilan_words.STATUSES,
    ("contract_conditions", "kind"): contract_words.CLAUSES,
    ("contract_events", "basis"): {"printed": "publiée", "inferred": "déduite"},
    ("contract_events", "kind"): labels.CONTRACT_FACTS,
    ("contract_parties", "kind"): ORGANISATIONS,
    ("documents", "kind"): labels.DOCUMENT_KINDS,
    ("figure__preferred", "rule"): comparability.RULES,
    ("measures", "role"): MEASURE_ROLES,
    ("ratio_reasons", "reason"): comparability.REASONS,
    ("reconciliations", "kind"): labels.KINDS,
}
# What pages have words of their own for, besides those of the list.
SAID_OTHERWISE: Mapping[tuple[str, str], Mapping[str, str]] = {("actions", "stage"): ONE_OF_A_STAGE}
# Codes that no card lists.
UNLISTED = {"figure__preferred": ["rule"], "ratio_reasons": ["reason"]}
# Columns that bear the codes of another, under another name.
ALIASES = {"territory_level": "level", "action_stage": "stage", "measure_family": "family"}


def words(table: str, column: str, code: str) -> str:
    """What a code says. Raises KeyError for one that has no words: none is served (`unsaid.py`).

    A view's column is worded as the column of that name of the tables.
    """
    listed = OWN.get((table, column)) or BY_COLUMN.get(ALIASES.get(column, column))
    if listed is None:
        listed = next((words for (_table, name), words in OWN.items() if name == column and code in words), {})
    return listed[code]


def is_said(table: str, column: str, code: str) -> bool:
    """Whether all that shows the code has words for it."""
    otherwise = SAID_OTHERWISE.get((table, column))
    try:
        return bool(words(table, column, code)) and (otherwise is None or bool(otherwise[code]))
    except KeyError:
        return False
