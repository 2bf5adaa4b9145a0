// What a choice leaves as it was is not drawn again. Streamlit makes each element anew at each message, and draws the whole
// page twice before the first one comes, to make pale what may be replaced. Here a message that says what the last one said
// leaves its element alone, and nothing is pale before half a second (`server/redrawing.py` has its scripts ask).
(() => {
  "use strict";
  const LONG = 500; // milliseconds, of a page that is being made again
  const ENDED = new Set(["initial", "notRunning", "compilationError"]);
  const listening = new Set();
  let isLong = false;
  let soon;

  const become = (now) => {
    if (isLong === now) return;
    isLong = now;
    listening.forEach((tell) => tell());
  };
  new MutationObserver(([{ target }]) => {
    if (ENDED.has(target.dataset.testScriptState)) {
      soon = clearTimeout(soon);
      become(false);
    } else soon ??= setTimeout(become, LONG, true);
  }).observe(document, { attributeFilter: ["data-test-script-state"], subtree: true });

  const listen = (tell) => {
    listening.add(tell);
    return () => listening.delete(tell);
  };
  globalThis.atlasIsLong = (React) => React.useSyncExternalStore(listen, () => isLong);

  const digests = new WeakMap(); // by what a message says of a block, its own
  const digestOf = (node) => node?.elementHash ?? digests.get(node?.deltaBlock);
  const along = (page, path) => path.reduce((nodes, place) => [...nodes, nodes.at(-1)?.children?.[place]], [page.root]);
  // Whether a message leaves its element as it is; if so, that it belongs to this run is noted, as of all that holds it.
  globalThis.atlasIsUnchanged = (page, run, { newElement, addBlock, fragmentId }, { deltaPath, activeScriptHash }, digest) => {
    if (addBlock) digests.set(addBlock, digest);
    const way = along(page, deltaPath);
    const node = way.at(-1);
    keep(run, node, addBlock);
    if (isLong || newElement?.hasOneShotEffect || !digest || digestOf(node) !== digest) return false;
    if (node.fragmentId !== fragmentId || node.activeScriptHash !== activeScriptHash) return false;
    if (way.some(({ retained }) => retained?.length)) return false; // Streamlit has something to put back
    for (const each of way) each.scriptRunId = run;
    return true;
  };

  // A part of a page that comes sooner or later than it did is the same part: one above it has come, or is gone.
  const displaced = new Map(); // by the identifier of a block, what another has taken the place of in a run
  let keptOf;
  const keep = (run, node, block) => {
    if (keptOf !== run) displaced.clear();
    keptOf = run;
    const key = node?.deltaBlock?.id;
    if (key && key !== block?.id) displaced.set(key, node);
  };
  globalThis.atlasMoved = (page, path, { id }) =>
    id ? along(page, path).at(-2)?.children.find(({ deltaBlock }) => deltaBlock?.id === id) ?? displaced.get(id) : undefined;
})();
