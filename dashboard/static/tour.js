// Charts are drawn in turn: what is seen at once, and each of the others when the browser has nothing else to do. Plotly
// takes a tenth of a second for one, and a page of five would show none before the last is made (`server/plotting.py`).
(() => {
  "use strict";
  const LATEST = 500; // milliseconds that a chart waits for a quiet moment
  const quiet = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 1)); // Safari has none
  const isSeen = (frame) => {
    const { top, bottom } = frame.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && frame.checkVisibility();
  };

  const waiting = new Map(); // by the frame of a chart, what has it drawn
  const draw = ([frame, drawn]) => {
    waiting.delete(frame);
    drawn();
  };
  const next = () => {
    const [first] = waiting;
    if (!first) return;
    draw(first);
    quiet(next, { timeout: LATEST });
  };
  const inTurn = (frame) => new Promise((drawn) => {
    if (!waiting.size) requestAnimationFrame(() => quiet(next, { timeout: LATEST }));
    waiting.set(frame, drawn);
  });
  addEventListener("beforeprint", () => [...waiting].forEach(draw)); // paper shows them all

  globalThis.atlasInTurn = (Plotly) => {
    const { react, purge } = Plotly;
    return Object.assign(Plotly, {
      react: async (frame, ...chart) => {
        if (!frame.data && !isSeen(frame)) await inTurn(frame);
        const drawn = await react(frame, ...chart);
        document.dispatchEvent(new Event("atlas:trace"));
        return drawn;
      },
      purge: (frame) => {
        waiting.delete(frame);
        return purge(frame);
      },
    });
  };
})();
