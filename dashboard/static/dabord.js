// The part of a page that holds its first chart is shown before what follows is drawn: all comes at once, and a browser would
// draw all of it before it shows any (`server/redrawing.py` has Streamlit's script ask).
(() => {
  "use strict";
  const LATEST = 300; // milliseconds, of a chart that is slow to come
  const onceShown = (act) => {
    let isDone = false;
    const once = () => isDone || ((isDone = true), act());
    setTimeout(once, LATEST);
    const onceDrawn = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(once))); // and painted
    document.addEventListener("atlas:trace", onceDrawn, { once: true });
  };

  // What draws the elements that the page announced is made ready while it waits for its server.
  globalThis.atlasAtHand = (lazy, script) => (load) => {
    const part = lazy(load);
    if (document.querySelector(`link[rel="modulepreload"][href$="/${script}"]`)) {
      try {
        part._init(part._payload); // as React does when it comes to it
      } catch {
        // and then throws that it has not come yet
      }
    }
    return part;
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
