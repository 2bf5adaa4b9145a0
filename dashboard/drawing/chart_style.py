"""The look of every chart: colours, template and French locale of Plotly.

Colours are tokens of the State's design system, each at least 3:1 on white.
"""

WARNING = "#b34000"  # of what sources contradict
INK, MUTED, GRID, AXIS = "#161616", "#3a3a3a", "#dddddd", "#929292"
BLUE, RED, MID_BLUE, PLUM, GREY = "#000091", "#c9191e", "#417dc4", "#6e445a", "#929292"
FONT = "Marianne, Arial, Liberation Sans, sans-serif"

TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": 14, "color": MUTED},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "separators": ",\u202f",
        "colorway": [BLUE, RED, MID_BLUE, PLUM, GREY],
        "xaxis": {"gridcolor": GRID, "linecolor": AXIS, "zerolinecolor": AXIS, "automargin": True, "fixedrange": True},
        "yaxis": {"gridcolor": GRID, "linecolor": AXIS, "zerolinecolor": AXIS, "automargin": True, "fixedrange": True},
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.0,
            "x": 0,
            "title": {"text": ""},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": AXIS, "font": {"color": INK, "family": FONT}},
    }
}
LOCALE_FR = {
    "dictionary": {
        "Download plot as a PNG": "Télécharger l'image (PNG)",
        "Download plot": "Télécharger l'image",
        "Reset axes": "Revoir la carte entière",
        "Reset": "Réinitialiser",
        "Zoom in": "Agrandir",
        "Zoom out": "Réduire",
        "Double-click to zoom back out": "Double-cliquez pour revenir à la vue entière",
        "Double-click on legend to isolate one trace": "Double-cliquez dans la légende pour ne garder qu’une série",
    },
    "format": {
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "date": "%d/%m/%Y",
        "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        "months": [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ],
        "shortMonths": [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
    },
}  # fmt: skip
CONFIG = {
    "locale": "fr",
    "locales": {"fr": LOCALE_FR},
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
}
# A map can be enlarged and moved; the wheel scrolls the page.
CONFIG_OF_MAPS = {
    **CONFIG,
    "displayModeBar": True,
    "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d"]],
}
