// A map in relief needs WebGL: where a browser has none, the page says so in words that it holds already, in its place.
(() => {
  "use strict";
  const MAP = ".st-key-relief";
  const look = new MutationObserver(() => {
    if (!document.querySelector(MAP)) return;
    look.disconnect(); // asked once: the answer is that of the browser
    const isDrawn = document.createElement("canvas").getContext("webgl2");
    document.documentElement.classList.toggle("sans-relief", !isDrawn);
  });
  document.addEventListener("DOMContentLoaded", () => look.observe(document.body, { childList: true, subtree: true }));
})();
