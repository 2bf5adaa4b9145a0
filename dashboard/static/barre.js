// The bar of a map: beside Plotly's buttons, which enlarge it, those that move it, as dragging it does; each says itself.
(() => {
  "use strict";
  const STEP = 0.25; // of what is seen of the map
  const WAYS = [
    ["la gauche", -1, 0, "M14 4 6 10l8 6z"],
    ["le haut", 0, 1, "M4 14 10 6l6 8z"],
    ["le bas", 0, -1, "M4 6 10 14l6-8z"],
    ["la droite", 1, 0, "M6 4 14 10l-8 6z"],
  ];

  const moved = ({ range: [from, to] }, part) => [from + (to - from) * part, to + (to - from) * part];
  const move = (map, across, up) => {
    const { xaxis, yaxis } = map._fullLayout;
    window.Plotly.relayout(map, { "xaxis.range": moved(xaxis, across * STEP), "yaxis.range": moved(yaxis, up * STEP) });
  };
  const button = (bar, [way, across, up, drawn]) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "modebar-btn";
    made.setAttribute("aria-label", `Déplacer vers ${way}`);
    made.innerHTML = `<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="${drawn}"/></svg>`;
    made.addEventListener("click", () => move(bar.closest(".js-plotly-plot"), across, up));
    return made;
  };
  const complete = (bar) => {
    const group = document.createElement("div");
    group.className = "modebar-group deplacer";
    group.append(...WAYS.map((way) => button(bar, way)));
    bar.prepend(group);
    bar.setAttribute("aria-label", "Cadrage de la carte");
    for (const each of bar.querySelectorAll("button")) {
      each.removeAttribute("rel"); // which is of links alone
      each.title = each.getAttribute("aria-label");
    }
  };

  let waiting = 0;
  const look = () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      document.querySelectorAll(".modebar:has(.modebar-btn):not(:has(.deplacer))").forEach(complete);
      document.getElementById("js-plotly-tester")?.setAttribute("aria-hidden", "true"); // where it measures words
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
  });
})();
