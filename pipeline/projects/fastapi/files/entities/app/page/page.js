const PAGE_SIZE = 20;
const TOP_VALUES = 10;
const METRICS = { avg: "Average", sum: "Sum", min: "Least", max: "Greatest" };

/** What is shown: a kind of records, the words and filters that select them, their order, and the record in the form. */
const state = { entities: [], entity: null, search: "", filters: [], sort: "", offset: 0, editing: null, turn: 0 };

const path = (entity, id = "") => `api/${entity.name}${id === "" ? "" : `/${id}`}`;
const query = (pairs) => new URLSearchParams(pairs).toString();
const isMoment = (field) => field.type === "date" || field.type === "datetime";
const selection = () => [...(state.search ? [["q", state.search]] : []), ...state.filters.map(({ key, value }) => [key, value])];
const may = (write) => state.entity.writes.includes(write);

/** The headers of every request: JSON, and the key that was given. */
function headers(more = {}) {
  const key = sessionStorage.getItem("api-key");
  return { "Content-Type": "application/json", ...(key ? { "X-API-Key": key } : {}), ...more };
}

const ask = (address, options = {}) => request(address, { ...options, headers: headers(options.headers) });

async function drawKinds() {
  const totals = await Promise.all(state.entities.map((entity) => ask(`${path(entity)}?limit=1`)));
  byId("kinds").replaceChildren(...state.entities.map((entity, index) => element("button", {
    type: "button", "aria-pressed": String(entity === state.entity),
    text: `${entity.label} (${grouped(totals[index].total)})`, click: () => open(entity),
  })));
}

/** Show a page of records; an answer that a later request has overtaken is dropped. */
async function drawRecords() {
  const turn = ++state.turn;
  const { entity } = state;
  const pairs = [["limit", PAGE_SIZE], ["offset", state.offset], ...selection(), ...(state.sort ? [["sort", state.sort]] : [])];
  const page = await ask(`${path(entity)}?${query(pairs)}`);
  if (turn !== state.turn) return;
  const actions = may("update") || may("delete") ? [element("th", { scope: "col", text: "Actions" })] : [];
  byId("records-head").replaceChildren(heading({ name: "id", label: "No.", type: "integer" }), ...entity.fields.map(heading), ...actions);
  byId("records-body").replaceChildren(...page.items.map(row));
  byId("records-foot").replaceChildren(...pager(page, (offset) => show({ offset })));
  byId("filters").replaceChildren(...state.filters.map((filter) => element("button", {
    class: "chip", type: "button", text: `${filter.text} ×`, "aria-label": `Remove the filter ${filter.text}`,
    click: () => select({ filters: state.filters.filter((other) => other !== filter) }),
  })));
}

function heading(field) {
  const order = state.sort === field.name ? "ascending" : state.sort === `-${field.name}` ? "descending" : "none";
  const mark = { ascending: " ↑", descending: " ↓", none: "" }[order];
  const next = { none: field.name, ascending: `-${field.name}`, descending: "" }[order];
  const button = element("button", { type: "button", text: field.label + mark, title: `Sort by ${field.label}`, click: () => show({ sort: next, offset: 0 }) });
  return element("th", { scope: "col", "aria-sort": order, class: isNumber(field) ? "number" : "" }, button);
}

function row(item) {
  const buttons = [
    may("update") && element("button", { type: "button", text: "Edit", "aria-label": `Edit record ${item.id}`, click: () => edit(item.id) }),
    may("delete") && element("button", { type: "button", class: "danger", text: "Delete", "aria-label": `Delete record ${item.id}`, click: () => remove(item) }),
  ].filter(Boolean);
  const actions = buttons.length ? [element("td", { class: "short" }, ...buttons.flatMap((button) => [button, " "]))] : [];
  return element("tr", {}, cell({ type: "integer" }, item.id), ...state.entity.fields.map((field) => cell(field, item[field.name])), ...actions);
}

function show(change = {}) {
  Object.assign(state, change);
  return guarded("records-error", drawRecords);
}

/** Show other records, and their charts. */
async function select(change) {
  await Promise.all([show({ offset: 0, ...change }), drawCharts()]);
}

async function drawCharts() {
  await Promise.all([guarded("time-error", drawTime), guarded("top-error", drawTop)]);
}

/** The groups of the records that are shown, each with its value and the result of a metric. */
async function aggregate(group, metric, more = []) {
  const { groups } = await ask(`api/aggregate/${state.entity.name}?${query([["group_by", group], ["metric", metric], ...more, ...selection()])}`);
  return groups.map(({ values, results }) => ({ value: values[group], result: results[metric] }));
}

async function drawTime() {
  const name = byId("time-field").value;
  byId("time-card").hidden = !name;
  if (!name) return;
  const groups = await aggregate(`${name}:month`, "count", [["order", "values"]]);
  const points = groups.filter(({ value }) => value !== null).map(({ value, result }) => ({ time: Date.parse(value), name: value.slice(0, 7), value: Number(result) }));
  if (points.length) timeLine(byId("time-chart"), "Records by month", points);
  else byId("time-chart").replaceChildren(element("p", { class: "hint", text: "No values to show." }));
}

async function drawTop() {
  const field = state.entity.fields.find(({ name }) => name === byId("top-field").value);
  const groups = (await aggregate(field.name, byId("top-metric").value, [["limit", TOP_VALUES]])).filter(({ result }) => result !== null);
  if (groups.length) ranks(byId("top-chart"), groups, ({ value }) => filterBy(field, value));
  else byId("top-chart").replaceChildren(element("p", { class: "hint", text: "No values to show." }));
}

function filterBy(field, value) {
  const filter = value === null
    ? { key: `${field.name}__null`, value: "true", text: `${field.label} is missing` }
    : { key: `${field.name}__eq`, value, text: `${field.label} is ${value}` };
  return select({ filters: [...state.filters.filter(({ key }) => key !== filter.key), filter] });
}

/** Fields that make good groups come first: choices and yes or no, then references and whole numbers, at last keys. */
function groupingRank(field) {
  if (field.choices.length || field.type === "boolean") return 0;
  if (field.unique) return 4;
  return field.references ? 1 : field.type === "integer" ? 2 : 3;
}

function drawChoices() {
  const { fields } = state.entity;
  const option = (field) => element("option", { value: field.name, text: shortened(field.label, 40) });
  const metrics = fields.filter(isNumber).flatMap((field) => Object.entries(METRICS).map(([metric, name]) =>
    element("option", { value: `${metric}:${field.name}`, text: `${name} of ${shortened(field.label, 30)}` })));
  byId("time-field").replaceChildren(...fields.filter(isMoment).map(option));
  byId("top-field").replaceChildren(...[...fields].sort((one, other) => groupingRank(one) - groupingRank(other)).map(option));
  byId("top-metric").replaceChildren(element("option", { value: "count", text: "Records" }), ...metrics);
}

async function open(entity) {
  Object.assign(state, { entity, sort: "", offset: 0, search: "", filters: [] });
  byId("records-title").textContent = entity.label;
  byId("search-form").hidden = !entity.fields.some(({ type }) => type === "text");
  byId("search").value = "";
  drawChoices();
  await Promise.all([guarded("records-error", drawKinds), show(), drawCharts(), edit(null)]);
}

async function refresh() {
  await Promise.all([guarded("records-error", drawKinds), show(), drawCharts()]);
}

async function remove(item) {
  if (!window.confirm(`Delete record ${item.id} of ${state.entity.label}?`)) return;
  await guarded("records-error", async () => {
    await ask(path(state.entity, item.id), { method: "DELETE" });
    if (state.editing?.id === item.id) await edit(null);
    await refresh();
  });
}

/** A record as it is now, with the tag that says so when it is sent back. */
async function read(id) {
  const response = await fetch(path(state.entity, id), { headers: headers() });
  const item = parseExactly(await response.text());
  if (!response.ok) throw new Error(item.detail);
  return { id, item, tag: response.headers.get("ETag") };
}

/** Prepare the form to change a record, or to add one; where neither is allowed there is no form. */
async function edit(id) {
  await guarded("form-error", async () => {
    state.editing = id === null ? null : await read(id);
    byId("form-card").hidden = !(state.editing ? may("update") : may("create"));
    byId("form-title").textContent = id === null ? `Add to ${state.entity.label}` : `Change record ${id} of ${state.entity.label}`;
    byId("form-save").textContent = id === null ? "Add" : "Save";
    byId("form-cancel").hidden = id === null;
    const inputs = await Promise.all(state.entity.fields.map((field) => labelled(field, state.editing?.item[field.name] ?? null)));
    byId("form-fields").replaceChildren(...inputs);
  });
  if (id !== null) byId("form-title").scrollIntoView({ block: "start" });
}

async function save(event) {
  event.preventDefault();
  const form = new FormData(byId("record-form"));
  const parts = state.entity.fields.map((field) => `${JSON.stringify(field.name)}: ${toJson(field, form.get(field.name))}`);
  const { editing } = state;
  await guarded("form-error", async () => {
    const more = editing ? { method: "PUT", headers: { "If-Match": editing.tag } } : { method: "POST" };
    await ask(path(state.entity, editing?.id), { ...more, body: `{${parts.join(", ")}}` });
    await edit(null);
    await refresh();
  });
}

/** Save what was found as a file. */
async function download(format) {
  const pairs = [["format", format], ...selection(), ...(state.sort ? [["sort", state.sort]] : [])];
  const response = await fetch(`api/export/${state.entity.name}?${query(pairs)}`, { headers: headers() });
  if (!response.ok) throw new Error(parseExactly(await response.text()).detail);
  const address = URL.createObjectURL(await response.blob());
  element("a", { href: address, download: `${state.entity.name}.${format}` }).click();
  URL.revokeObjectURL(address);
}

async function start() {
  const schema = await ask("api/schema");
  byId("key-form").hidden = true;
  state.entities = schema.entities;
  await open(state.entities[0]);
}

/** Start; where the service wants a key, ask for it and start again. */
async function begin() {
  try {
    await start();
    byId("page-error").textContent = "";
  } catch (error) {
    byId("key-form").hidden = false;
    byId("page-error").textContent = sessionStorage.getItem("api-key") ? error.message : "";
  }
}

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("api-key", byId("key").value);
  begin();
});
byId("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  select({ search: byId("search").value.trim() });
});
byId("record-form").addEventListener("submit", save);
byId("form-cancel").addEventListener("click", () => edit(null));
byId("time-field").addEventListener("change", drawCharts);
byId("top-field").addEventListener("change", drawCharts);
byId("top-metric").addEventListener("change", drawCharts);
for (const format of ["csv", "json"]) byId(`export-${format}`).addEventListener("click", () => guarded("records-error", () => download(format)));
begin();
