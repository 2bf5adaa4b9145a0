"""Charts of exits: the rates that documents print, and those computed where both counts are known."""

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, MID_BLUE, PLUM, RED
from dashboard.drawing.charts import empty, horizontal, name_lines, placed
from dashboard.words import labels


def exit_rates(frame: pl.DataFrame) -> Chart:
    """A mark per printed rate: filled when the base is sure, open when it is not, an arrow for a bound, none without."""
    rows = list(placed(frame).filter(pl.col("missing_reason").is_null()).iter_rows(named=True))
    lines = [exit_line(row) for row in rows]
    figure = empty(len(dict.fromkeys(lines)), per_line=30 + 16 * max([2, *map(name_lines, lines)]))
    for name, color, symbol, belongs in EXIT_KINDS:
        chosen = [row for row in rows if belongs(row)]
        if chosen:
            figure.add_scatter(
                x=[_rate(row) for row in chosen],
                y=[exit_line(row) for row in chosen],
                mode="markers+text",
                text=[exit_text(row) for row in chosen],
                textposition="middle right",
                name=name,
                marker={"color": color, "symbol": symbol, "size": 13, "line": {"width": 2, "color": color}},
                hovertext=[exit_words(row) for row in chosen],
                customdata=[row["place"] for row in chosen],
                hoverinfo="text",
                cliponaxis=False,
            )
    figure = horizontal(figure, lines, "Taux publié, en %", largest=112)
    figure.update_xaxes(tickvals=[0, 20, 40, 60, 80, 100])
    return figure


def counted_rates(frame: pl.DataFrame) -> Chart:
    """A point per rate with its 95 % interval; a thin line where unknown outcomes could carry it; open if too few."""
    rows = [row for row in placed(frame).iter_rows(named=True) if row["rate_pct"] is not None]
    lines = [counted_line(row) for row in rows]
    figure = empty(len(dict.fromkeys(lines)), per_line=62)
    for name, symbol, is_few in (
        ("taux et intervalle à 95 %", "circle", False),
        ("moins de 20 sorties", "circle-open", True),
    ):
        chosen = [row for row in rows if (row["refusal"] == "too_few") is is_few]
        if chosen:
            figure.add_scatter(
                x=[row["rate_pct"] for row in chosen],
                y=[counted_line(row) for row in chosen],
                mode="markers",
                name=name,
                marker={"color": BLUE, "symbol": symbol, "size": 13, "line": {"width": 2, "color": BLUE}},
                error_x={
                    "type": "data", "symmetric": False, "color": BLUE, "thickness": 2.5, "width": 7,
                    "array": [row["high_pct"] - row["rate_pct"] for row in chosen],
                    "arrayminus": [row["rate_pct"] - row["low_pct"] for row in chosen],
                },
                hovertext=[f"{counted_line(row)} : {labels.rate(row['rate_pct'])}" for row in chosen],
                customdata=[row["place"] for row in chosen],
                hoverinfo="text",
            )  # fmt: skip
    unsure = [row for row in rows if row["unknown_count"]]
    if unsure:
        figure.add_scatter(
            x=[x for row in unsure for x in (row["lowest_pct"], row["highest_pct"], None)],
            y=[counted_line(row) for row in unsure for _ in range(3)],
            mode="lines+markers", name="selon les issues inconnues", hoverinfo="skip",
            line={"color": PLUM, "width": 1.5, "dash": "dot"}, marker={"color": PLUM, "symbol": "line-ns-open", "size": 12},
        )  # fmt: skip
    figure = horizontal(figure, lines, "Sorties positives, en % des sorties du parcours", largest=104)
    figure.update_xaxes(tickvals=[0, 20, 40, 60, 80, 100])
    return figure


def counted_line(row: dict) -> str:
    when = labels.period(None, row["period_start"], row["period_end"])
    return f"{row['territory_name']} · {row['action_title'] or 'contrat'}, {when}"


def exit_line(row: dict) -> str:
    """Who measured what, where and when: « Tours · Kodiko, 1re promotion, à 6 mois »."""
    months = row["horizon_months"]
    horizon = "à la sortie" if months == 0 else f"à {months}\u00a0mois" if months is not None else "horizon non publié"
    dated = row["period_start"] or row["period_end"]
    when = labels.period(None, row["period_start"], row["period_end"]) if dated else None
    who = [row["action_operator"] or row["action_title"], row["breakdown_label"], when, horizon]
    return f"{row['territory_name']} · {', '.join(words for words in who if words)}"


def exit_text(row: dict) -> str:
    if row["missing_reason"]:
        return labels.MISSING_REASONS[row["missing_reason"]]
    return labels.printed_figure(row["rate_pct"], row["rate_low_pct"], row["rate_high_pct"], "pct", row["qualifier"])


def exit_words(row: dict) -> str:
    return f"{exit_line(row)} : {exit_text(row)}"


def _is_impossible(row: dict) -> bool:
    return row["is_possible_on_cohort"] is False


def _is_sure_rate(row: dict) -> bool:
    return row["rate_pct"] is not None and row["base_status"] == "printed" and not _is_impossible(row)


def _is_uncertain_rate(row: dict) -> bool:
    return row["rate_pct"] is not None and row["base_status"] != "printed" and not _is_impossible(row)


def _is_lower_bound(row: dict) -> bool:
    return row["rate_pct"] is None and row["rate_low_pct"] is not None


def _is_upper_bound(row: dict) -> bool:
    return row["rate_pct"] is None and row["rate_low_pct"] is None


# Every printed rate is of exactly one kind: its words, colour and form.
EXIT_KINDS = [
    ("taux publié, base publiée", BLUE, "circle", _is_sure_rate),
    ("taux publié, base incertaine ou non publiée", MID_BLUE, "circle-open", _is_uncertain_rate),
    ("taux impossible sur la cohorte publiée", RED, "x-open", _is_impossible),
    ("borne basse publiée (« plus de »)", PLUM, "triangle-right-open", _is_lower_bound),
    ("borne haute publiée (« moins de »)", PLUM, "triangle-left-open", _is_upper_bound),
]


def _rate(row: dict) -> float:
    return next(row[name] for name in ("rate_pct", "rate_low_pct", "rate_high_pct") if row[name] is not None)
