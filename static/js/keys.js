// Keys for people who look through one item after the other. They work only while the focus is inside a region marked
// data-keys; what a key does is written beside it: data-key on a button, a choice, a field or a link inside the page.
"use strict";

(() => {
  const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox])";

  // On a Thai keyboard the letter is another, the place is the same.
  function nameOf(event) {
    const thai = event.key.length === 1 && event.key > "~";
    const key = thai ? event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase() : event.key;
    return (event.ctrlKey || event.metaKey ? "Control+" : "") + key;
  }

  function wanted(region, part, name) {
    const all = [...region.querySelectorAll(`[data-key~="${CSS.escape(name)}"]`)].filter((one) => !one.disabled);
    const partOf = (one) => one.closest("[data-keys-part]");
    return all.find((one) => part && partOf(one) === part) ?? all.find((one) => !partOf(one));
  }

  function remember(region) {
    try { sessionStorage.setItem("keys", region.id); } catch { /* then the next page begins at its top */ }
  }

  function act(one, region) {
    if (one.hash && one.pathname === location.pathname) return document.querySelector(one.hash)?.focus();
    if (one.matches(FIELDS)) return one.focus();
    if (one.matches("a, button")) remember(region);
    one.click();
    document.getElementById(one.dataset.keyThen ?? "")?.focus();
    if (one.matches("input") && !one.dataset.keyThen) one.focus();
  }

  document.addEventListener("keydown", (event) => {
    const region = event.target.closest?.("[data-keys]");
    if (!region || event.isComposing || event.altKey) return;
    const name = nameOf(event);
    if (name.length === 1 && event.target.matches(FIELDS)) return;
    const one = wanted(region, event.target.closest("[data-keys-part]"), name);
    if (!one) return;
    event.preventDefault();
    act(one, region);
  });

  // Who went on by a key goes on by keys: the focus is in the same place of the next page.
  window.addEventListener("load", () => {
    const id = sessionStorage.getItem("keys");
    sessionStorage.removeItem("keys");
    const region = id && document.getElementById(id);
    (region?.querySelector("[data-keys-start]") ?? region)?.focus();
  });
})();
