"use strict";

/** The element with this id. */
const byId = (id) => document.getElementById(id);

/** A new element; text and attributes are set as data, never parsed as markup. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") node.textContent = value;
    else if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const NUMBERS = ["integer", "decimal", "float"];
const isNumber = (field) => NUMBERS.includes(field.type) && !field.references;

/** JSON numbers stay text, so that no digit of a long one is lost. */
function parseExactly(text) {
  const exact = text.replace(/("(?:[^"\\]|\\.)*")|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (match, string) => string ?? `"${match}"`);
  return JSON.parse(exact);
}

/** Fetch JSON from this service; an error carries the sentence that the service answered. */
async function request(path, options = {}) {
  const response = await fetch(path, { headers: { "Content-Type": "application/json" }, ...options });
  const text = await response.text();
  const body = text ? parseExactly(text) : null;
  if (!response.ok) throw Object.assign(new Error(body?.detail ?? `The service answered ${response.status}.`), { status: response.status });
  return body;
}

/** Run a task and show its failure in an element, or clear what was shown before. */
async function guarded(errorId, task) {
  try {
    await task();
    byId(errorId).textContent = "";
  } catch (error) {
    byId(errorId).textContent = error.message;
  }
}

const grouped = (number) => Number(number).toLocaleString("en");

/** A value as people read it. */
const shown = (value) => (value === null ? "–" : String(value));

/** A table cell for a value of a field. */
function cell(field, value) {
  const kind = value === null ? "null" : isNumber(field) ? "number" : field.type === "text" ? "" : "short";
  return element("td", { class: kind, text: shown(value) });
}

/** The pager under a table: which part is shown, and buttons to the parts before and after. */
function pager(page, go) {
  const offset = Number(page.offset);
  const limit = Number(page.limit);
  const total = Number(page.total);
  const last = Math.min(offset + limit, total);
  return [
    element("span", { class: "hint", text: total ? `${grouped(offset + 1)}–${grouped(last)} of ${grouped(total)}` : "Nothing found" }),
    element("span", {},
      element("button", { type: "button", text: "Previous", disabled: offset === 0, click: () => go(Math.max(0, offset - limit)) }),
      " ",
      element("button", { type: "button", text: "Next", disabled: last >= total, click: () => go(offset + limit) })),
  ];
}
