// The field that searches: what is typed is asked of the server, whose answers are links below it. The first is where
// Enter leads; the arrows choose another; each opens in another tab as links do.
(() => {
  "use strict";
  const ADDRESS = `${SITE}/trouver`;
  const PAUSE = 120, LONGEST = 10000; // milliseconds
  const LOST = "Le serveur ne répond pas. Continuez à taper, ou recommencez dans un instant.";

  const fieldOf = (element) => element?.closest?.(".chercher")?.querySelector("input");
  const listOf = (field) => field.parentElement.querySelector("[role=listbox]");
  const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]:not([aria-disabled])")];
  const say = (field, words, isWrong = false) => {
    const told = field.parentElement.querySelector(".entendu");
    told.setAttribute("role", isWrong ? "alert" : "status");
    told.textContent = words;
    field.setAttribute("aria-invalid", isWrong);
    if (isWrong) field.setAttribute("aria-describedby", told.id);
    else field.removeAttribute("aria-describedby");
  };

  const show = (field, isShown) => {
    listOf(field).hidden = !isShown;
    field.setAttribute("aria-expanded", isShown);
    if (!isShown) field.removeAttribute("aria-activedescendant");
  };
  const choose = (field, chosen) => {
    optionsOf(field).forEach((option, place) => {
      option.id = `trouve-${place}`;
      option.setAttribute("aria-selected", option === chosen);
    });
    if (!chosen) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const chosenOf = (field) => optionsOf(field).find((option) => option.getAttribute("aria-selected") === "true");

  // ---- Asked once one stops typing; an answer to what was typed before is not shown.
  let asked = 0, waiting, isAnswered = true, isWanted = false;
  const ask = async (field) => {
    const mine = ++asked, words = field.value.trim();
    isAnswered = false;
    try {
      const answer = await fetch(`${ADDRESS}?mots=${encodeURIComponent(words)}`, { signal: AbortSignal.timeout(LONGEST) });
      if (!answer.ok) throw new Error();
      const told = await answer.text();
      if (mine !== asked) return;
      listOf(field).innerHTML = told; // made by this server, which escapes what it is given
    } catch {
      if (mine === asked) { isWanted = false; lose(field); }
      return;
    }
    isAnswered = true;
    const options = optionsOf(field);
    choose(field, options[0]);
    show(field, true);
    const told = listOf(field).querySelector(".dit")?.textContent ?? "";
    say(field, [options.length ? `${options.length} réponse${options.length > 1 ? "s" : ""}.` : "", told].join(" ").trim(), !options.length);
    if (isWanted) follow(field);
  };
  const lose = (field) => {
    const told = document.createElement("div");
    told.className = "dit";
    told.textContent = LOST;
    for (const [name, value] of [["role", "option"], ["aria-disabled", "true"], ["aria-selected", "false"]]) told.setAttribute(name, value);
    listOf(field).replaceChildren(told);
    show(field, true);
    say(field, LOST, true);
  };
  const forget = (field) => { asked++; clearTimeout(waiting); isWanted = false; isAnswered = true; show(field, false); say(field, ""); };
  const follow = (field) => {
    isWanted = false;
    chosenOf(field)?.click();
  };

  document.addEventListener("input", ({ target }) => {
    if (fieldOf(target) !== target) return;
    clearTimeout(waiting);
    if (!target.value.trim()) { forget(target); return; }
    isAnswered = false;
    isWanted = false;
    waiting = setTimeout(() => ask(target), PAUSE);
  });
  // A column of names, which the field would make one word of.
  document.addEventListener("paste", (event) => {
    const words = event.clipboardData?.getData("text").trim() ?? "";
    if (!/[\r\n\t]/.test(words) || !event.target.matches?.('.chercher input, [data-testid="stMultiSelect"] input')) return;
    event.preventDefault();
    document.execCommand("insertText", false, words.replace(/[\r\n\t]+/g, ", "));
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (fieldOf(field) !== field || event.isComposing) return;
    const options = optionsOf(field), at = options.indexOf(chosenOf(field));
    if (event.key === "Enter" && field.value.trim()) {
      event.preventDefault();
      if (isAnswered) follow(field);
      else { isWanted = true; clearTimeout(waiting); ask(field); }
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      show(field, true);
      choose(field, options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length]);
    } else if (event.key === "Escape") {
      if (listOf(field).hidden) field.value = ""; // first what was typed stays
      forget(field);
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (fieldOf(target) === target && listOf(target).childElementCount && target.value.trim()) show(target, true);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    const inside = fieldOf(target);
    document.querySelectorAll(".chercher input").forEach((field) => { if (field !== inside) show(field, false); });
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (fieldOf(target) === target && relatedTarget && fieldOf(relatedTarget) !== target) show(target, false);
  });
})();
