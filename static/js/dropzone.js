// Files may be dropped on the frame of a file field; their names and sizes are listed under it.
"use strict";

(() => {
  const zoneOf = (event) => event.target instanceof Element && event.target.closest("[data-dropzone]");

  function size(bytes) {
    const [unit, step] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
    const shown = { style: "unit", unit, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, shown).format(bytes / step);
  }

  function list(zone, input) {
    const lines = [...input.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const weight = document.createElement("span");
      name.textContent = file.name;
      weight.textContent = size(file.size);
      weight.className = "muted small";
      line.append(name, weight);
      return line;
    });
    zone.querySelector(".dropzone-files")?.replaceChildren(...lines);
  }

  function take(zone, files) {
    const input = zone.querySelector("input[type=file]");
    const kept = new DataTransfer();
    for (const file of input.multiple ? files : [...files].slice(0, 1)) kept.items.add(file);
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function wake(root) {
    for (const zone of root.querySelectorAll("[data-dropzone]")) zone.classList.add("is-live");
  }

  document.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    take(zone, event.dataTransfer.files);
  });
  document.addEventListener("change", (event) => {
    const zone = zoneOf(event);
    if (zone && event.target.type === "file") list(zone, event.target);
  });
  document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
  wake(document);
})();
