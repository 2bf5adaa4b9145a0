// Until a page is drawn, what stands in its place (`showing/waiting.py`) says how far what draws it has come.
(() => {
  "use strict";
  const DRAWN = 'main h1, main [data-testid="stAlert"]';
  const FILES = "/static/js/";
  const waiting = () => document.getElementById("attente");

  const counting = new PerformanceObserver(() => {
    const bar = waiting()?.querySelector("progress");
    if (!bar) return;
    const announced = document.querySelectorAll('link[rel="modulepreload"]').length + 1;
    const come = performance.getEntriesByType("resource").filter(({ name }) => name.includes(FILES)).length;
    bar.value = Math.min(come / announced, 0.95); // the rest is the page itself
  });
  counting.observe({ type: "resource", buffered: true });

  new MutationObserver((_changes, watching) => {
    if (!document.querySelector(DRAWN)) return;
    watching.disconnect();
    counting.disconnect();
    waiting()?.remove();
  }).observe(document, { childList: true, subtree: true });
})();
