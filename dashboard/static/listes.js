// What is typed in a list is looked for without accents or capitals, word by word, in its names and in what else each is
// found by: an official code, a département. Streamlit's lists ask here (`server/lists.py`).
(() => {
  "use strict";
  // As names of territories are written to be compared (`queries/macros/plain_name.sql`); small words name nothing, but the
  // last, which may not be typed to its end.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim()
    .replace(/\bst\b/g, "saint").replace(/\bste\b/g, "sainte").replace(/\b(\d+)(?:er|ere|e|eme|nd|nde)\b/g, "$1");
  const SMALL = /^(?:l|le|la|les|lez|d|de|du|des|a|au|aux|en|et|sur|sous)$/;
  const words = (text) => plain(text).split(" ")
    .filter((word, place, all) => word && (place === all.length - 1 || !SMALL.test(word)));

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

  // Names apart by commas: the server reads them (`choices/typed.py`).
  const APART = /[,;/]/;
  const joined = (text) => plain(text).replaceAll(" ", "");
  const isNamed = ({ label }, typed, known) => joined(label).startsWith(joined(typed))
    || words(typed).every((word) => has(plain(`${label} ${known[label] ?? ""}`), word));

  // How likely a name is the one, as the search of all territories has it (`queries/reads/territories_found.sql`): the whole
  // name or its code, and of one under contract, whose programme is in capitals, the whole words that it begins with; the
  // beginning of a name; its words; what else it is found by.
  const KIND = /^(?:cc|ca|cu|(?:euro)?metropole) /, CONTRACT = /\u202f· [A-Z]/;
  const rank = ({ label }, typed, known) => {
    const wanted = words(typed).join(" "), whole = words(label.split(/ \(|\u202f· /)[0]).join(" ");
    const names = [whole, whole.replace(KIND, "")], begins = (start) => names.some((name) => `${name} `.startsWith(start));
    if (names.includes(wanted) || plain((known[label] ?? "").split(" ")[0]) === plain(typed)) return 0;
    if (CONTRACT.test(label) && begins(`${wanted} `)) return 0;
    if (begins(wanted) || joined(label).startsWith(joined(typed))) return 1;
    return isNamed({ label }, typed, {}) ? 2 : 3;
  };

  // The server reads too what no name of a list is nor begins with.
  window.atlasUnlisted = (typed, found) => {
    const known = others();
    return Boolean(plain(typed)) && !found.some((item) => rank(item, typed, known) < 2);
  };

  // What is found, the likeliest first; else what is spelt nearly so.
  window.atlasFound = (items, typed) => {
    const wanted = words(typed);
    if (!wanted.length) return items;
    if (APART.test(typed)) return [];
    const known = others();
    const found = items.filter((item) => isNamed(item, typed, known));
    if (found.length) {
      const ranks = new Map(found.map((item) => [item, rank(item, typed, known)]));
      return found.sort((one, other) => ranks.get(one) - ranks.get(other));
    }
    const isLike = (words) => wanted.every((word) => words.some((one) => word.length >= LIKE && isWithin(word, one)));
    return items.filter(({ label }) => isLike(plain(label).split(" ")));
  };
})();
