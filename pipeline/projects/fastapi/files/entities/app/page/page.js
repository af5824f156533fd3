const PAGE_SIZE = 20;
const CHOICES = 500;
const INPUT_TYPES = { date: "date", datetime: "datetime-local" };

const state = { entities: [], entity: null, sort: "", offset: 0, editing: null, turn: 0 };

const path = (entity, id = "") => `api/${entity.name}${id === "" ? "" : `/${id}`}`;

/** How a record is called where another one refers to it: by its first text, or by its number. */
function recordName(entity, item) {
  const field = entity.fields.find(({ type, references }) => type === "text" && !references);
  const name = field && item[field.name];
  return name ? `${name.slice(0, 60)} (${item.id})` : `Number ${item.id}`;
}

async function drawKinds() {
  const totals = await Promise.all(state.entities.map((entity) => request(`${path(entity)}?limit=1`)));
  byId("kinds").replaceChildren(...state.entities.map((entity, index) => element("button", {
    type: "button", "aria-pressed": String(entity === state.entity),
    text: `${entity.label} (${grouped(totals[index].total)})`, click: () => open(entity),
  })));
}

/** Show a page of records; an answer that a later request has overtaken is dropped. */
async function drawRecords() {
  const turn = ++state.turn;
  const { entity } = state;
  const parameters = new URLSearchParams({ limit: PAGE_SIZE, offset: state.offset });
  if (state.sort) parameters.set("sort", state.sort);
  const page = await request(`${path(entity)}?${parameters}`);
  if (turn !== state.turn) return;
  byId("records-head").replaceChildren(
    heading({ name: "id", label: "No.", type: "integer" }), ...entity.fields.map(heading), element("th", { scope: "col", text: "Actions" }));
  byId("records-body").replaceChildren(...page.items.map(row));
  byId("records-foot").replaceChildren(...pager(page, (offset) => show({ offset })));
}

function heading(field) {
  const order = state.sort === field.name ? "ascending" : state.sort === `-${field.name}` ? "descending" : "none";
  const mark = { ascending: " ↑", descending: " ↓", none: "" }[order];
  const next = { none: field.name, ascending: `-${field.name}`, descending: "" }[order];
  const button = element("button", { type: "button", text: field.label + mark, title: `Sort by ${field.label}`, click: () => show({ sort: next, offset: 0 }) });
  return element("th", { scope: "col", "aria-sort": order, class: isNumber(field) ? "number" : "" }, button);
}

function row(item) {
  const actions = element("td", { class: "short" },
    element("button", { type: "button", text: "Edit", "aria-label": `Edit record ${item.id}`, click: () => edit(item) }), " ",
    element("button", { type: "button", class: "danger", text: "Delete", "aria-label": `Delete record ${item.id}`, click: () => remove(item) }));
  return element("tr", {}, cell({ type: "integer" }, item.id), ...state.entity.fields.map((field) => cell(field, item[field.name])), actions);
}

function show(change = {}) {
  Object.assign(state, change);
  return guarded("records-error", drawRecords);
}

async function refresh() {
  await Promise.all([guarded("records-error", drawKinds), show()]);
}

async function open(entity) {
  Object.assign(state, { entity, sort: "", offset: 0 });
  await Promise.all([refresh(), edit(null)]);
}

async function remove(item) {
  if (!window.confirm(`Delete record ${item.id} of ${state.entity.label}?`)) return;
  await guarded("records-error", async () => {
    await request(path(state.entity, item.id), { method: "DELETE" });
    if (state.editing?.id === item.id) await edit(null);
    await drawKinds();
    await drawRecords();
  });
}

/** Prepare the form to change a record, or to add one. */
async function edit(item) {
  state.editing = item;
  byId("form-title").textContent = item ? `Change record ${item.id} of ${state.entity.label}` : `Add to ${state.entity.label}`;
  byId("form-save").textContent = item ? "Save" : "Add";
  byId("form-cancel").hidden = !item;
  await guarded("form-error", async () => {
    const inputs = await Promise.all(state.entity.fields.map((field) => labelled(field, item?.[field.name] ?? null)));
    byId("form-fields").replaceChildren(...inputs);
  });
  if (item) byId("form-title").scrollIntoView({ block: "start" });
}

async function labelled(field, value) {
  const input = await inputFor(field, value);
  return element("label", {}, `${field.label}${field.required ? " *" : ""}`, input);
}

async function inputFor(field, value) {
  const common = { name: field.name, required: field.required };
  if (field.references) return choice(common, await referenceChoices(field), value);
  if (field.type === "boolean") return choice(common, [["true", "yes"], ["false", "no"]], value);
  const mode = isNumber(field) ? "decimal" : "text";
  const type = INPUT_TYPES[field.type] ?? "text";
  return element("input", { ...common, type, step: type === "datetime-local" ? "any" : false, inputmode: mode, maxlength: "10000", value: value ?? "" });
}

async function referenceChoices(field) {
  const target = state.entities.find(({ name }) => name === field.references);
  const page = await request(`${path(target)}?limit=${CHOICES}&sort=-id`);
  return page.items.map((item) => [item.id, recordName(target, item)]);
}

/** A select; the value that is set now can be kept even if it is not among the choices. */
function choice(attributes, choices, value) {
  const current = value === null ? "" : String(value);
  const known = current === "" || choices.some(([key]) => key === current);
  const all = [["", "–"], ...(known ? [] : [[current, `Number ${current}`]]), ...choices];
  return element("select", attributes, ...all.map(([key, text]) => element("option", { value: key, text, selected: key === current })));
}

/** A value as JSON text; numbers keep every digit, and what is no number goes as text for the service to refuse. */
function toJson(field, text) {
  if (text === "") return "null";
  const plain = isNumber(field) || field.references ? /^-?\d+(\.\d+)?$/ : /^(true|false)$/;
  const literal = (isNumber(field) || field.references || field.type === "boolean") && plain.test(text);
  return literal && !/^-?0\d/.test(text) ? text : JSON.stringify(text);
}

async function save(event) {
  event.preventDefault();
  const form = new FormData(byId("record-form"));
  const parts = state.entity.fields.map((field) => `${JSON.stringify(field.name)}: ${toJson(field, form.get(field.name))}`);
  const { editing } = state;
  await guarded("form-error", async () => {
    const method = editing ? "PUT" : "POST";
    await request(path(state.entity, editing?.id), { method, body: `{${parts.join(", ")}}` });
    await edit(null);
    await refresh();
  });
}

async function start() {
  const schema = await request("api/schema");
  state.entities = schema.entities;
  byId("record-form").addEventListener("submit", save);
  byId("form-cancel").addEventListener("click", () => edit(null));
  await open(state.entities[0]);
}

guarded("records-error", start);
