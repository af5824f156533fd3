const BARS = 10;
const PAGE_SIZE = 25;
const OPERATORS = { "": "is", __contains: "contains", __gte: "is at least", __lte: "is at most", __null: "is missing" };

const state = { schema: null, fields: new Map(), filters: [], sort: "", offset: 0, turn: 0 };

const query = (parameters) => new URLSearchParams(parameters).toString();

/** An SVG element. */
function shape(name, attributes, text = "") {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

const shortened = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** A number with at most so many digits that it can be read at a glance. */
const rounded = (text) => Number(text).toLocaleString("en", { maximumSignificantDigits: 6 });

/** One bar with its value at the right and its name above. */
function bar(group, index, greatest) {
  const y = index * 40;
  const size = Number(group.result);
  const width = greatest > 0 && size > 0 ? Math.max(2, (size / greatest) * 440) : 0;
  const name = group.value === null ? "(missing)" : String(group.value);
  const node = shape("g", {});
  node.append(
    shape("title", {}, `${name}: ${group.result}`),
    shape("text", { x: 0, y: y + 14 }, shortened(name, 48)),
    shape("text", { x: 440, y: y + 14, "text-anchor": "end", class: "value" }, rounded(group.result)),
    shape("rect", { x: 0, y: y + 21, width: 440, height: 9, rx: 4, class: "rail" }),
    shape("rect", { x: 0, y: y + 21, width, height: 9, rx: 4, class: "meter" }),
  );
  return node;
}

function drawBars(hostId, label, groups) {
  const known = groups.filter((group) => group.result !== null);
  const greatest = Math.max(0, ...known.map((group) => Number(group.result)));
  const chart = shape("svg", { viewBox: `0 0 440 ${Math.max(1, known.length) * 40}`, class: "chart", role: "img", "aria-label": label });
  chart.append(...known.map((group, index) => bar(group, index, greatest)));
  byId(hostId).replaceChildren(known.length ? chart : element("p", { class: "hint", text: "No values to show." }));
}

/** The greatest groups by one field, each with its value and result. */
async function aggregate(group, metric) {
  const { groups } = await request(`api/aggregate?${query({ group_by: group, metric, limit: BARS })}`);
  return groups.map(({ values, results }) => ({ value: values[group], result: results[metric] }));
}

async function drawCounts() {
  const field = state.fields.get(byId("count-group").value);
  const groups = await aggregate(field.name, "count");
  drawBars("count-chart", `Records by ${field.label}, the most frequent ${groups.length} values`, groups);
}

async function drawMetric() {
  const [metric, field, group] = ["metric-name", "metric-field", "metric-group"].map((id) => byId(id).value);
  const groups = await aggregate(group, `${metric}:${field}`);
  drawBars("metric-chart", `${metric} of ${state.fields.get(field).label} by ${state.fields.get(group).label}`, groups);
}

const options = (fields) => fields.map((field) => element("option", { value: field.name, text: shortened(field.label, 60) }));

/** How well a field makes groups: few values that are neither all the same nor all different. */
function groupingRank(field) {
  const few = field.distinct >= 2 && field.distinct <= 50;
  return (few ? 0 : 1e9) + (isNumber(field) ? 1e6 : 0) + Number(field.distinct);
}

function setUpCharts() {
  const groupings = state.schema.fields.toSorted((one, other) => groupingRank(one) - groupingRank(other));
  const numbers = state.schema.fields.filter(isNumber);
  byId("count-group").append(...options(groupings));
  byId("count-group").addEventListener("change", () => guarded("count-error", drawCounts));
  guarded("count-error", drawCounts);
  if (!numbers.length) return;
  byId("metric-card").hidden = false;
  byId("metric-group").append(...options(groupings));
  byId("metric-field").append(...options(numbers.toSorted((one, other) => Number(other.distinct) - Number(one.distinct))));
  for (const id of ["metric-name", "metric-field", "metric-group"]) {
    byId(id).addEventListener("change", () => guarded("metric-error", drawMetric));
  }
  guarded("metric-error", drawMetric);
}

/** Show a page of records; an answer that a later request has overtaken is dropped. */
async function drawRecords() {
  const turn = ++state.turn;
  const parameters = [["limit", PAGE_SIZE], ["offset", state.offset], ...state.filters.map(({ key, value }) => [key, value])];
  if (state.sort) parameters.push(["sort", state.sort]);
  const page = await request(`api/records?${query(parameters)}`);
  if (turn !== state.turn) return;
  const fields = state.schema.fields;
  byId("records-body").replaceChildren(
    ...page.items.map((item) => element("tr", {}, cell({ type: "integer" }, item.id), ...fields.map((field) => cell(field, item[field.name])))));
  byId("records-foot").replaceChildren(...pager(page, (offset) => show({ offset })));
}

/** Change what the table shows: by default from its first page. */
function show(change = {}) {
  Object.assign(state, { offset: 0 }, change);
  drawHead();
  drawFilters();
  return guarded("records-error", drawRecords);
}

function drawHead() {
  byId("records-head").replaceChildren(heading({ name: "id", label: "No.", type: "integer" }), ...state.schema.fields.map(heading));
}

function heading(field) {
  const order = state.sort === field.name ? "ascending" : state.sort === `-${field.name}` ? "descending" : "none";
  const mark = { ascending: " ↑", descending: " ↓", none: "" }[order];
  const next = { none: field.name, ascending: `-${field.name}`, descending: "" }[order];
  const button = element("button", { type: "button", text: field.label + mark, title: `Sort by ${field.label}`, click: () => show({ sort: next }) });
  return element("th", { scope: "col", "aria-sort": order, class: isNumber(field) ? "number" : "" }, button);
}

function drawFilters() {
  byId("filters").replaceChildren(...state.filters.map((filter) => element("button", {
    class: "chip", type: "button", text: `${filter.text} ✕`, "aria-label": `Remove the filter ${filter.text}`,
    click: () => show({ filters: state.filters.filter((other) => other !== filter) }),
  })));
}

function addFilter(event) {
  event.preventDefault();
  const field = state.fields.get(byId("filter-field").value);
  const operator = byId("filter-operator").value;
  const missing = operator === "__null";
  const value = missing ? "true" : byId("filter-value").value;
  const text = `${field.label} ${OPERATORS[operator]}${missing ? "" : ` ${value}`}`;
  show({ filters: [...state.filters, { key: field.name + operator, value, text }] });
  if (!missing) byId("filter-value").value = "";
}

function drawOperators() {
  const { type } = state.fields.get(byId("filter-field").value);
  const names = type === "text" ? ["__contains", "", "__gte", "__lte", "__null"] : ["", "__gte", "__lte", "__null"];
  byId("filter-operator").replaceChildren(...names.map((name) => element("option", { value: name, text: OPERATORS[name] })));
  drawValue();
}

function drawValue() {
  byId("filter-value-label").hidden = byId("filter-operator").value === "__null";
}

function setUpRecords() {
  byId("filter-field").append(...options(state.schema.fields));
  byId("filter-field").addEventListener("change", drawOperators);
  byId("filter-operator").addEventListener("change", drawValue);
  byId("filter-form").addEventListener("submit", addFilter);
  drawOperators();
  show();
}

function drawFields() {
  const rows = Number(state.schema.rows);
  byId("fields-body").replaceChildren(...state.schema.fields.map((field) => element("tr", {},
    element("th", { scope: "row", text: field.label }),
    element("td", { text: field.unit ? `${field.kind} (${field.unit})` : field.kind }),
    element("td", { text: `${(100 * (1 - Number(field.nulls) / rows)).toFixed(field.nulls === "0" ? 0 : 1)} %` }),
    element("td", { class: "number", text: grouped(field.distinct) }),
    element("td", { text: shown(field.minimum) }),
    element("td", { text: shown(field.maximum) }))));
}

async function start() {
  state.schema = await request("api/schema");
  state.fields = new Map(state.schema.fields.map((field) => [field.name, field]));
  drawFields();
  setUpCharts();
  setUpRecords();
}

guarded("records-error", start);
