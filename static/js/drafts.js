// What somebody writes is not lost: this browser keeps it until it is sent, and asks before the page is left.
"use strict";

(() => {
  const words = document.getElementById("words").dataset;
  const unsaved = new Set(); // forms with words that nobody has yet
  const savesItself = (form) => form.hasAttribute("hx-post") && form.getAttribute("hx-trigger")?.includes("input");
  const fieldsOf = (form) => form.querySelectorAll("textarea, input[type=text]");
  const nameOf = (field) => `draft ${new URL(field.form.action, location).pathname} ${field.name}`;

  function keep(field) {
    try {
      if (field.value) sessionStorage.setItem(nameOf(field), field.value);
      else sessionStorage.removeItem(nameOf(field));
    } catch { /* a browser without storage: the question on leaving remains */ }
  }

  function giveBack(form) {
    for (const field of fieldsOf(form)) {
      const kept = sessionStorage.getItem(nameOf(field));
      if (!kept || field.value) continue;
      field.value = kept;
      unsaved.add(form);
      const note = document.createElement("p");
      note.className = "field-help";
      note.textContent = words.kept;
      field.after(note);
    }
  }

  function wake(root) {
    for (const form of root.querySelectorAll("form[data-draft]")) if (!savesItself(form)) giveBack(form);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-draft]")) return;
    unsaved.add(form);
    if (!savesItself(form) && event.target.matches("textarea, input[type=text]")) keep(event.target);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-draft]") || savesItself(form)) return;
    unsaved.delete(form);
    for (const field of fieldsOf(form)) sessionStorage.removeItem(nameOf(field));
  }, true);

  // Once a form takes the page along, nothing more is saved behind its back: the next page has other rules.
  // What is being saved at that moment comes first.
  let leaving = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".htmx-request[hx-post]") || form.getAttribute("hx-trigger")?.includes("submit")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = true;
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(event.submitter)), { once: true });
  }, true);
  document.addEventListener("submit", (event) => setTimeout(() => { leaving = !event.defaultPrevented; }));
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving && event.detail.elt.matches("form")) event.preventDefault();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) unsaved.delete(event.detail.elt);
  });
  document.addEventListener("htmx:sendError", (event) => {
    const place = event.detail.elt.querySelector(".saved");
    if (place) place.textContent = words.lost;
  });
  document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });
  wake(document);
})();
