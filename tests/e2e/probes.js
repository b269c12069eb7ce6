// What a person with other eyes, fingers or letters would stumble over. Each probe answers with the names of the elements at fault.
(() => {
  const THAI = /[\u0E00-\u0E7F]/;
  const SCROLLS = ".table-wrap, .table-scroll, .matrix-wrap, pre";
  const PRESSED = "button, .button, .tool, summary, [type=submit]";

  const nameOf = (element) => {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.localName}${element.id && `#${element.id}`}${classes} “${words}”`;
  };
  const box = (element) => element.getBoundingClientRect();
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && box(element).width > 1 && box(element).height > 1;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
  const isForReadersOnly = (element) => element.closest(".visually-hidden") !== null;
  const withThai = () => all("body *").filter((element) => THAI.test(ownText(element)) && !element.closest("svg") && !isForReadersOnly(element));

  const probes = {
    // Nothing is wider than the screen; tables that scroll on their own are allowed to.
    wide() {
      if (document.documentElement.scrollWidth <= window.innerWidth) return [];
      const out = all("body *").filter((element) => box(element).right > window.innerWidth + 1 && !element.closest(SCROLLS));
      return out.length ? out.slice(-3).map(nameOf) : ["html"];
    },
    // No box cuts off what is in it.
    clipped() {
      const hides = (style) => ["hidden", "clip"].includes(style);
      return all("body *:not(input, select, textarea, progress, svg, svg *)").filter((element) => {
        const style = getComputedStyle(element);
        if (isForReadersOnly(element)) return false;
        return hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1
          || hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      }).map(nameOf);
    },
    // Tone marks stand above vowels, vowels below letters: a line needs half its letters' height again.
    tight() {
      return withThai().filter((element) => {
        const style = getComputedStyle(element);
        return !(parseFloat(style.lineHeight) >= 1.5 * parseFloat(style.fontSize) - 0.01);
      }).map((element) => `${nameOf(element)} ${getComputedStyle(element).lineHeight}`);
    },
    // Thai letters are Sarabun's everywhere, and never slanted: Thai has no italics.
    typeface() {
      return withThai().filter((element) => {
        const style = getComputedStyle(element);
        return !style.fontFamily.startsWith("Sarabun") || style.fontStyle !== "normal";
      }).map(nameOf);
    },
    // What is pressed can be hit with a thumb.
    small() {
      return all(PRESSED).filter((element) => !isForReadersOnly(element) && (box(element).height < 44 || box(element).width < 44))
        .map((element) => `${nameOf(element)} ${Math.round(box(element).width)}×${Math.round(box(element).height)}`);
    },
  };

  // The page without its words, its addresses and the repetition of rows: what the rules of accessibility depend on.
  const PLAIN = new Set(["class", "role", "type", "lang", "tabindex", "aria-hidden", "aria-current", "aria-pressed", "aria-live", "scope", "open", "disabled"]);
  function skeleton(node) {
    if (node.nodeType === 3) return node.data.trim() ? "x" : "";
    if (node.nodeType !== 1) return "";
    const attributes = [...node.attributes].map(({ name, value }) => (PLAIN.has(name) ? `${name}=${value}` : name)).sort().join(" ");
    const children = [...node.childNodes].map(skeleton).filter(Boolean);
    return `<${node.localName} ${attributes}>${children.filter((child, n) => child !== children[n - 1]).join("")}</>`;
  }

  // WCAG 1.4.12: a reader may widen the text this far and must lose nothing.
  const sheet = (rules) => {
    const made = new CSSStyleSheet();
    made.replaceSync(rules);
    return made;
  };
  const spaced = sheet("* { line-height: max(1.5em, 1lh) !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
  const doubled = sheet("html { font-size: 212.5% }");

  const menus = (open) => document.querySelectorAll("details[data-menu]").forEach((menu) => { menu.open = open; });

  window.portal = {
    probe: (names) => Object.fromEntries(names.map((name) => [name, probes[name]()]).filter(([, faults]) => faults.length)),
    skeleton: () => skeleton(document.documentElement),
    unfold: () => document.querySelectorAll("details:not([data-menu])").forEach((fold) => { fold.open = true; }),
    openMenus: () => menus(true),
    space: () => { document.adoptedStyleSheets = [spaced]; },
    double: () => {
      menus(false);
      document.adoptedStyleSheets = [doubled];
    },
  };
})();
