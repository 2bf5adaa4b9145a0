"""What a choice leaves as it was is not drawn again, and what is seen first is drawn first.

Streamlit draws each part of a page three times for each choice: pale, as what may be replaced, then as what waits, then anew
when its message comes, whether or not it says what the last one said. What its script asks here is in `static/inchange.js`
and `static/dabord.js`.
"""

from collections.abc import Mapping

USED = rb"\(0,(\w+)\.useContext\)\(\w+\)"
DRAWN = rb".{0,900}?=\w+\()(\w+)(,\{\.\.\.\w+\},\w+\);return this\.reactElements"  # of a block, then of an element
# By the name of a script, what is replaced in it, as in `lists.py`.
CHANGES: Mapping[str, Mapping[bytes, bytes]] = {
    "index": {
        # Blocks and elements are drawn again when what they say has changed, not whenever what holds them has.
        rb"(?s)(" + USED + rb",\{node:\w+\}=" + DRAWN + rb"\.push\(\w+\)," + DRAWN + rb")": (
            rb"\1\3.drawn??=(0,\2.memo)(\3)\4\5.drawn??=(0,\2.memo)(\5)\6"
        ),
        rb"(applyDelta\((\w+),(\w+),(\w+),(\w+)\)\{)(?=let)": (
            rb"\1if(globalThis.atlasIsUnchanged(this,\2,\3,\4,\5))return this;"
        ),
        # A part of a page is found again where another came above it.
        rb"(addBlock\((\w+),(\w+),[\w,]*\)\{let (\w+)=\w+\.getNodeAtPath\(this\.root,\2\),\w+=)"
        rb"(\4 instanceof \w+\?\4\.anchor\?\?\4:\4)": rb"\1globalThis.atlasMoved(this,\2,\3)??(\5)",
        # Whether they are pale is asked of a page that takes long, and of no other.
        rb"(\{scriptRunState:\w+,scriptRunId:\w+,fragmentIdsThisRun:\w+\}=)(" + USED + rb")": (
            rb"\1globalThis.atlasIsLong(\3)?\2:{}"
        ),
        # A choice is sent as it is made, not once its list is closed and drawn.
        rb"(this\.flushScheduled=!0,)setTimeout(\(\(\)=>\{this\.sendUpdateWidgetsMessage)": rb"\1queueMicrotask\2",
        rb"(onMessage:)(this\.handleMessage)(?=,)": rb"\1globalThis.atlasFirst(\2)",
        # What the page was announced to need is at hand when its message comes: else a place is drawn for it, then itself.
        rb"\(0,(\w+\.lazy)\)(?=\(\(\)=>\w+\(\(\)=>import\(`\./([\w.-]+)`\))": rb"globalThis.atlasAtHand(\1,`\2`)",
    },
}
