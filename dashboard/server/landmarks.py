"""The frame of a page in the elements that say what each part is: header, menu, content; and the way past the menu.

Streamlit puts all that a page shows in one `main`, under an empty `header`. Containers of these keys (`app.py`) become
what they are instead; its own link past the menu, which leads to the menu, gives way to ours. What each change stands on
is pinned with Streamlit's version, and held by a test.
"""

from collections.abc import Mapping

from dashboard.choices.host_path import SITE
from dashboard.words import labels

# By the key of a container, its element.
ELEMENTS = {"navigation": "header", "menu": "nav", "page": "main"}
_ELEMENTS = ",".join(f"'st-key-{key}':'{element}'" for key, element in ELEMENTS.items())

OF = "\u00a0: ".encode()
DRAWN = rb"svg|g|path|rect|circle|line|text|img|canvas|iframe|video|input"
INLINE = rb"(`)div(`,\{target:`(?:%s)`)"  # blocks in what holds words alone: a button, a label, what unfolds
OF_STYLE = rb"color|direction|height|kind|overflow|visibility|width"
OF_FIELDS = rb"button|fieldset|input|optgroup|option|select|textarea"  # what alone may be disabled
# By the name of a script, what is replaced in it, as in `lists.py`; before what it says is put into French.
CHANGES: Mapping[str, Mapping[bytes, bytes]] = {
    "index": {
        rb"f\(`main`(,\{target:)": rb"f(`div`\1",
        rb"f\(`header`(,\{target:`e1919x4b1`)": rb"f(`div`\1",
        rb"(\(\w+,\{\.\.\.\w+,)(className:\[\w+\(\w+\),(\w+\(\w+\))\]\.filter\(Boolean\))": (
            rb"\1as:{" + _ELEMENTS.encode() + rb"}[\3],'aria-label':\3==='st-key-menu'?'Menu principal':void 0,"
            rb"...\3==='st-key-rubriques'&&{role:'list'},\2"
        ),
        rb"(function \w+\(\)\{)(return \w+\(\w+,\{href:`#\$\{\w+\}`,\"data-testid\":`stSkipToContent`)": rb"\1return null;\2",
        INLINE % rb"e1u8u9eb4": rb"\1span\2",
        # Nobody hears what a template holds: it is no element to be hidden while a list is open.
        rb"(=>\{if\()(\w+\.has\((\w+)\)\|\|\w+\.has\(\3\)\|\|\3\.parentElement)": rb"\1\3.localName===`template`||\2",
        # What scrolls is no stop of the Tab key: what is in it is.
        rb"(id:\w+,tabIndex:)0(,isEmbedded)": rb"\1-1\2",
    },
    # An address that is also right in another tab: Streamlit's have no slash before them, that of Accueil is empty. No
    # attribute is empty.
    "PageLink": {
        rb"(isCurrentPage:(\w+),)href:(\w+)(,target:(\w+\.external)\?`_blank`:)``": (
            rb"\1'aria-current':\2?'page':void 0,href:\5?\3:'" + f"{SITE}/".encode() + rb"'+\3\4void 0"
        ),
        rb"(className:`stPageLink`,)(\"data-testid\")": rb"\1role:`listitem`,\2",  # of the menu, which alone has any
    },
    # The words of a label, of a button and of a fold are in line: no block stands in what may hold none.
    "StreamlitMarkdown": {
        rb"(\{)(isCaption:\w+,isInDialog:\w+,isLabel:(\w+),)": rb"\1as:\3?`span`:void 0,\2",
        rb"(?s)(isLabel:(\w+)=!1,disableLinks.{0,2000}?components:)(\w+)(,urlTransform)": rb"\1\2?{...\3,p:`span`}:\3\4",
    },
    "styled-components": {INLINE % rb"e1aouyeq22": rb"\1span\2"},
    "Checkbox": {INLINE % rb"e1hn2pbo2|e1hn2pbo3|e1hn2pbo7|e1hn2pbo8": rb"\1span\2"},
    "TextInput": {rb"(autoComplete:\w+\.autocomplete)(?=,)": rb"\1||void 0"},
    # What its style sheets are told of an element is no attribute of it, but of a drawing or a picture.
    "emotion-styled.browser.esm": {
        rb"(\((\w+)\)\{return typeof \2==`string`&&\2\.charCodeAt\(0\)>96\?)(\w+)(:\w+\})": (
            rb"\1/^(?:" + DRAWN + rb")$/.test(\2)?\3:name=>!/^(?:" + OF_STYLE + rb")$/.test(name)"
            rb"&&(name!==`disabled`||/^(?:" + OF_FIELDS + rb")$/.test(\2))&&(name!==`target`||\2===`a`)&&\3(name)\4"
        ),
    },
    # Once all is taken out of a list, its button is gone: the field has the focus.
    "Multiselect": {
        rb"(?s)(ref:(\w+),placeholder:.{0,700}?slot:null,onPress:)(\w+)(?=,)": (
            rb"\1()=>{\3(),\2.current?.focus({preventScroll:!0})}"
        ),
        # What is chosen is a row of cells, which the arrows go through and whose names are said.
        rb"(\w+)\((\w+),\{role:`group`,\"aria-label\":(`[^`]+`),": (
            rb"\1(`div`,{role:`grid`,'aria-label':\3,style:{display:`contents`},children:\1(\2,{role:`row`,"
        ),
        rb"(\},\w+\)\)\}\))(,\w+\(\w+,\{ref:\w+,placeholder)": rb"\1})\2",
        rb"(?<!gridcell`,)(\"data-tag\":``)": rb"role:`gridcell`,\1",
        # Several lists of a page have buttons of one name: each says of which list it is.
        rb"(?s)(\"aria-label\":(\w+\.label)\|\|`Multiselect`.*?`Clear all`)(?!\+)": rb"\1+`" + OF + rb"${\2}`",
        rb"(?s)(\"aria-label\":(\w+\.label)\|\|`Multiselect`.*?`Open`)(?!\+)": rb"\1+`" + OF + rb"${\2}`",
    },
    "Selectbox": {
        rb"(?s)(\"aria-label\":(\w+)\?\?`Selectbox`.*?`Open`)(?!\+)": rb"\1+`" + OF + rb"${\2}`",
    },
}

# First on every page: the ways past the menu, seen once they have the focus (`static/structure.js` follows them).
TO_CONTENT, TO_FIGURES = "contenu", "chiffres"
SKIPS = (
    '<nav id="evitement" hidden aria-label="Accès rapide"><ul>'
    f'<li><a href="#{TO_CONTENT}">Aller au contenu</a></li>'
    f'<li><a href="#{TO_FIGURES}">Aller aux premiers chiffres</a></li></ul></nav>'
).encode()


def titled(title: str) -> bytes:
    """The title of a page until it says its own."""
    return f"<title>{labels.spaced(title)} — Atlas CTAI</title>".encode()
