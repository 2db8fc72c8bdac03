// Keeps the shown email equal to the HTML that the program sends, by changing only what differs.
//
// Runs in an isolated world of a page whose own scripts are off. The program sends each new
// document as a splice of the one before; it is parsed here, inertly, and the live document is
// brought to it. What did not change is not touched: no flicker, and the scroll position stays.
(() => {
  "use strict";

  const MISSING = "migma-missing";
  // Written so that it cannot fail half-way and start over: a million braces cost one pass.
  const BRACES = /(\{+)([^{}]*)(\}*)/g;

  const parser = new DOMParser();
  let text = "";
  let revision = 0;
  let hasTemplates = false;

  // ---- What the program's request guard cannot see -----------------------------------------

  const KEPT_LINKS = new Set(["stylesheet", "alternate"]);

  // rel=preconnect opens a connection, and a frame's srcdoc loads a document, without any request
  // that could be refused. Neither means anything in an email.
  function disarm(fresh, allow) {
    if (!allow.hints) {
      for (const link of fresh.querySelectorAll("link[rel]")) {
        link.rel = [...link.relList].filter((kind) => KEPT_LINKS.has(kind.toLowerCase())).join(" ");
      }
    }
    if (!allow.frames) {
      for (const frame of fresh.querySelectorAll("[srcdoc]")) frame.removeAttribute("srcdoc");
    }
  }

  // ---- Bringing one tree to another --------------------------------------------------------

  function isSame(live, fresh) {
    if (!live.isEqualNode(fresh)) return false;
    // isEqualNode does not look inside a <template>.
    return !hasTemplates || live.nodeType !== Node.ELEMENT_NODE || live.outerHTML === fresh.outerHTML;
  }

  function bringAttributes(live, fresh) {
    const before = [...live.attributes];
    const after = [...fresh.attributes];
    let kept = 0;
    while (kept < before.length && kept < after.length && before[kept].name === after[kept].name) {
      if (before[kept].value !== after[kept].value) before[kept].value = after[kept].value;
      kept++;
    }
    // The order counts in the serialised document, so the rest is set anew. Attribute nodes are
    // moved, since the parser accepts names that setAttribute refuses.
    for (const attribute of before.slice(kept)) live.removeAttributeNode(attribute);
    for (const attribute of after.slice(kept)) {
      fresh.removeAttributeNode(attribute);
      live.setAttributeNodeNS(attribute);
    }
  }

  function bringChildren(live, fresh) {
    const old = [...live.childNodes];
    const wanted = [...fresh.childNodes];
    let i = 0;
    let oldEnd = old.length;
    let wantedEnd = wanted.length;
    while (i < oldEnd && i < wantedEnd && isSame(old[i], wanted[i])) i++;
    while (oldEnd > i && wantedEnd > i && isSame(old[oldEnd - 1], wanted[wantedEnd - 1])) {
      oldEnd--;
      wantedEnd--;
    }
    const after = old[oldEnd] ?? null;
    let j = i;
    while (i < oldEnd && j < wantedEnd) {
      const surplus = oldEnd - i - (wantedEnd - j);
      if (surplus > 0 && i + 1 < oldEnd && isSame(old[i + 1], wanted[j])) {
        old[i++].remove();
      } else if (surplus < 0 && j + 1 < wantedEnd && isSame(old[i], wanted[j + 1])) {
        live.insertBefore(wanted[j++], old[i]);
      } else {
        bring(old[i++], wanted[j++]);
      }
    }
    while (i < oldEnd) old[i++].remove();
    while (j < wantedEnd) live.insertBefore(wanted[j++], after);
  }

  function bring(live, fresh) {
    if (live.nodeName !== fresh.nodeName || live.namespaceURI !== fresh.namespaceURI) {
      live.replaceWith(fresh);
    } else if (live.nodeType !== Node.ELEMENT_NODE) {
      if (live.data !== fresh.data) live.data = fresh.data;
    } else if (live.localName === "template") {
      if (!isSame(live, fresh)) live.replaceWith(fresh);
    } else {
      bringAttributes(live, fresh);
      bringChildren(live, fresh);
    }
  }

  // ---- Marking placeholders that have no value ---------------------------------------------

  const marks = new Highlight();
  const markSheet = new CSSStyleSheet();
  markSheet.replaceSync(
    `::highlight(${MISSING}) { background-color: #ffe08a; color: #5c3d00; ` +
      "text-decoration: underline wavy #c2410c; }",
  );

  function markMissing(names) {
    marks.clear();
    if (!names.length || !text.includes("{{")) return;
    const missing = new Set(names);
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (!node.data.includes("{{")) continue;
      for (const found of node.data.matchAll(BRACES)) {
        const [, opening, inner, closing] = found;
        if (opening.length !== 2 || closing.length < 2) continue;
        if (!missing.has(inner.trim().replace(/\s+/g, " "))) continue;
        const range = new StaticRange({
          startContainer: node,
          startOffset: found.index,
          endContainer: node,
          endOffset: found.index + inner.length + 4,
        });
        marks.add(range);
      }
    }
  }

  // ---- Light or dark -----------------------------------------------------------------------

  // The reader's colour scheme is not the writer's: the email is shown as asked for, whatever the
  // system prefers. Media conditions are changed in the style rules alone, never in the document.
  const schemeSheet = new CSSStyleSheet();
  const conditions = new WeakMap();
  let scheme = "light";

  function setCondition(owner) {
    const written = conditions.get(owner) ?? owner.media.mediaText;
    conditions.set(owner, written);
    owner.media.mediaText = written.replace(
      /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi,
      (_, wanted) => (wanted.toLowerCase() === scheme ? "(min-width: 0px)" : "(max-width: 0px)"),
    );
  }

  function setConditions(rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) setCondition(rule);
      if (rule.cssRules) setConditions(rule.cssRules);
    }
  }

  function applyScheme() {
    schemeSheet.replaceSync(`:root { color-scheme: ${scheme} !important; }`);
    if (!/prefers-color-scheme/i.test(text)) return;
    for (const sheet of document.styleSheets) {
      setCondition(sheet);
      if (!sheet.href) setConditions(sheet.cssRules);
    }
  }

  // ---- What the program calls --------------------------------------------------------------

  globalThis.migmaPreview = Object.freeze({
    // Returns the revision now shown; -1 when this document is not the one the splice was made for.
    show({ base, next, prefix, suffix, insert, allow, missing, ...view }) {
      if (base !== revision) return -1;
      text = text.slice(0, prefix) + insert + text.slice(text.length - suffix);
      hasTemplates = /<template/i.test(text);
      const fresh = parser.parseFromString(text, "text/html");
      disarm(fresh, allow);
      bring(document.documentElement, fresh.documentElement);
      CSS.highlights.set(MISSING, marks);
      document.adoptedStyleSheets = [markSheet, schemeSheet];
      markMissing(missing);
      scheme = view.scheme;
      applyScheme();
      if (view.scroll) window.scrollTo(...view.scroll);
      revision = next;
      return next;
    },

    setScheme(wanted) {
      scheme = wanted;
      applyScheme();
    },

    // How many placeholders are marked as missing.
    marked: () => marks.size,
  });
})();
