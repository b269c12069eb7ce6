// Small comforts of every page. Nothing here is needed: each page works without script.
"use strict";

(() => {
  const dialog = document.getElementById("confirm");
  const agreed = new WeakSet(); // forms whose question was just answered with yes

  function ask(form, submitter) {
    const heading = dialog.querySelector("#confirm-title");
    const yes = dialog.querySelector('[value="yes"]');
    heading.textContent = form.dataset.confirmTitle || heading.dataset.default;
    dialog.querySelector("#confirm-text").textContent = form.dataset.confirm;
    yes.textContent = form.dataset.confirmLabel || yes.dataset.default;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      agreed.add(form);
      form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  }

  // Caught on the way down, so that htmx does not send the form before the answer.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || !dialog?.showModal || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, event.submitter);
  }, true);

  // A second click sends nothing twice. Waits a turn, since a disabled button's own name and value would not be sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "download" in form.dataset) return;
    setTimeout(() => {
      for (const button of form.querySelectorAll("button:not([type='button']):not(:disabled)")) {
        button.disabled = true;
        button.classList.add("is-busy");
      }
    });
  });

  // Back in history: the page comes as it was left, so its buttons are given back.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button.is-busy")) {
      button.disabled = false;
      button.classList.remove("is-busy");
    }
  });

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const open = document.getElementById(toggle.dataset.toggle).classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", open);
    }
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
