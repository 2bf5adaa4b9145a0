// Charts are drawn in turn: what is seen at once, and each of the others when the browser has nothing else to do. Plotly
// takes a tenth of a second for one, and a page of five would show none before the last is made (`server/plotting.py`).
// Each is drawn once: Streamlit has it drawn before it knows its width, hidden, and again in that width.
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

  const inItsWidth = (frame, chart) => {
    const { width } = frame.parentElement.getBoundingClientRect();
    return chart.layout.width === undefined && width ? { ...chart, layout: { ...chart.layout, width } } : chart;
  };
  const saying = ({ data, layout }) => JSON.stringify([data, layout]);
  const asked = new WeakMap(); // by the frame of a chart, its settings, and what it said before Plotly added what it found
  const isDrawn = (frame, chart) => {
    const { config, says } = asked.get(frame) ?? {};
    if (config !== chart.config || chart.frames?.length) return false;
    return [says, saying(frame)].includes(saying(chart));
  };

  globalThis.atlasInTurn = (Plotly) => {
    const { react, purge } = Plotly;
    return Object.assign(Plotly, {
      react: async (frame, chart) => {
        if (!frame.data && !isSeen(frame)) await inTurn(frame);
        if (isDrawn(frame, chart)) asked.set(frame, { config: chart.config }); // from now on it is what it has become
        else {
          const drawn = inItsWidth(frame, chart);
          asked.set(frame, { config: drawn.config, says: saying(drawn) });
          await react(frame, drawn);
          if (drawn.layout.width) frame.style.visibility = ""; // as React is about to
        }
        if (!frame.style.visibility) document.dispatchEvent(new Event("atlas:trace"));
        return frame;
      },
      purge: (frame) => {
        waiting.delete(frame);
        asked.delete(frame);
        return purge(frame);
      },
    });
  };
})();
