"""The page of who administers accounts: each account, and what gives or takes back a role. It needs no script."""

from collections.abc import Sequence
from datetime import date

from dashboard.showing.markup import Html
from queries.rights import GIVEN
from queries.writings.accounts import Account

PAGE = Html("""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Comptes — Atlas CTAI</title>
<style>body {{ font: 1rem/1.5 Marianne, Arial, sans-serif; color: #161616; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }}
a {{ color: #000091 }} .large {{ overflow-x: auto }} table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #dddddd; vertical-align: top }}
th {{ white-space: nowrap }}
label {{ display: block; margin: .75rem 0 }} select, input[type=text] {{ display: block; font: inherit; padding: .4rem;
border: 1px solid #666666; background: #ffffff; width: 100%; max-width: 32rem; box-sizing: border-box }}
button {{ font: inherit; padding: .5rem 1rem; border: 1px solid #000091; background: #000091; color: #ffffff }}
.dit {{ border-left: 4px solid #6a6af4; padding-left: .75rem }}
:focus-visible {{ outline: 2px solid #0a76f6; outline-offset: 2px }}</style>
</head>
<body>
<main>
<h1>Comptes</h1>
{said}
<p>Chacun ouvre son compte en se connectant, et vous en donne le numéro depuis la messagerie de son service. Rien ici ne nomme
une personne.</p>
{table}
{form}
<p><a href="{back}">Revenir à l'Atlas</a></p>
</main>
</body>
</html>
""")
TABLE = Html(
    '<div class="large" tabindex="0" role="group" aria-label="Les comptes"><table><thead><tr><th scope="col">Compte</th>'
    '<th scope="col">Rôle</th><th scope="col">Territoires</th><th scope="col">Service</th><th scope="col">Organisme (SIRET)</th>'
    '<th scope="col">Ouvert le</th></tr></thead><tbody>{}</tbody></table></div>'
)
ROW = Html('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>')
FORM = Html("""<h2>Donner ou reprendre un rôle</h2>
<form method="post" action="{action}">
<label>Compte<select name="compte" required><option value="">choisissez</option>{accounts}</select></label>
<label>Rôle<select name="role">{roles}</select></label>
<label>Territoires d'un agent, par leurs codes (dep-57 com-57463)<input type="text" name="territoires" maxlength="500"></label>
<label>Service (ne nommez personne)<input type="text" name="service" maxlength="120"></label>
<p><button type="submit">Enregistrer</button></p>
</form>""")
NONE, FORGET = "aucun", "oublier"
ROLES = {role.value: role.value for role in GIVEN} | {
    NONE: "aucun : reprendre le rôle",
    FORGET: "aucun, et effacer ce qui mène à la personne",
}
SAID = Html('<p class="dit" role="status">{}</p>')


def html_accounts(accounts: Sequence[Account], own: str, action: str, back: str, said: str = "") -> Html:
    """The page for who has an account of their own; `said` is what came of what was asked."""
    known = [account for account in accounts if account.subject_digest and account.account_id != own]
    form = FORM.format(
        action=action,
        accounts=Html("").join(map(_option, known)),
        roles=Html("").join(Html('<option value="{}">{}</option>').format(*role) for role in ROLES.items()),
    )
    return PAGE.format(
        said=SAID.format(said) if said else "",
        table=TABLE.format(Html("").join(map(_row, accounts))),
        form=form if known else Html(""),
        back=back,
    )


def _option(account: Account) -> Html:
    about = ", ".join(each for each in (account.role or "sans rôle", account.service) if each)
    return Html('<option value="{0}">{0} ({1})</option>').format(account.account_id, about)


def _row(account: Account) -> Html:
    role = account.role or ("sans rôle" if account.subject_digest else "oublié")
    opened_on = f"{date.fromisoformat(account.opened_on):%d/%m/%Y}"
    about = account.territories, account.service, account.organisation
    return ROW.format(account.account_id, role, *about, opened_on)
