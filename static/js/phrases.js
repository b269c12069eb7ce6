// A button that puts a phrase into a text, on a line of its own.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-put-into]");
  if (!button) return;
  const field = document.getElementById(button.dataset.putInto);
  field.value = [field.value.trimEnd(), `${button.dataset.text}\n`].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
