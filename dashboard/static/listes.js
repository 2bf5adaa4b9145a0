// What is typed in a list is looked for without accents or capitals, word by word, in its names and in what else each is
// found by: an official code, a département. Streamlit's lists ask here (`server/lists.py`).
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim();

  // By the words of a list, what the page says that each is also found by.
  const others = () => Object.assign({}, ...[...document.querySelectorAll(".alias[data-alias]")].map(
    (element) => JSON.parse(element.dataset.alias),
  ));

  // Whether the letters typed stand in a word in their order, from its first on: « ferand » in « ferrand ».
  const isWithin = (typed, word) => {
    let place = 0;
    for (const letter of word) if (letter === typed[place]) place++;
    return typed[0] === word[0] && place === typed.length;
  };
  const has = (text, word) => ` ${text}`.includes(` ${word}`);
  const LIKE = 4; // letters of a word that may be misspelt

  // Names apart by commas, or words of which no name holds all: the server reads them (`choices/typed.py`).
  const APART = /[,;/]/;
  window.atlasSeveral = (typed) => APART.test(typed) || plain(typed).includes(" ");

  // First what is found by its own words, then what is by others; else what is spelt nearly so.
  window.atlasFound = (items, typed) => {
    const wanted = plain(typed).split(" ").filter(Boolean);
    if (!wanted.length) return items;
    if (APART.test(typed)) return [];
    const known = others();
    const named = items.filter(({ label }) => wanted.every((word) => has(plain(label), word)));
    const also = items.filter((item) => !named.includes(item)
      && wanted.every((word) => has(plain(`${item.label} ${known[item.label] ?? ""}`), word)));
    if (named.length || also.length) return [...named, ...also];
    const isLike = (words) => wanted.every((word) => words.some((one) => word.length >= LIKE && isWithin(word, one)));
    return items.filter(({ label }) => isLike(plain(label).split(" ")));
  };
})();
