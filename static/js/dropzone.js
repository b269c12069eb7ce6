// Files and addresses may be dropped or pasted anywhere beside the form; each file shows how far it is and what became of it.
"use strict";

(() => {
  const words = document.getElementById("words").dataset;
  const zoneOf = (event) => event.target instanceof Element && event.target.closest("[data-dropzone], [data-drop-here]");
  const inputOf = (zone) => zone.querySelector("input[type=file]");

  function size(bytes) {
    const [unit, step] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
    const shown = { style: "unit", unit, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, shown).format(bytes / step);
  }

  function line(file) {
    const made = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    name.textContent = `${file.name} (${size(file.size)})`;
    state.className = "upload-state";
    state.textContent = words.waiting;
    made.append(name, state);
    return made;
  }

  const listOf = (input) => input.closest("[data-dropzone]").querySelector(".dropzone-files");
  const list = (input) => listOf(input).replaceChildren(...[...input.files].map(line));

  function take(input, files) {
    const kept = new DataTransfer();
    const wanted = input.multiple ? [...input.files, ...files] : [...files].slice(0, 1);
    for (const file of wanted) kept.items.add(file);
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const fold = input.closest("details");
    if (fold) fold.open = true;
  }

  // ---- one file at a time, each with its own bar and its own answer

  // Large files go in parts: a broken connection costs one part, and the same file chosen again goes on where it stood.
  const PART = 2 * 1024 * 1024;
  const TRIES = 6;
  const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

  async function ask(address, options) {
    for (let tried = 0; ; tried += 1) {
      try {
        return await fetch(address, options);
      } catch (broken) {
        if (tried === TRIES) throw broken;
        await pause(2 ** tried);
      }
    }
  }

  async function inParts(form, file, bar) {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const about = new URLSearchParams({ name: file.name, size: file.size, modified: file.lastModified });
    const begun = await ask(form.dataset.parts, { method: "POST", headers, body: about });
    if (begun.status !== 201) throw new Error(begun.status === 403 ? await begun.text() : words.failed);
    const address = begun.headers.get("Location");
    let at = Number(begun.headers.get("Upload-Offset"));
    for (let idle = 0; at < file.size && idle < TRIES;) {
      bar.value = at;
      const body = file.slice(at, at + PART);
      const answer = await ask(address, { method: "PUT", headers: { ...headers, "Upload-Offset": at }, body });
      if (answer.status === 507) throw new Error(await answer.text());
      const now = Number(answer.headers.get("Upload-Offset") ?? NaN);
      if (Number.isNaN(now)) throw new Error(words.failed);
      idle = now > at ? 0 : idle + 1;
      at = now;
    }
    if (at < file.size) throw new Error(words.failed);
    return address.split("/").at(-2);
  }

  function failed(place, sentence) {
    place.textContent = sentence;
    return false;
  }

  async function send(form, file, place) {
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    place.replaceChildren(bar);
    const data = new FormData(form);
    const input = form.querySelector("input[type=file]");
    const large = file.size > PART && form.dataset.parts;
    data.delete("urls");
    data.delete(input.name);
    try {
      if (large) data.set("upload", await inParts(form, file, bar));
      else data.set(input.name, file);
    } catch (problem) {
      return failed(place, problem instanceof TypeError ? words.failed : problem.message);
    }
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("HX-Target", form.dataset.uploads);
      request.upload.addEventListener("progress", (event) => { bar.value = large ? file.size : event.loaded; });
      request.addEventListener("load", () => {
        place.innerHTML = request.responseText; // our own page's fragment
        resolve(request.status < 300);
      });
      request.addEventListener("error", () => resolve(failed(place, words.failed)));
      request.send(data);
    });
  }

  async function sendAll(form, input) {
    const files = [...input.files];
    const places = [...listOf(input).querySelectorAll(".upload-state")];
    const left = new DataTransfer();
    for (const [index, file] of files.entries()) {
      if (!await send(form, file, places[index])) left.items.add(file);
    }
    input.files = left.files;
    window.htmx?.trigger(document.body, "uploaded");
    return left.files.length === 0;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const input = form.dataset.uploads && form.querySelector("input[type=file]");
    if (!input?.files.length) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const all = await sendAll(form, input);
    button.disabled = false;
    if (all && form.elements.urls?.value.trim()) form.requestSubmit(button);
    else if (all) form.reset();
  });

  // ---- dropping, pasting, choosing

  document.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    if (!zone || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    const input = zone && inputOf(zone);
    if (!input || !event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    take(input, event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    const form = document.querySelector("form[data-uploads]");
    if (!form) return;
    if (event.clipboardData.files.length) {
      event.preventDefault();
      take(form.querySelector("input[type=file]"), event.clipboardData.files);
    } else if (!event.target.closest("input, textarea, select") && /https?:\/\//i.test(event.clipboardData.getData("text"))) {
      const area = form.elements.urls;
      area.value = [area.value.trim(), event.clipboardData.getData("text").trim()].filter(Boolean).join("\n");
      form.closest("details").open = true;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.closest("[data-dropzone]")) list(event.target);
  });
  const wake = (root) => {
    for (const zone of root.querySelectorAll("[data-dropzone]")) zone.classList.add("is-live");
  };
  document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
  wake(document);
})();
