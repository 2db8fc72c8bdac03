// Tells which text or element of the shown email is at a place, where one is, and outlines one.
//
// Runs in the isolated world, when the program asks. It never changes the document: the outline is
// an animation's, which no attribute, style sheet or export of the page knows of, and takes no
// room. Texts and elements are counted as in core/source_map/places.py.
globalThis.migmaPlaces ??= (() => {
  "use strict";

  const VISIBLE = /[^\t\n\f\r ]/;
  const NOT_SHOWN = new Set(["style", "script"]);
  const NEAR = 3; // CSS pixels around a line of text that still belong to it
  const HALO = "rgb(255 255 255 / 85%)"; // the line must be seen on every ground
  const EDGE = 5; // an outline outside of an element needs so much room

  // ---- Texts and elements by number ---------------------------------------------------------

  // A text is a run of neighbouring text nodes: the parser splits very long ones.
  function* texts() {
    if (!document.body) return;
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let run = [];
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (run.length && node.previousSibling !== run.at(-1)) {
        if (isShown(run)) yield run;
        run = [];
      }
      run.push(node);
    }
    if (run.length && isShown(run)) yield run;
  }

  function isShown(run) {
    return (
      !NOT_SHOWN.has(run[0].parentNode.localName) && run.some((node) => VISIBLE.test(node.data))
    );
  }

  const dataOf = (run) => run.map((node) => node.data).join("");
  const elements = () => document.body?.getElementsByTagName("*") ?? [];

  function runOf(number) {
    let at = 0;
    for (const run of texts()) if (at++ === number) return run;
    return null;
  }

  function numberOf(node) {
    let at = 0;
    for (const run of texts()) {
      if (run.includes(node)) return { number: at, run };
      at++;
    }
    return null;
  }

  function offsetIn(run, node, offset) {
    for (const each of run) {
      if (each === node) return offset;
      offset += each.data.length;
    }
    return offset;
  }

  function rangeOf(run, start, end) {
    const range = document.createRange();
    const place = (at) => {
      for (const node of run) {
        if (at <= node.data.length) return [node, at];
        at -= node.data.length;
      }
      return [run.at(-1), run.at(-1).data.length];
    };
    range.setStart(...place(start));
    range.setEnd(...place(end));
    return range;
  }

  // Python counts characters, JavaScript units of UTF-16.
  const characters = (text) => [...text].length;
  const units = (text, count) => [...text].slice(0, count).join("").length;

  // ---- What is at a place -------------------------------------------------------------------

  function isNear(node, x, y) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some(
      (box) =>
        x >= box.left - NEAR && x <= box.right + NEAR && y >= box.top - NEAR && y <= box.bottom + NEAR,
    );
  }

  // The browser names the gap between two letters; wanted is the letter that was hit.
  function letterAt(node, gap, x) {
    if (gap === 0) return gap;
    const range = document.createRange();
    range.setStart(node, gap - 1);
    range.setEnd(node, gap);
    const box = range.getBoundingClientRect();
    return x >= box.left && x < box.right ? gap - 1 : gap;
  }

  function at(x, y) {
    const element = document.elementFromPoint(x, y);
    if (!element) return null;
    const found = { text: -1, offset: 0, shown: "", element: [...elements()].indexOf(element) };
    const spot = document.caretRangeFromPoint(x, y);
    const node = spot?.startContainer;
    if (node?.nodeType !== Node.TEXT_NODE || !element.contains(node)) return found;
    if (node.parentNode !== element && !isNear(node, x, y)) return found;
    const counted = numberOf(node);
    if (!counted) return found;
    const shown = dataOf(counted.run);
    const offset = offsetIn(counted.run, node, letterAt(node, spot.startOffset, x));
    return { ...found, text: counted.number, shown, offset: characters(shown.slice(0, offset)) };
  }

  // ---- Where a piece of a text is, and how it looks -------------------------------------------

  function box(number, shown, start, end) {
    const run = runOf(number);
    if (!run || dataOf(run) !== shown) return null;
    const range = rangeOf(run, units(shown, start), units(shown, end));
    const around = range.getBoundingClientRect();
    if (!around.width || !around.height) return null;
    const style = getComputedStyle(run[0].parentNode);
    getSelection().removeAllRanges();
    return {
      x: around.x,
      y: around.y,
      width: around.width,
      height: around.height,
      size: parseFloat(style.fontSize),
      weight: Number(style.fontWeight) || 400,
      italic: style.fontStyle !== "normal",
    };
  }

  // ---- The outline --------------------------------------------------------------------------

  let outlined = null;
  let drawing = null;

  function blockAround(run) {
    let element = run[0].parentNode;
    while (element !== document.body && getComputedStyle(element).display === "inline") {
      element = element.parentNode;
    }
    return element;
  }

  function clear() {
    drawing?.cancel();
    drawing = outlined = null;
  }

  function outline({ text, element, shown, colour, scroll, middle }) {
    const run = text < 0 ? null : runOf(text);
    const isKnown = text < 0 || (run && dataOf(run) === shown);
    const target = isKnown && (run ? blockAround(run) : elements()[element]);
    const place = target && target.getBoundingClientRect();
    if (!target || target === document.body || (!place.width && !place.height)) {
      clear();
      return false;
    }
    if (target !== outlined || drawing?.playState === "idle") {
      clear();
      outlined = target;
      const width = document.documentElement.clientWidth;
      const hasRoom = place.left >= EDGE && place.right <= width - EDGE && place.top + scrollY >= EDGE;
      const frame = {
        outline: `2px solid ${colour}`,
        outlineOffset: hasRoom ? "2px" : "-3px",
        boxShadow: `${hasRoom ? "" : "inset "}0 0 0 5px ${HALO}`,
      };
      drawing = target.animate([frame, frame], { duration: 1, fill: "both" });
    }
    const isInView = place.bottom > 0 && place.top < innerHeight;
    if (middle || (scroll && !isInView)) {
      target.scrollIntoView({ block: place.height > innerHeight ? "start" : "center", behavior: "smooth" });
    }
    return true;
  }

  return Object.freeze({
    at,
    box,
    outline,
    clear,

    // For tests: the number of the element that is outlined; all texts and elements, in order.
    outlined: () => (outlined ? [...elements()].indexOf(outlined) : -1),
    texts: () => [...texts()].map(dataOf),
    tags: () => [...elements()].map((element) => element.localName),
  });
})();
