// The matrix as it is written: painting by drag, filling by Shift, keys in a cell, undo. Without script the cells are plain choices.
"use strict";

(() => {
  const form = document.querySelector("form[data-cells]");
  if (!form) return;
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("select[data-seen]")]);
  const days = [...form.querySelectorAll("fieldset[data-day]")];
  const bar = form.querySelector("[data-brushes]");
  const undo = bar.querySelector("[data-undo]");
  const changed = form.querySelector("[data-changed]");
  const at = new Map(rows.flatMap((cells, y) => cells.map((cell, x) => [cell, [x, y]])));
  const past = []; // each step: [[cell, value before], …]
  let brush = "off";
  let from = null; // where a drag or a fill began
  let step = null; // what the drag changed so far
  let sent = false;

  function dayDiffers(day) {
    const [year, month, date] = day.dataset.day ? day.dataset.day.split("-").map(Number) : ["", "", ""];
    const seen = year ? [date, month, year + 543] : ["", "", ""];
    return [...day.querySelectorAll("input, select")].some((box, n) => box.value.trim() !== String(seen[n]));
  }

  const isChanged = () => [...at.keys()].some((cell) => cell.value !== cell.dataset.seen) || days.some(dayDiffers);

  function show() {
    let count = 0;
    for (const day of days) {
      const differs = dayDiffers(day);
      day.closest("td").classList.toggle("is-changed", differs);
      count += differs;
    }
    for (const cell of at.keys()) {
      const differs = cell.value !== cell.dataset.seen;
      cell.classList.toggle("is-changed", differs);
      cell.dataset.part = cell.value;
      count += differs;
    }
    changed.textContent = count ? `${count} ${form.dataset.unsaved}` : "";
    undo.disabled = !past.length;
  }

  function put(cell, value, into) {
    if (cell.value === value) return;
    into.push([cell, cell.value]);
    cell.value = value;
    if (value !== "lead") return;
    for (const other of rows[at.get(cell)[1]]) if (other !== cell && other.value === "lead") put(other, "support", into);
  }

  function fill(a, b, value, into) {
    const [[x1, y1], [x2, y2]] = [at.get(a), at.get(b)];
    for (let y = Math.min(y1, y2); y <= Math.max(y1, y2); y += 1) {
      for (let x = Math.min(x1, x2); x <= Math.max(x1, x2); x += 1) {
        const later = value === "lead" && x !== x1 && x1 !== x2 ? "support" : value; // one lead in a row: where it began
        put(rows[y][x], later, into);
      }
    }
  }

  function keep(changes) {
    if (changes.length) past.push(changes);
    show();
  }

  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-brush]");
    if (button) {
      finish();
      from = null; // Shift fills from where this brush begins
      brush = button.dataset.brush;
      for (const one of bar.querySelectorAll("[data-brush]")) one.setAttribute("aria-pressed", one === button);
      form.classList.toggle("is-painting", brush !== "off");
    }
    if (event.target.closest("[data-undo]") && past.length) {
      for (const [cell, value] of past.pop().reverse()) cell.value = value;
      show();
    }
  });

  function finish() {
    if (step) keep(step);
    step = null;
  }

  const cellOf = (target) => target.closest?.("td")?.querySelector("select[data-seen]");
  form.addEventListener("mousedown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || brush === "off" || event.button !== 0) return;
    event.preventDefault(); // the list of choices stays shut
    finish();
    if (event.shiftKey && from) return keep(((into) => (fill(from, cell, brush, into), into))([]));
    from = cell;
    step = [];
    put(cell, brush, step);
    show();
  });
  form.addEventListener("mouseover", (event) => {
    if (step && !(event.buttons & 1)) finish(); // the button was released where nobody told us
    const cell = cellOf(event.target);
    if (!cell || !step) return;
    for (const [one, value] of step.splice(0).reverse()) one.value = value;
    fill(from, cell, brush, step);
    show();
  });
  document.addEventListener("mouseup", finish);

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SETS = { KeyL: "lead", KeyS: "support", Delete: "", Backspace: "" };
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!at.has(cell) || event.ctrlKey || event.metaKey || event.altKey) return;
    const [x, y] = at.get(cell);
    const into = [];
    if (event.key in MOVES) {
      const next = rows[y + MOVES[event.key][1]]?.[x + MOVES[event.key][0]];
      if (next && event.shiftKey) put(next, cell.value, into);
      next?.focus();
    } else if (event.code in SETS) put(cell, SETS[event.code], into);
    else return;
    event.preventDefault();
    keep(into);
  });

  form.addEventListener("input", (event) => { if (!at.has(event.target)) show(); });
  form.addEventListener("focusin", (event) => { if (at.has(event.target)) event.target.dataset.before = event.target.value; });
  form.addEventListener("change", (event) => {
    const cell = event.target;
    if (!at.has(cell)) return show();
    const into = [];
    const value = cell.value;
    cell.value = cell.dataset.before;
    put(cell, value, into);
    cell.dataset.before = value;
    keep(into);
  });

  form.addEventListener("submit", () => {
    sent = true;
    for (const cell of at.keys()) cell.disabled = cell.value === cell.dataset.seen; // only what changed is sent
    for (const day of days) day.disabled = !dayDiffers(day);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && isChanged()) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    for (const one of [...at.keys(), ...days]) one.disabled = false;
  });
  show();
})();
