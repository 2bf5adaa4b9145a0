// Tables: a click on a header sorts, what is typed above filters, a button unfolds a long one; on paper all is shown.
//
// It listens on the document and keeps nothing but in the table itself: one that is drawn anew is as it was sent. What the
// server makes of the same choices (`figures/ordering.py`) is in the same order.
(() => {
  "use strict";
  const LESS = "N’afficher que les premières lignes";
  const TAKEN = '.fichiers a:is([href*=".xlsx"], [href*=".fr.csv"])';
  const NUMBER = /^-?\d+(?:\.\d+)?/;
  const collator = new Intl.Collator("fr");
  const root = document.documentElement;
  root.classList.add("tableaux"); // without this script all rows are shown, and nothing that only it answers

  // ---- Sorted: what a cell is worth by the kind of its column, and how two of them compare; null is absent.
  const worth = {
    nombre: ({ dataset, textContent }) => {
      const told = dataset.tri ?? NUMBER.exec(textContent.replace(/\s/g, "").replace(",", "."))?.[0];
      return told ? Number(told) : null;
    },
    date: ({ dataset }) => dataset.tri || null,
    mots: ({ textContent }) => (["", "—"].includes(textContent.trim()) ? null : textContent),
  };
  const compare = {
    nombre: (one, other) => one - other,
    date: (one, other) => (one < other ? -1 : one > other ? 1 : 0),
    mots: collator.compare,
  };
  const OTHER = { ascending: "descending", descending: "ascending" };
  const places = new WeakMap(); // of rows, as they were sent

  const sort = (head) => {
    const table = head.closest("table"), body = table.tBodies[0], rows = [...body.rows];
    const kind = head.dataset.tri ?? "mots", first = kind === "nombre" ? "descending" : "ascending";
    const before = head.getAttribute("aria-sort");
    const order = before ? (before === first ? OTHER[first] : null) : first; // then as they were sent
    if (!places.has(rows[0])) rows.forEach((row, place) => places.set(row, place));
    rows.sort((one, other) => places.get(one) - places.get(other));
    table.querySelector("th[aria-sort]")?.removeAttribute("aria-sort");
    if (order) head.setAttribute("aria-sort", order);
    body.replaceChildren(...(order ? sorted(rows, head.cellIndex, kind, order === "descending" ? -1 : 1) : rows));
    tell(table);
  };
  const sorted = (rows, column, kind, sign) => {
    const keyed = rows.map((row) => ({ row, key: worth[kind](row.cells[column]) }));
    const known = keyed.filter(({ key }) => key !== null);
    known.sort((one, other) => sign * compare[kind](one.key, other.key));
    return [...known, ...keyed.filter(({ key }) => key === null)].map(({ row }) => row);
  };

  // ---- Filtered: rows that hold each of the words, whatever their accents and capitals.
  const texts = new WeakMap(); // of rows that were looked at
  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'").replace(/\s+/g, " ");
  const textOf = (row, count) => {
    if (!texts.has(row)) texts.set(row, plain([...row.cells].slice(0, count).map((cell) => cell.textContent).join(" ")));
    return texts.get(row);
  };
  const filter = (field) => {
    const lines = field.closest(".lignes"), table = lines.querySelector("table"), rows = [...table.tBodies[0].rows];
    const words = plain(field.value).split(" ").filter(Boolean), count = table.tHead.querySelectorAll("button").length;
    let found = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => textOf(row, count).includes(word));
      found += !row.hidden;
    }
    lines.classList.toggle("filtrees", words.length > 0);
    const told = lines.querySelector(".filtre > span");
    const isVain = words.length > 0 && !found;
    told.setAttribute("role", isVain ? "alert" : "status");
    field.setAttribute("aria-invalid", isVain);
    told.textContent = !words.length
      ? ""
      : found
        ? `${found} ligne${found > 1 ? "s" : ""} sur ${rows.length}`
        : `Aucune ligne ne contient «\u00a0${field.value.trim()}\u00a0».`;
    tell(table);
  };

  // ---- What is seen is what is taken away: the addresses of its files say the order and the words.
  const tell = (table) => {
    const button = table.querySelector("th[aria-sort] button"), typed = table.closest(".lignes")?.querySelector("input");
    if (!table.tHead.querySelector("button[value]")) return;
    const isDescending = button?.parentElement.getAttribute("aria-sort") === "descending";
    const said = { tri: button?.value, ordre: isDescending ? "desc" : "", filtre: typed?.value.trim() };
    for (const link of table.closest('[class*="st-key-figure-"]')?.querySelectorAll(TAKEN) ?? []) {
      const address = new URL(link.href);
      for (const [name, text] of Object.entries(said)) {
        if (text) address.searchParams.set(name, text);
        else address.searchParams.delete(name);
      }
      link.setAttribute("href", address.pathname + address.search);
    }
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button");
    if (button?.matches(".tableau thead button")) sort(button.parentElement);
    if (!button?.matches(".lignes > .tout")) return;
    button.dataset.words ??= button.textContent;
    button.textContent = button.parentElement.classList.toggle("pliees") ? button.dataset.words : LESS;
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(".lignes > .filtre input")) filter(target);
  });
  document.addEventListener("keydown", ({ target, key }) => {
    if (key !== "Escape" || !target.value || !target.matches?.(".lignes > .filtre input")) return;
    target.value = "";
    filter(target);
  });

  // ---- On paper nothing is folded (`atlas.css` shows the rows).
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details.pli:not([open])")];
    unfolded.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => {
    unfolded.forEach((details) => { details.open = false; });
    unfolded = [];
  });
})();
