"""« D'où vient ce chiffre ? », in place: the calculation, the passages, the documents; all the rest is on its own page."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from dashboard.choices.address import address, understood
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import RECEIPT
from dashboard.figures import action, files, printed_figures, registry, rows
from dashboard.figures.answer import answered, content
from dashboard.figures.behind import Behind, behind
from dashboard.figures.content import Content, Link
from dashboard.figures.spec import Figure, Row
from dashboard.showing import cached
from dashboard.showing.markup import Html, html_each, html_of, html_paragraph, html_said
from dashboard.words import passages
from queries import comparability, orders
from queries.warehouse import Warehouse

TITLE = "D'où vient ce chiffre ?"
GONE = "Ce chiffre n'est plus dans les données : il a été corrigé ou retiré depuis que cette page a été ouverte."
NOT_PUBLISHED = "Aucun chiffre publié n'entre dans cette ligne : elle compte des lignes de l'Atlas, ou dit une absence."
NO_SOURCE = "L'Atlas n'a pas de chiffre à cet endroit."


def panel_of_row(warehouse: Warehouse, given: Mapping[str, str], ways: Sequence[Link] = ()) -> Html | None:
    """Of the row that the address of its page names; none when it names no figure."""
    chosen, _ignored = understood(RECEIPT, given, Selection(), cached.vocabulary(warehouse), registry.asked_by)
    figure = registry.FIGURES.get(chosen.figure)
    if figure is None or not figure.row or figure.ask is None:
        return None
    found = behind(cached.reader(warehouse), figure, chosen)
    if found is None:
        return _panel(GONE, Html(""), ways)
    row = found.row.row(0, named=True)
    whole = Link("Tout sur ce chiffre : définitions, chiffres écartés, calcul à refaire", address_of(chosen))
    return _panel(figure.says(row), _calculation(figure, row) + _behind(figure, found), [whole, *ways, *sheets(row)])


def panel_of_mark(warehouse: Warehouse, key: str, place: int, given: Mapping[str, str]) -> Html | None:
    """Of the row of a figure that a mark of its chart shows, by its place; none where there is no such row."""
    figure = registry.FIGURES.get(key)
    if figure is None:
        return None
    chosen, _ignored = files.chosen_of(figure, given, cached.vocabulary(warehouse))
    answer = answered(figure, cached.reader(warehouse), chosen)
    made = content(figure, answer, by_parts=figure.is_drawn_by_parts)
    if not 0 <= place < made.frame.height:
        return None
    ways = made.ways(place) if made.ways else ()
    if place < len(made.receipts):
        return panel_of_row(warehouse, dict(parse_qsl(urlsplit(made.receipts[place]).query)), ways)
    return _panel(_cells(made, place), html_paragraph(NO_SOURCE), ways)


def address_of(chosen: Selection) -> str:
    """The address of the page that tells all of the row chosen."""
    return address(RECEIPT, chosen, registry.asked_by(chosen.figure))


def sheets(row: Row) -> list[Link]:
    """The sheet of the territory of a row, if it is of one."""
    if not row.get("territory_id") or not row.get("territory_name"):
        return []
    return [Link(f"La fiche : {row['territory_name']}", f"{SITE}/territoires/{row['territory_id']}")]


def _calculation(figure: Figure, row: Row) -> Html:
    told = figure.calculation(row)
    return html_paragraph(told, "calcul") if told else Html("")


def _behind(figure: Figure, found: Behind) -> Html:
    actions = _actions(found)
    if found.used.is_empty() and found.dates.is_empty():
        return actions or html_paragraph(NOT_PUBLISHED)
    order = {identifier: place for place, identifier in enumerate(rows.cited(found.row, figure.cites))}
    used = sorted(found.used.iter_rows(named=True), key=lambda row: order[row["observation_id"]])
    cards = Html("").join(map(_card, used))
    return actions + cards + html_each("<p class='aide'>{}</p>", map(html_said, _doubts(figure, found)))


def _actions(found: Behind) -> Html:
    """The actions that the row counts, each leading to its own page."""
    if found.counted is None:
        return Html("")
    listed = Html("").join(map(_action, found.actions.iter_rows(named=True)))
    return Html('<ul class="actions">{}</ul>').format(listed) if listed else Html("")


def _action(row: Row) -> Html:
    page = Link(row["title"], address("territoires", Selection(), volet="actions", action=row["action_id"]))
    told = [action.stage(row), row["operator"], f"{row['document_title']}, {passages.place(row)}"]
    return Html("<li>{} — {}</li>").format(html_of(page), ", ".join(words for words in told if words))


def _card(row: Row) -> Html:
    """A published figure: what it counts, itself, its passage, its place, its document."""
    document = Link(row["document_title"], address("sources", Selection(), document=row["document_id"]))
    return Html(
        '<section class="preuve"><h3>{}</h3><p class="chiffre">{}</p><blockquote>{}</blockquote><p>{}, {}{}</p></section>'
    ).format(
        ", ".join(words for words in (printed_figures.counted(row), row["territory_name"]) if words),
        f"{printed_figures.FIGURE.words(row)} ({printed_figures.NATURE.words(row)})",
        passages.passage(row),
        passages.place(row),
        html_of(document),
        _outside(row["url"]),
    )


def _outside(url: str | None) -> Html:
    """The document where it was published, if its address is known."""
    if not url:
        return Html(", {}").format(passages.address(None))
    return Html(" — {}").format(html_of(Link(f"Ouvrir le document ({urlsplit(url).hostname})", url)))


def _doubts(figure: Figure, found: Behind) -> list[str]:
    """By which rule the figures were chosen, which of them enter no order, what other ones say, and the declared discrepancies
    that touch them.
    """
    return [*_rules(figure, found), *_unordered(found), *_set_aside(figure, found), *found.divergences]


def _unordered(found: Behind) -> list[str]:
    return [
        f"{printed_figures.FIGURE.words(row)} : de confiance basse, ce chiffre n'entre dans aucun ordre."
        for row in found.used.filter(~orders.IS_SURE).iter_rows(named=True)
    ]


def _rules(figure: Figure, found: Behind) -> list[str]:
    chosen_by = {what: found.row[column].item() for what, column in figure.rules.items()}
    return [f"{what.capitalize()} : {comparability.RULES[rule]}." for what, rule in chosen_by.items() if rule]


def _set_aside(figure: Figure, found: Behind) -> list[str]:
    """Of each figure set aside what it says, who publishes it and how surely, and why another one was chosen."""
    why = {
        identifier: f" Écarté, car {comparability.RULES[found.row[rule].item()]}."
        for column, rule in zip(figure.sets_aside, figure.rules.values(), strict=False)
        for identifier in rows.cited(found.row, (column,))
    }
    return [
        f"Un autre document dit {printed_figures.FIGURE.words(row)} ({printed_figures.NATURE.words(row)}) : "
        f"{row['document_title']} ({row['publisher']}), {passages.place(row)}, "
        f"{passages.confidence(row)}.{why.get(row['observation_id'], '')}"
        for row in found.set_aside.iter_rows(named=True)
    ]


def _cells(made: Content, place: int) -> str:
    return str(made.frame.row(place, named=True).get("territory_name") or made.title)


def _panel(told: str, inside: Html, links: Sequence[Link]) -> Html:
    """One link an address: two ways may lead to the same sheet."""
    once = {link.address: link for link in reversed(links)}.values()
    listed = html_each("<li>{}</li>", [html_of(link) for link in reversed(list(once))])
    return Html('<h2>{}</h2><p class="dit">{}</p>{}<ul class="suites">{}</ul>').format(TITLE, told, inside, listed)
