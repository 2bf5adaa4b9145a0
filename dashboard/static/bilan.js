// The steps of a bilan after its workbook is filled: the file is sent to be checked, then its document, then its entry
// into the Atlas. Each answer is shown at its step, said by its live region, and has the focus. Nothing else is sent.
(() => {
  "use strict";
  const CHECKING = "Contrôle en cours\u00a0: quelques secondes, davantage quand le serveur est occupé…", LOOKING = "Lecture de ce qui changerait\u00a0: une dizaine de secondes, davantage quand le serveur est occupé…", BEGINNING = "Demande envoyée…";
  const LOST = "Le serveur ne répond pas\u00a0: réessayez.", UNTOLD = "Le serveur ne répond plus\u00a0: relisez la page dans un instant.";
  const NO_REASON = "La raison manque\u00a0: qui lira l’histoire de ce bilan doit savoir pourquoi il est retiré.";
  const [CHECK, JOIN, OLD, IMPORT] = ["controle", "reunir", "ancien", "importer"].map((each) => `${SITE}/bilans/${each}`);
  const JSON_SENT = { "Content-Type": "application/json" };
  const PAUSE = 700, TRIES = 20; // milliseconds; how often a server that does not answer is asked again
  const place = (name) => document.getElementById(`bilan-${name}`);
  const wait = (duration) => new Promise((done) => setTimeout(done, duration));

  // ---- An answer takes the place of what was said there, and the focus, unless the reader went elsewhere meanwhile.
  let pressed = null;
  const show = (where, html, isFocused = true) => {
    const isElsewhere = ![pressed, document.body].includes(document.activeElement);
    where.innerHTML = html;
    if (!isFocused || isElsewhere) return;
    const said = where.firstElementChild ?? where;
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
    said.scrollIntoView({ block: "nearest" });
  };
  const say = (where, words, isWrong = false) => {
    const said = document.createElement("p");
    if (isWrong) said.setAttribute("role", "alert");
    said.textContent = words;
    where.replaceChildren(said);
  };

  const send = async (address, body, headers = {}) => {
    try {
      const told = await fetch(address, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json", ...headers } });
      const content = await told.json();
      return { isOk: told.ok, ...content };
    } catch {
      return { isOk: false, isLost: true, detail: LOST };
    }
  };
  const ask = (asked) => send(IMPORT, JSON.stringify(asked), JSON_SENT);

  // ---- A file that is chosen has its name said, and may be sent; so have the parts of a bilan.
  document.addEventListener("change", (event) => {
    const choice = event.target.closest?.(".bilan-choix"), files = [...event.target.files ?? []];
    if (!choice) return;
    const name = choice.querySelector(".bilan-nom");
    name.dataset.vide ??= name.textContent;
    name.textContent = files.map((file) => file.name).join(", ") || name.dataset.vide;
    choice.querySelector("button").disabled = !files.length;
  });
  const mark = (button, answer) =>
    button.closest(".bilan-choix").querySelector("input").setAttribute("aria-invalid", Boolean(answer.querySelector("[role=alert]")));
  const chosen = (button, where) => {
    const files = [...button.closest(".bilan-choix").querySelector("input").files];
    const most = Number(document.querySelector(".bilan-etape[data-limite]").dataset.limite);
    const heavy = files.find((file) => file.size > most);
    if (!heavy) return files;
    say(where, `${heavy.name} pèse ${Math.ceil(heavy.size / 1048576)} Mo\u00a0: c’est trop. Retirez-en les images.`, true);
    mark(button, where);
    return [];
  };

  // ---- One workbook is checked; several are parts, each looked at, then put together and checked as one.
  const looked = async (files) => {
    const parts = [];
    for (const file of files) {
      const told = await send(CHECK, file, { "Atlas-Fichier": encodeURIComponent(file.name) });
      if (files.length === 1 || !told.isOk) return told;
      if (!told.is_read) return { isOk: false, detail: `${file.name}\u00a0: ${told.verdict.replaceAll("'", "’")}` };
      parts.push(told.token);
    }
    return send(JOIN, JSON.stringify({ parts }), JSON_SENT);
  };

  const check = async (button) => {
    const answer = place("controle"), files = chosen(button, answer);
    if (!files.length) return;
    say(answer, CHECKING);
    const told = await looked(files);
    if (!told.isOk) { say(answer, told.detail, true); mark(button, answer); return; }
    for (const [name, html] of [["document-ecrit", told.document], ["import", told.import]]) {
      const where = place(name);
      if (!where) continue;
      where.dataset.vide ??= where.innerHTML;
      show(where, html ?? where.dataset.vide, false);
    }
    show(answer, told.html);
    mark(button, answer);
  };

  const takeUp = async (button) => {
    const answer = button.closest(".bilan-ancien").querySelector('[role="status"]'), [file] = chosen(button, answer);
    if (!file) return;
    const told = await send(OLD, file, { "Atlas-Bilan": button.dataset.jeton });
    say(answer, told.said ?? told.detail, !told.isOk);
    mark(button, answer);
  };

  // ---- What lasts says its steps until it is over. It goes on without us: the server is asked again for a while.
  const follow = async (asked) => {
    const answer = place("import");
    say(answer, asked.step === "essai" ? LOOKING : BEGINNING);
    const begun = await ask(asked);
    if (!begun.isOk) { say(answer, begun.detail, true); return; }
    for (let tries = TRIES; tries; ) {
      await wait(PAUSE);
      const state = await send(begun.follow);
      if (!state.isOk) { tries -= 1; continue; }
      tries = TRIES;
      if (state.is_over) {
        show(answer, state.html);
        place("en-vigueur").innerHTML = state.in_force;
        // What is compared below was read before: it is said no more until the page is read again.
        if (state.is_done && asked.step !== "essai") document.querySelector(".st-key-bilans-compares")?.style.setProperty("display", "none");
        return;
      }
      const step = state.steps.at(-1);
      if (step && answer.textContent !== `${step}…`) say(answer, `${step}…`);
    }
    say(answer, UNTOLD, true);
  };

  let token = ""; // of the workbook whose changes were read last
  const tryOut = ({ dataset }) => {
    token = dataset.jeton;
    return follow({ step: "essai", token });
  };
  const accept = ({ dataset }) => follow({ step: "accepter", token, digest: dataset.empreinte });

  const revoke = async (button) => {
    const field = button.parentElement.querySelector("input"), reason = field.value.trim();
    field.setCustomValidity(reason ? "" : NO_REASON);
    if (field.reportValidity()) await follow({ step: "retirer", bilan: button.dataset.bilan, reason });
  };

  const DONE = { controle: check, ancien: takeUp, essai: tryOut, accepter: accept, retirer: revoke };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-fait]");
    if (!button || button.ariaDisabled) return;
    pressed = button;
    button.ariaDisabled = "true"; // and not disabled: it would lose the focus to the page while it waits
    await DONE[button.dataset.fait](button);
    button.ariaDisabled = null;
  });
})();
