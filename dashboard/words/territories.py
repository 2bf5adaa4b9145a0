"""A territory in French: the money of its contract, as far as it is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.words import labels
from dashboard.words import money as money_words
from dashboard.words.money import DISPUTED
from queries.search import plain

NO_AMOUNT = "aucun montant publié"
EACH, WHOLE, SHARED = "each", "whole", "shared"
BADGE = "\u202f· "  # before what a list says of a territory besides its name: once chosen, its name stands alone
# Names of territories that take the article: « la CC Thiers Dore et Montagne », but « Rennes Métropole ».
VOWELS = "aeiouy"
FEMININE = ("CC ", "CA ", "CU ", "Métropole ", "Communauté ")


def with_article(name: str) -> str:
    """« la CC Thiers Dore et Montagne », « Metz »."""
    return f"la {name}" if name.startswith(FEMININE) else name


def of(name: str) -> str:
    """« de la CC Thiers Dore et Montagne », « d'Ambert », « du Mans », « des Mureaux »."""
    if name.startswith(FEMININE):
        return f"de {with_article(name)}"
    if name.startswith(("Le ", "Les ")):
        article, _, rest = name.partition(" ")
        return f"{'du' if article == 'Le' else 'des'} {rest}"
    return f"d'{name}" if plain(name)[0] in VOWELS else f"de {name}"


def known_money(row: Mapping[str, Any]) -> str:
    """One of three: the State's latest yearly amount with its year, what is known otherwise, that nothing is.

    « 300 000 € (2019) », « 300 000 € sur 3 ans », « aucun montant publié ».
    """
    if row["has_amount"]:
        return f"{latest_amount(row)} ({row['latest_committed_year']})"
    return " ; ".join(other_amounts(row["other_amounts"] or ())) or NO_AMOUNT


def other_amounts(amounts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each in words, the surest first; that sources contradict each other on one of them is said once, after the last."""
    told = list(dict.fromkeys(other_amount(each) for each in amounts))
    return [*told[:-1], f"{told[-1]}, {DISPUTED}"] if any(each["is_disputed"] for each in amounts) else told


def latest_amount(row: Mapping[str, Any]) -> str:
    """The State's latest yearly amount, where one is printed: « 300 000 € », or a range of contradictory sources."""
    words = money_words.amount(_latest(row))
    count = row["latest_committed_count"] or 0
    return f"{words}, somme de {count} contrats" if count > 1 else words


def latest_doubts(row: Mapping[str, Any]) -> str:
    """What is said of the sources of that amount; nothing where none contradicts it."""
    return money_words.doubts(_latest(row))


def _latest(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("qualifier", "is_contradictory", "set_aside_low_eur", "set_aside_high_eur")
    amounts = {f"amount_{name}": row[f"latest_committed_{name}"] for name in ("eur", "low_eur", "high_eur")}
    return amounts | {name: row[f"latest_committed_{name}"] for name in names}


def other_amount(money: Mapping[str, Any], has_nature: bool = True) -> str:
    """An amount that is no year's own: « 300 000 € par collectivité (2019, 2020, versé) »; of a set, it says so.

    Without its nature where that is told beside it. What is committed goes without saying.
    """
    whose = {
        EACH: "par collectivité",
        WHOLE: f"pour {money.get('members_count')} territoires ensemble",
        SHARED: "de plusieurs payeurs",
    }
    said = [money_words.amount(dict(money)), whose.get(money["kind"], ""), _for_how_long(money)]
    is_usual = money["nature"] == "committed" and not money["is_conditional"]
    nature = labels.nature(dict(money)) if has_nature and not is_usual else ""
    when = ", ".join(part for part in (_when(money), nature) if part)
    return " ".join(part for part in said if part) + (f" ({when})" if when else "")


def _for_how_long(money: Mapping[str, Any]) -> str:
    """« sur 3 ans », « pour 2022-2023 » of a total of these years; nothing of an amount of one year, or of each."""
    if span := _span(money):
        return f"sur {labels.span(span)}"
    first, last = money["first_year"], money["last_year"]
    return f"pour {first}-{last}" if _is_total(money) else ""


def _is_total(money: Mapping[str, Any]) -> bool:
    """Whether it is for several years together."""
    first, last = money["first_year"], money["last_year"]
    return None not in (first, last) and first != last and not money["is_yearly"]


def _span(money: Mapping[str, Any]) -> str | None:
    """How long it is for, as ISO 8601 has it; what lists hold of it is the count of its years."""
    years = money.get("years_count")
    return f"P{years}Y" if years else money.get("span")


def _when(money: Mapping[str, Any]) -> str:
    """« 2019, 2020 » of an amount for each of two years, « 2019-2022, par an », « jusqu'en 2019 »; « sans date » of no year."""
    first, last = money["first_year"], money["last_year"]
    if first is None and last is None:
        return "" if _span(money) else "sans date"
    if first is None:
        return f"jusqu'en {last}"
    if last is None:
        return f"à partir de {first}"
    if first == last:
        return str(first)
    if _is_total(money):
        return f"{first}-{last}" if _span(money) else ""
    return f"{first}, {last}" if last == first + 1 else f"{first}-{last}, par an"


def offered(row: Mapping[str, Any]) -> str:
    """A territory in a list to choose from, with its contract: « Metz · CTAI 2022 », « Moselle (département) »."""
    return _with_contract(row, labels.LEVELS[row["level"]])


def found(row: Mapping[str, Any]) -> str:
    """A territory among those of a search, where it lies and by which other name it was found, if it was.

    « Ambert (commune, Puy-de-Dôme) », « Paris (commune, Paris) : Paris 13e arrondissement ».
    """
    is_small = row["level"] in ("commune", "epci") and row["departement_name"]
    level = labels.LEVELS[row["level"]]
    told = _with_contract(row, f"{level}, {row['departement_name']}" if is_small else level)
    if row["name_kind"] == "arrondissement":
        return f"{told} : {row['found_name']}"
    if row["name_kind"] == "postcode":
        return f"{told} : code postal {row['found_code']}"
    if row["name_kind"] == "former":
        return f"{told} : autrefois {row['found_name'] or row['found_code']}"
    return told


def said(row: Mapping[str, Any], typed: str) -> str:
    """What must be known of how the first territory was found: by the first digits of what is no known postcode."""
    if row["name_kind"] != "digits":
        return ""
    return (
        f"Aucune commune n'a le code postal {typed}, qui est peut-être celui d'un CEDEX ; "
        f"ses premiers chiffres sont ceux du département {row['insee_code']} ({row['name']})."
    )


def _with_contract(row: Mapping[str, Any], level: str) -> str:
    is_plain = row["has_contract"] and row["level"] in ("commune", "epci")
    name = row["name"] if is_plain or row["level"] in ("set", "pays") else f"{row['name']} ({level})"
    if row["has_contract"]:
        return BADGE.join([name, " ".join(str(part) for part in (row["programme"], row["contract_year"]) if part)])
    return f"{name}{BADGE}{_holding(row)}" if row["holder_id"] else name


def _holding(row: Mapping[str, Any]) -> str:
    """« signataire du contrat de la Métropole de Lyon », as far as a name without its article can say it."""
    return f"{'signataire du' if row['holding'] == 'signatory' else 'couverte par le'} contrat « {row['holder_name']} »"


def aliases(row: Mapping[str, Any]) -> str:
    """What else a territory is found by: its official code, its département."""
    return " ".join(part for part in (row["insee_code"], row["departement_name"]) if part)
