// Maps and the lists beside them: what the pointer is on in one is lit in the other, and in every small map; a click on the
// ground undoes a choice. What a finger and the keyboard do on any chart: `marques.js`.
//
// A line of a list says the rows of the figure that it stands for (`data-places`), a mark of the map its own (`customdata`).
(() => {
  "use strict";
  const STILL = 5; // pixels
  const watched = new WeakSet();
  let lit = [], pressed = null;

  const mapOf = (list) => document.querySelector(`.st-key-chart-${list.dataset.figure} .js-plotly-plot`);
  const listOf = (map) => {
    const box = map.closest('[class*="st-key-chart-"]');
    const key = box?.className.match(/st-key-chart-([\w-]+)/)?.[1];
    return key ? document.querySelector(`.classement[data-figure="${key}"]`) : null;
  };
  const isMap = (chart) => chart?._fullLayout?.yaxis?.scaleanchor === "x";

  // Where marks are, in pixels of the map; those that the zoom leaves out are left out here.
  const seen = (map, keep) => {
    const { xaxis, yaxis, _size: size } = map._fullLayout, found = [];
    for (const { x, y, customdata, meta } of map.data) {
      customdata?.forEach((place, n) => {
        const across = xaxis._offset + xaxis.l2p(x[n]), down = yaxis._offset + yaxis.l2p(y[n]);
        const isIn = across > xaxis._offset && across < xaxis._offset + xaxis._length
          && down > yaxis._offset && down < yaxis._offset + yaxis._length;
        if (isIn && keep(place)) found.push({ across, down, wide: meta?.[n] ?? 22 });
      });
    }
    return found;
  };

  // What was chosen by a click keeps its ring until the ground is clicked, or the map moves under it.
  let chosen = [];
  const forget = () => { chosen.forEach((each) => each.remove()); chosen = []; };

  const dim = () => {
    lit.forEach((each) => (each.matches("li") ? each.classList.remove("vu") : each.remove()));
    lit = [];
  };
  const light = (map, places, line) => {
    dim();
    if (line) { line.classList.add("vu"); lit.push(line); }
    if (!map?._fullLayout?.xaxis) return;
    lit.push(...ring(map, places));
  };
  const ring = (map, places) => seen(map, (place) => places.has(String(place))).map(({ across, down, wide }) => {
    const drawn = document.createElement("i");
    drawn.className = "anneau";
    Object.assign(drawn.style, { left: `${across}px`, top: `${down}px`, width: `${wide}px`, height: `${wide}px` });
    map.append(drawn);
    return drawn;
  });
  const placesOf = (line) => new Set(line.dataset.places.split(" "));

  const fromList = ({ target }) => {
    const line = target.closest?.(".classement li");
    if (line) light(mapOf(line.closest(".classement")), placesOf(line), line);
    else if (!target.closest?.(".js-plotly-plot")) dim();
  };
  document.addEventListener("pointerover", fromList);
  document.addEventListener("focusin", fromList);
  document.addEventListener("focusout", dim);

  const fromMap = (map, { points }) => {
    const place = String(points[0].customdata), line = listOf(map)?.querySelector(`li[data-places~="${place}"]`);
    if (line) light(map, placesOf(line), line);
    else dim();
  };
  const watch = ({ target }) => {
    const map = target.closest?.(".js-plotly-plot");
    if (!isMap(map) || watched.has(map)) return;
    watched.add(map);
    map.on("plotly_hover", (event) => fromMap(map, event));
    map.on("plotly_unhover", dim);
    map.on("plotly_relayout", () => {
      forget();
      const { range, _rangeInitial0: start } = map._fullLayout.xaxis; // a phone has the arrows that move it once it is larger
      map.classList.toggle("agrandie", Math.abs(range[0] - start) > 1e-9);
    });
    map.on("plotly_click", ({ points }) => { forget(); chosen = ring(map, new Set([String(points[0].customdata)])); });
  };
  for (const come of ["pointerover", "focusin"]) document.addEventListener(come, watch, true); // by pointer or by keyboard

  document.addEventListener("pointerdown", ({ clientX, clientY }) => { pressed = [clientX, clientY]; }, true);
  document.addEventListener("click", (event) => {
    const map = event.target.closest?.(".js-plotly-plot");
    if (!isMap(map) || event.target.closest(".modebar")) return;
    const moved = pressed ? Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) : 0;
    if (moved > STILL) return;
    if (event.pointerType === "touch" || !map._hoverdata?.length) forget();
  }, true);
})();
