"""The charts of the document of a bilan: states by axis, women and men, share of BPI, money by axis."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from dashboard.bilan.asked import Action
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import Sum
from dashboard.documents.bilan.words import cut, short_axis
from dashboard.documents.document import Picture
from dashboard.documents.pictures import drawing
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, GREY, INK, MID_BLUE, PLUM, RED
from dashboard.words import labels
from dashboard.words.bilan_words import ACTION_STATES, OVER_BEFORE

WIDTH_CM = 15.0
LONGEST_NAME = 27  # signs of an action's name beside its bar
STATE_LOOKS = dict(
    zip(
        [*ACTION_STATES.values(), OVER_BEFORE, ""],
        [
            (BLUE, ""),
            (MID_BLUE, "/"),
            (MID_BLUE, ""),
            (PLUM, "\\"),
            (RED, ""),
            (GREY, "/"),
            (GREY, "."),
            ("#dddddd", ""),
        ],
        strict=True,
    )
)
UNSAID = "état non renseigné"
MONEY_LOOKS = {"prévu": (MID_BLUE, "/"), "réel": (BLUE, "")}
Bars = Mapping[str, Sequence[Decimal | None]]  # by name, a length for each line; none where it is not known
Amounts = Mapping[str, Sequence[Sum]]  # by name, a sum for each line


def states(report: Report) -> Picture | None:
    """How many actions of each axis are in each state; nothing where no state is known, or each axis has one action."""
    axes = list(report.by_axis())
    if not any(report.states(report.actions())) or all(len(own) == 1 for _axis, own in axes):
        return None
    names = told_apart([labels.spaced(short_axis(axis)) for axis, _own in axes])
    found = [report.states(own) for _axis, own in axes]
    used = [state for state in STATE_LOOKS if any(state in states for states in found)]
    bars = {state or UNSAID: [Decimal(states.get(state, 0)) for states in found] for state in used}
    looks = [STATE_LOOKS[state] for state in used]
    told = [
        f"{name} : " + ", ".join(f"{count} {state or UNSAID}" for state, count in states.items())
        for name, states in zip(names, found, strict=True)
    ]
    title = "Nombre d'actions"
    return _picture(_stacked(names, bars, looks, title), f"Actions par état, axe par axe. {' ; '.join(told)}.")


def people(report: Report, actions: Sequence[Action]) -> Iterator[Picture]:
    """Women and men of each action, and its share of BPI, for those that count them."""
    numbers = report.numbers
    by_sex = {
        name: [numbers.value(f"{action.key}.public", column) for column in ("Femmes", "Hommes")]
        for name, action in zip(_names(report, actions), actions, strict=True)
    }
    known = {name: pair for name, pair in by_sex.items() if None not in pair}
    if known:
        bars = {sex: [pair[place] for pair in known.values()] for place, sex in enumerate(("Femmes", "Hommes"))}
        told = [f"{name} : {_plain(women)} femmes, {_plain(men)} hommes" for name, (women, men) in known.items()]
        chart = _stacked(list(known), bars, [(PLUM, ""), (MID_BLUE, "/")], "Nombre de personnes")
        yield _picture(chart, f"Femmes et hommes, action par action. {' ; '.join(told)}.")
    shares = {
        name: 100 * bpi / total
        for name, action in zip(_names(report, actions), actions, strict=True)
        if (total := numbers.value(f"{action.key}.public", "Total"))
        and (bpi := numbers.value(f"{action.key}.public", "BPI")) is not None
        and bpi <= total
    }
    if shares:
        told = [f"{name} : {labels.rate(float(share))}" for name, share in shares.items()]
        yield _picture(_shares(shares), f"Part des BPI, action par action. {' ; '.join(told)}.")


def money(title: str, names: Sequence[str], amounts: Amounts) -> Picture | None:
    """What was planned and what was spent, or the latter alone, axis by axis: what is declared, said to be « au moins »
    where a part is not known; an amount of which nothing is known has no bar and says so.
    """
    known = [total.value for totals in amounts.values() for total in totals if total.value is not None]
    if not known:
        return None
    chart = Chart(height=90 + 25 * (1 + len(amounts) // 2) * len(names), barmode="overlay", bargap=0.64)
    shifts = (-0.2, 0.2) if len(amounts) > 1 else (0,)
    for shift, (name, totals) in zip(shifts, amounts.items(), strict=True):
        color, pattern = MONEY_LOOKS[name]
        chart.add_bar(
            x=[float(total.value or 0) for total in totals],
            y=[place + shift for place in range(len(names))],
            orientation="h",
            name=name,
            marker={"color": color, "pattern": {"shape": pattern, "fgcolor": "#ffffff"}},
            text=[total.euros() for total in totals],
            textposition="outside",
            textfont={"size": 13, "color": INK},
            showlegend=len(amounts) > 1,
        )
    chart.update_xaxes(range=[0, 1.15 * float(max(known) or 1)], tickformat=",.0f", ticksuffix=f"{labels.NBSP}€")
    ticks = {"tickvals": list(range(len(names))), "ticktext": list(names)}
    chart.update_yaxes(range=[len(names) - 0.5, -0.5], showgrid=False, **ticks)
    told = [
        f"{axis} : " + ", ".join(f"{name}, {totals[place].euros()}" for name, totals in amounts.items())
        for place, axis in enumerate(names)
    ]
    return _picture(chart, f"{title}. {' ; '.join(told)}.")


def _stacked(names: Sequence[str], bars: Bars, looks: Sequence[tuple[str, str]], title: str) -> Chart:
    """A line a name, its parts one after the other, each with its number."""
    chart = Chart(height=96 + 34 * len(names), barmode="overlay", bargap=0.4)
    starts = [Decimal(0)] * len(names)
    for (name, values), (color, pattern) in zip(bars.items(), looks, strict=True):
        lengths = [value or Decimal(0) for value in values]
        chart.add_bar(
            x=[float(length) for length in lengths],
            base=[float(start) for start in starts],
            y=list(names),
            orientation="h",
            name=name,
            marker={"color": color, "pattern": {"shape": pattern, "fgcolor": "#ffffff"}},
        )
        starts = [start + length for start, length in zip(starts, lengths, strict=True)]
    most = float(max(starts)) or 1
    told = [
        " + ".join(_plain(values[place]) for values in bars.values() if values[place]) for place in range(len(names))
    ]
    for name, words, end in zip(names, told, starts, strict=True):
        note = {
            "x": float(end),
            "y": name,
            "xanchor": "left",
            "xshift": 4,
            "showarrow": False,
            "font": {"size": 13, "color": INK},
        }
        chart.add_annotation(text=words or "0", **note)
    step = 1 if most <= 8 else None
    chart.update_xaxes(range=[0, 1.2 * most], title={"text": title, "font": {"size": 13}}, tickformat=",d", dtick=step)
    chart.update_yaxes(categoryarray=list(names), autorange="reversed", showgrid=False)
    return chart


def _shares(shares: Mapping[str, Decimal]) -> Chart:
    chart = Chart(height=90 + 30 * len(shares), barmode="overlay", bargap=0.5)
    chart.add_bar(
        x=[float(share) for share in shares.values()],
        y=list(shares),
        orientation="h",
        marker={"color": BLUE},
        text=[labels.rate(float(share)) for share in shares.values()],
        textposition="outside",
        textfont={"size": 13, "color": INK},
        showlegend=False,
    )
    title = {"text": "Part des BPI parmi les personnes de l'action", "font": {"size": 13}}
    chart.update_xaxes(range=[0, 112], tickvals=[0, 25, 50, 75, 100], ticksuffix=f"{labels.NBSP}%", title=title)
    chart.update_yaxes(categoryarray=list(shares), autorange="reversed", showgrid=False)
    return chart


def _names(report: Report, actions: Sequence[Action]) -> list[str]:
    """Short names, each once."""
    whole = [labels.spaced(report.name(action)) for action in actions]
    return told_apart([cut(name, LONGEST_NAME) for name in whole])


def told_apart(names: Sequence[str]) -> list[str]:
    """Lines of a chart that bear one name would be drawn one over the other: the second is « … (2) »."""
    ranks = [names[: place + 1].count(name) for place, name in enumerate(names)]
    return [name if rank == 1 else f"{name} ({rank})" for name, rank in zip(names, ranks, strict=True)]


def _plain(value: Decimal | None) -> str:
    return labels.plain(None if value is None else float(value))


def _picture(chart: Chart, alternative: str) -> Picture:
    return Picture(drawing(chart.checked(), WIDTH_CM), labels.spaced(alternative))
