// Marks of charts without a mouse. Each chart is one stop of the keyboard: arrows go from mark to mark, in the order of its
// table, a letter to the next name that begins so, Enter opens the source. A finger scrolls the page over a chart, and a
// tap chooses a mark; the pointer has the same words, which it may go over. The drawing itself is hidden from who listens:
// what it is, and what it says, is said in its place.
(() => {
  "use strict";
  const NEAR = 26, AROUND = 9, MANY = 10, STILL = 8; // pixels but for MANY, the marks that a page goes over
  const LOOSE = 1e6; // more than the rows of any figure
  const GRACE = 200, REST = 600; // milliseconds: after which words that the pointer has left go, or give way to others
  const CHARTS = ".stPlotlyChart, .cadre";
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  // ---- The marks of a chart: what each says, its boxes in pixels of the chart, and what opens its source.
  const round = (across, down, wide) =>
    ({ left: across - wide / 2, top: down - wide / 2, width: wide, height: wide, isRound: true });
  const boxOf = (trace, place, n, { xaxis, yaxis }) => {
    const left = xaxis._offset, top = yaxis._offset;
    if (trace.type === "bar") {
      const ends = [place.s0, place.s1].map((value) => left + xaxis.c2p(value)).sort((one, other) => one - other);
      const sides = [place.p0, place.p1].map((value) => top + yaxis.c2p(value)).sort((one, other) => one - other);
      return { left: ends[0], top: sides[0], width: ends[1] - ends[0], height: sides[1] - sides[0] };
    }
    const size = trace.meta?.[n] ?? (trace.marker.size?.[n] ?? trace.marker.size) + AROUND;
    return round(left + xaxis.c2p(place.x), top + yaxis.c2p(place.y), size);
  };
  const isSeen = ({ left, top, width, height }, { xaxis, yaxis }) => {
    const across = left + width / 2 - xaxis._offset, down = top + height / 2 - yaxis._offset;
    return across > -2 && across < xaxis._length + 2 && down > -2 && down < yaxis._length + 2;
  };
  const isOfRow = (row) => row < LOOSE;
  // The rows of a trace; its marks that stand for no row, but say something, come after all that do.
  const rowsOf = ({ index, customdata, hoverinfo, x }) =>
    customdata ?? (hoverinfo === "text" ? x.map((_, n) => LOOSE * (index + 1) + n) : []);
  const ofPlot = (plot) => {
    const layout = plot._fullLayout, found = new Map();
    for (const places of plot.calcdata ?? []) {
      const { trace } = places[0];
      rowsOf(trace).forEach((row, n) => {
        const box = places[n] && boxOf(trace, places[n], n, layout);
        if (!box || Number.isNaN(box.left) || !isSeen(box, layout)) return;
        if (!found.has(row)) {
          const said = [trace.hovertext].flat()[n] ?? "";
          found.set(row, { row, words: said.replace(/<br>/g, "\n").replace(/<[^>]+>/g, ""), boxes: [] });
        }
        found.get(row).boxes.push(box);
      });
    }
    const isOpened = plot.closest('[class*="st-key-figure-"]')?.querySelector(".marques");
    return [...found.values()].sort((one, other) => one.row - other.row)
      .map((mark) => ({ ...mark, open: isOpened && isOfRow(mark.row) ? () => window.atlasSource(plot, mark.row) : null }));
  };
  const ofSmall = (chart) => {
    const from = chart.getBoundingClientRect();
    return [...chart.querySelectorAll("a.marque")].map((link) => {
      const { left, top, width, height } = link.getBoundingClientRect();
      const across = left - from.left + width / 2, down = top - from.top + height / 2;
      return { words: link.title, boxes: [round(across, down, Math.max(width, height) + AROUND)], open: () => link.click() };
    });
  };
  const plotOf = (chart) => chart.querySelector(".js-plotly-plot");
  const marksOf = (chart) => {
    if (chart.matches(".cadre")) return ofSmall(chart);
    return plotOf(chart)?._fullLayout?.xaxis?.c2p ? ofPlot(plotOf(chart)) : [];
  };

  const farFrom = ({ left, top, width, height, isRound }, x, y) => {
    if (isRound) return Math.hypot(left + width / 2 - x, top + height / 2 - y);
    return Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
  };

  // ---- What shows a mark: rings around its boxes, and its words beside one.
  const forget = (list) => {
    list.classList.remove("dite");
    for (const ring of list.querySelectorAll(".anneau")) ring.remove();
  };
  const besides = new WeakMap(); // by list, the box that its words stand beside
  const show = (list, marks, at, box = marks[at].boxes[0]) => {
    forget(list);
    besides.set(list, box);
    const mark = marks[at];
    const option = document.createElement("div"); // another one for each mark: a change of words alone may not be heard
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "true");
    option.setAttribute("aria-setsize", marks.length);
    option.setAttribute("aria-posinset", at + 1);
    option.id = `${list.id}-${at}`;
    option.textContent = mark.words;
    list.replaceChildren(option, ...mark.boxes.map(ringOf));
    list.dataset.at = at;
    list.setAttribute("aria-activedescendant", option.id);
    return (across = box.left + box.width / 2, apart = 6) => {
      list.classList.add("dite");
      const isLow = box.top + box.height / 2 > list.clientHeight / 2, left = across - option.offsetWidth / 2;
      option.style.left = `${Math.max(0, Math.min(left, list.clientWidth - option.offsetWidth))}px`;
      option.style.top = `${isLow ? box.top - apart - option.offsetHeight : box.top + box.height + apart}px`;
    };
  };
  const ringOf = ({ left, top, width, height, isRound }) => {
    const ring = document.createElement("i");
    ring.className = isRound ? "anneau" : "anneau barre-vue";
    Object.assign(ring.style, {
      left: `${left + width / 2}px`, top: `${top + height / 2}px`, width: `${width}px`, height: `${height}px`,
    });
    return ring;
  };
  const go = (list, marks, at) => show(list, marks, Math.max(0, Math.min(at, marks.length - 1)))();

  // ---- One stop of the keyboard for each chart.
  let made = 0;
  const nameOf = (chart, marks) => {
    const title = chart.closest('[class*="st-key-figure-"]')?.querySelector("h1, h2, h3, h4")?.textContent.trim();
    const opens = marks.some(({ open }) => open) ? ", Entrée pour voir d’où vient le chiffre" : "";
    const count = marks.length > 1 ? `${marks.length} marques, flèches pour passer de l’une à l’autre` : "1 marque";
    return `${title ? `${title}\u00a0: ` : ""}${count}${opens}`;
  };
  const ready = (chart) => {
    for (const drawing of chart.querySelectorAll(":is(.main-svg, .modebar svg):not([aria-hidden])")) drawing.setAttribute("aria-hidden", "true");
    const before = listOf(chart), marks = marksOf(chart);
    if (!marks.length) { before?.remove(); return; }
    const list = before ?? document.createElement("div"), name = nameOf(chart, marks);
    if (list.getAttribute("aria-label") !== name) list.setAttribute("aria-label", name);
    if (before) return;
    list.className = "reperes";
    list.id = `reperes-${++made}`;
    list.setAttribute("role", "listbox");
    list.tabIndex = 0;
    show(list, marks, 0);
    for (const ring of list.querySelectorAll(".anneau")) ring.remove();
    chart.append(list);
    list.addEventListener("pointerleave", () => leave(list));
    const plot = plotOf(chart);
    plot?.on?.("plotly_relayout", () => forget(list));
    plot?.on?.("plotly_hover", ({ points }) => point(list, rowOf(points[0])));
    plot?.on?.("plotly_unhover", () => leave(list));
  };
  const listOf = (chart) => chart.querySelector(":scope > .reperes");

  // ---- Under the pointer, the words of a mark take the place of those that Plotly draws, which no pointer can go over.
  // They begin where the mark ends, and wait for the pointer that goes to them, over another mark too, unless it rests there.
  let leaving = 0, resting = 0, next = null, pointer = [0, 0];
  const rowOf = ({ customdata, curveNumber, pointNumber }) => customdata ?? LOOSE * (curveNumber + 1) + pointNumber;
  const within = (list) => {
    const from = list.getBoundingClientRect(), smaller = from.width / list.offsetWidth || 1;
    return [(pointer[0] - from.left) / smaller, (pointer[1] - from.top) / smaller];
  };
  const isOnTheWay = (list) => {
    if (!list.matches(".dite")) return false;
    const box = besides.get(list), right = box.left + box.width, middle = box.top + box.height / 2;
    const { offsetLeft: left, offsetTop: top, offsetWidth: wide, offsetHeight: high } = list.firstElementChild;
    const [x, y] = within(list), share = (y - middle) / ((top > middle ? top : top + high) - middle);
    return share >= 0 && share <= 1
      && x >= box.left + (left - box.left) * share && x <= right + (left + wide - right) * share;
  };
  const point = (list, row) => {
    clearTimeout(leaving);
    clearTimeout(resting);
    next = null;
    const marks = marksOf(list.parentElement), at = marks.findIndex((mark) => mark.row === row);
    if (list.matches(".dite") && Number(list.dataset.at) === at) return;
    if (isOnTheWay(list)) { next = () => point(list, row); rest(); return; }
    if (at < 0) { forget(list); return; }
    const [x, y] = within(list), far = marks[at].boxes.map((box) => farFrom(box, x, y));
    const box = marks[at].boxes[far.indexOf(Math.min(...far))];
    show(list, marks, at, box)(Math.max(box.left, Math.min(x, box.left + box.width)), 0);
    for (const ring of list.querySelectorAll(".anneau")) ring.remove();
  };
  const rest = () => {
    clearTimeout(resting);
    resting = setTimeout(() => { forgetAll(); next?.(); }, REST);
  };
  document.addEventListener("pointermove", ({ clientX, clientY, target }) => {
    pointer = [clientX, clientY];
    if (!next) return;
    const list = document.querySelector(".reperes.dite");
    if (target.closest?.(".reperes") === list) { clearTimeout(resting); next = null; } // the words are reached
    else if (list && isOnTheWay(list)) rest();
    else next();
  }, true);
  const leave = (list) => {
    clearTimeout(leaving);
    clearTimeout(resting);
    next = null;
    leaving = setTimeout(() => {
      if (isOnTheWay(list)) leave(list);
      else if (!list.matches(":focus, :hover")) forget(list);
    }, GRACE);
  };

  let waiting = 0;
  const look = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; document.querySelectorAll(CHARTS).forEach(ready); }); };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
  });
  const forgetAll = () => document.querySelectorAll(".reperes").forEach(forget);
  addEventListener("resize", forgetAll);

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.(".reperes")) return;
    const marks = marksOf(target.parentElement);
    if (marks.length) go(target, marks, Number(target.dataset.at));
  });
  document.addEventListener("focusout", ({ target }) => { if (target.matches?.(".reperes")) forget(target); });

  const STEPS = {
    ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: MANY, PageUp: -MANY, Home: -Infinity, End: Infinity,
  };
  const byLetter = (marks, at, letter) => {
    const next = [...marks.keys()].map((step) => (at + 1 + step) % marks.length);
    return next.find((place) => plain(marks[place].words).startsWith(plain(letter)));
  };
  document.addEventListener("keydown", (event) => {
    const list = event.target, { key } = event;
    if (!list.matches?.(".reperes") || event.ctrlKey || event.metaKey || event.altKey) return;
    const marks = marksOf(list.parentElement), at = Math.min(Number(list.dataset.at), marks.length - 1);
    if (!marks.length) return;
    if (key in STEPS) go(list, marks, at + STEPS[key]);
    else if (key === "Enter" || key === " ") marks[at].open?.();
    else if (key.length === 1) {
      const named = byLetter(marks, at, key); // the letter of no mark does nothing, nor to the page: Streamlit has one
      if (named !== undefined) go(list, marks, named);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // ---- Escape closes what is told of a mark, and of a cell of a matrix, until the pointer or the focus leaves it.
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    clearTimeout(resting);
    next = null;
    forgetAll();
    for (const cell of document.querySelectorAll(".contenu:is(:hover, :focus-visible)")) cell.classList.add("close");
  });
  const reopen = ({ target }) => target.closest?.(".contenu.close")?.classList.remove("close");
  document.addEventListener("pointerout", reopen);
  document.addEventListener("focusout", reopen);

  // ---- A tap is given to the nearest mark: the style sheet lets a finger through to the page.
  let pressed = [0, 0];
  document.addEventListener("pointerdown", ({ clientX, clientY }) => { pressed = [clientX, clientY]; }, true);
  document.addEventListener("click", (event) => {
    const chart = event.target.closest?.(CHARTS);
    if (event.pointerType !== "touch" || !chart || event.target.closest(".modebar, .reperes > [role=option]")) return;
    forgetAll();
    const list = listOf(chart), from = chart.getBoundingClientRect(), marks = list ? marksOf(chart) : [];
    const smaller = from.width / chart.offsetWidth || 1; // on a narrow screen
    const [x, y] = [(event.clientX - from.left) / smaller, (event.clientY - from.top) / smaller];
    const far = marks.map(({ boxes }) => Math.min(...boxes.map((box) => farFrom(box, x, y))));
    const nearest = far.indexOf(Math.min(...far));
    if (nearest < 0 || far[nearest] > NEAR || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > STILL) return;
    go(list, marks, nearest);
    marks[nearest].open?.();
  }, true);
})();
