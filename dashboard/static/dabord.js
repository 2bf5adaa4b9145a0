// The part of a page that holds its first chart is shown before what follows is drawn: all comes at once, and a browser would
// draw all of it before it shows any (`server/redrawing.py` has Streamlit's script ask).
(() => {
  "use strict";
  const FRAMES = 2; // until what has come is painted
  const LATEST = 100; // milliseconds, where nothing is: another tab is in sight
  const onceShown = (act) => {
    let isDone = false;
    const once = () => isDone || ((isDone = true), act());
    const after = (frames) => requestAnimationFrame(() => (frames > 1 ? after(frames - 1) : once()));
    after(FRAMES);
    setTimeout(once, LATEST);
  };

  const partOf = ({ deltaPath }) => deltaPath.slice(0, 3).join(); // what of the page holds it, and which of its parts
  globalThis.atlasFirst = (handle) => {
    const held = [];
    let isHeld = false;
    let first; // the part that holds the first chart: nothing until it has come, "" once it is shown
    const release = () => {
      isHeld = false;
      held.splice(0).forEach(receive);
    };
    const receive = (message) => {
      const { type, delta, metadata } = message;
      if (type === "newSession") first = undefined;
      if (!isHeld && first && type === "delta" && partOf(metadata) !== first) {
        first = "";
        isHeld = true;
        onceShown(release);
      }
      if (isHeld) {
        held.push(message);
        return;
      }
      if (delta?.newElement?.type === "plotlyChart") first ??= partOf(metadata);
      handle(message);
    };
    return receive;
  };
})();
