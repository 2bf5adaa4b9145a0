// « D'où vient ce chiffre ? »: a link to a source, or a mark of a chart, opens it in place; its own page stays one click
// away, and is what a link leads to when it is opened in another tab or when the panel cannot be had.
(() => {
  "use strict";
  const PAGE = `${SITE}/recu`, PANEL = `${PAGE}/panneau`, MARK = `${PAGE}/marque`;
  const WAITING = "Chargement…";
  const LOST = "Connexion perdue. La source s’affichera dès qu’elle sera rétablie.";
  const SLOW = "Le serveur tarde à répondre. La source s’affichera dès qu’il répondra.";
  const PATIENCE = 2000, LONGEST = 15000, AGAIN = 1500; // milliseconds

  const panel = document.createElement("dialog");
  panel.id = "source";
  panel.setAttribute("aria-label", "D’où vient ce chiffre\u202f?");
  panel.innerHTML = '<button type="button" aria-label="Fermer">×</button><div aria-live="polite"></div>';
  const inside = panel.lastChild;
  document.addEventListener("DOMContentLoaded", () => document.body.append(panel));
  panel.firstChild.addEventListener("click", () => panel.close());
  panel.addEventListener("click", ({ target }) => { if (target === panel) panel.close(); }); // beside it

  let asked = 0;
  panel.addEventListener("close", () => { asked++; });
  window.addEventListener("popstate", () => panel.close());

  const say = (words) => {
    const told = document.createElement("p");
    told.textContent = words;
    inside.replaceChildren(told);
  };
  const open = async (address, page) => {
    const mine = ++asked;
    say(WAITING);
    if (!panel.open) panel.showModal();
    while (mine === asked) {
      const slow = setTimeout(() => { if (mine === asked) say(SLOW); }, PATIENCE);
      try {
        const answer = await fetch(address, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(LONGEST) });
        clearTimeout(slow);
        if (mine !== asked) return;
        if (answer.status === 503) throw new Error();
        if (!answer.ok && page) { location.assign(page); return; }
        if (!answer.ok) { panel.close(); return; }
        inside.innerHTML = await answer.text(); // made by this server, which escapes what it is given
        panel.scrollTop = 0;
        return;
      } catch {
        clearTimeout(slow);
        if (mine !== asked) return;
        say(LOST);
        await new Promise((done) => setTimeout(done, AGAIN));
      }
    }
  };

  // ---- Links to sources.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`a[href^="${PAGE}?"]`);
    if (!link || panel.contains(link) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(PANEL + new URL(link.href).search, link.href);
  }, true);

  // ---- The way back from its own page.
  document.addEventListener("click", (event) => {
    if (location.pathname !== PAGE || !event.target.closest?.(`.suites a[href="${SITE}/comparer"]`) || history.length < 2) return;
    event.preventDefault();
    event.stopPropagation();
    history.back();
  }, true);

  // ---- Marks of charts. A figure's file bears its choices; a mark bears the place of its row.
  window.atlasSource = (chart, place) => {
    const around = chart.closest('[class*="st-key-figure-"]')?.querySelector(".marques");
    if (!around) return;
    const key = around.dataset.figure, choices = around.dataset.choix;
    open(`${MARK}?figure=${key}&marque=${place}${choices ? `&${choices}` : ""}`);
  };
  const watched = new WeakSet();
  document.addEventListener("pointerdown", ({ target }) => {
    const chart = target.closest?.(".js-plotly-plot"), figure = chart?.closest('[class*="st-key-figure-"]');
    const file = figure?.querySelector(".marques")?.dataset.choix;
    if (file === undefined || !chart._fullLayout) return;
    // Streamlit has a chart hear no click while the connection is lost, and may leave it so when it draws it meanwhile.
    if (chart._fullLayout.clickmode === "none") chart._fullLayout.clickmode = "event";
    if (watched.has(chart)) return;
    watched.add(chart);
    chart.on("plotly_click", ({ points }) => {
      const place = points.map(({ customdata }) => customdata).find((each) => each !== undefined && each !== null);
      if (place !== undefined) window.atlasSource(chart, place);
    });
  }, true);
})();
