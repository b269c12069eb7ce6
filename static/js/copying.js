// Copies a text, or what stands in fields now. Where the browser refuses, the field is marked for the person's own hand.
"use strict";

(() => {
  const live = document.getElementById("live");
  const fieldsOf = (button) => (button.dataset.copyFrom ?? "").split(" ").map((id) => id && document.getElementById(id)).filter(Boolean);
  const textOf = (button) => button.dataset.copy ?? fieldsOf(button).map((field) => field.value ?? field.textContent).filter(Boolean).join("\n");

  // Intranets without HTTPS have no clipboard; there the old command still works.
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("the browser refused to copy");
    return undefined;
  }

  function mark(field) {
    if (!field.select) return getSelection().selectAllChildren(field);
    field.focus();
    return field.select();
  }

  function say(button, words) {
    live.textContent = "";
    setTimeout(() => { live.textContent = words; }, 50); // the same words once more are read once more
    button.querySelector("span").textContent = words;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const label = button.dataset.label ??= button.querySelector("span").textContent;
    try {
      await copy(textOf(button));
      say(button, button.dataset.copied);
      setTimeout(() => { button.querySelector("span").textContent = label; }, 4000);
    } catch (problem) {
      const [field] = fieldsOf(button);
      if (!field) throw problem;
      mark(field);
      say(button, button.dataset.failed);
    }
  });

  for (const button of document.querySelectorAll("[data-copy-from]")) button.hidden = false;
})();
