"""Which time a planned cost is for: that of two years is never set against the real cost of one."""

from collections.abc import Iterable, Sequence

from dashboard.bilan.asked import Action, Form
from dashboard.words import bilan_words, labels


def unlike(form: Form, actions: Iterable[Action]) -> list[Action]:
    """The actions whose planned cost is that of another time than the bilan's."""
    return [action for action in actions if not form.is_planned_for(action)]


def planned_for(action: Action) -> str:
    """« 2022-2023 »; what a contract does not publish is said not to be."""
    return bilan_words.times(action.planned_start, action.planned_end)


def reported_on(form: Form) -> str:
    return bilan_words.times(form.period_start, form.period_end)


def _when(times: Sequence[str]) -> str:
    """What a cost is for: « 2022-2023 », « d'autres dates » (« jusqu'en 2024 » is no time that a cost could be for)."""
    if times == [bilan_words.times(None, None)]:
        return f"une {times[0]}"
    return times[0] if len(times) == 1 and times[0][0].isdigit() else "d'autres dates"


def why_no_gap(form: Form, actions: Sequence[Action]) -> str:
    """Why the planned and the real cost of some of these actions are not compared; empty where all are."""
    if not (others := unlike(form, actions)):
        return ""
    times = list(dict.fromkeys(map(planned_for, others)))
    when = _when(times)
    own = reported_on(form)
    return (
        f"Le coût prévu de {labels.counted(len(others), 'action')} sur {len(actions)} porte sur {when}, le coût réel sur {own} : "
        f"aucun écart n'en est calculé, l'Atlas ne connaissant pas ce qui était prévu pour {own} seul."
    )
