"""What is wrong is told of its field: an alert bears the label of a field of its page, to which the browser links it."""

import lxml.html
import pytest

from tests.reader import heard_of, text_of

METZ = "contrat=ctai-com-57463-2022"
FIRST_DAY, LAST_DAY = "Période\u00a0: du (jj/mm/aaaa)", "Période\u00a0: au (jj/mm/aaaa)"


@pytest.mark.parametrize(
    ("page", "query", "fields"),
    [
        ("bilans", f"{METZ}&du=hier", [FIRST_DAY]),
        ("bilans", f"{METZ}&du=hier&au=demain", [FIRST_DAY, LAST_DAY]),
        ("bilans", f"{METZ}&du=2024-01-01&au=2023-12-31", [FIRST_DAY, LAST_DAY]),
        ("bilans", f"{METZ}&organisme=Personne", ["Organisme"]),
        (
            "bilans",
            "contrat=autre&collectivite=zzzzzz&intitule=Contrat",
            ["Collectivité du contrat (nom, code ou code postal)"],
        ),
        ("bilans", f"contrat=autre&collectivite=com-57463&intitule={'a' * 301}", ["Intitulé du contrat"]),
        ("territoires", "volet=actions&recherche=zzzz", ["Chercher dans les actions"]),
        ("territoires", "volet=fiche&fiche=com-99999", ["Territoire"]),
        ("donnees", "partie=jeu&de=2023&a=2019", ["Période, à partir de", "Période, jusqu’à"]),
        ("carte", "relief=oui&centre=com-99999", ["Centrer la vue sur"]),
    ],
)
def test_an_alert_names_the_fields_that_it_is_of(address: str, page: str, query: str, fields: list[str]) -> None:
    heard = heard_of(address, page, query)
    alerts = lxml.html.fromstring(f"<div>{text_of(heard)}</div>").xpath("//*[@role='alert']")
    assert [label for alert in alerts for label in alert.get("data-champ", "").split("|")] == fields
    elements = [said.delta.new_element for said in heard if said.delta.HasField("new_element")]
    kinds = [(each, each.WhichOneof("type") or "") for each in elements]
    assert set(fields) <= {getattr(each, kind).label for each, kind in kinds if kind in ("selectbox", "text_input")}
