const TOP_VALUES = 10;
const DAY_MS = 86400000;
const SPANS = [["hour", DAY_MS / 24], ["day", DAY_MS], ["week", 7 * DAY_MS], ["month", 30.4 * DAY_MS], ["quarter", 91 * DAY_MS], ["year", 365 * DAY_MS]];
const MOST_POINTS = 72;
const METRICS = { avg: "Average", sum: "Sum", min: "Least", max: "Greatest" };

const isMoment = (field) => field.type === "date" || field.type === "datetime";
const timeOf = (text) => Date.parse(text.length > 10 ? `${text.slice(0, 23)}Z` : text);

/** Fields of numbers whose sums mean something: neither keys nor places. */
const isMeasure = (field) => isNumber(field) && !field.unique && !["identifier", "latitude", "longitude", "postal code"].includes(field.kind);

/** How well a field makes groups: few values that are neither all the same nor all different. */
function groupingRank(field) {
  const few = field.distinct >= 2 && field.distinct <= 50;
  return (few ? 0 : 1e9) + (isNumber(field) || isMoment(field) ? 1e6 : 0) + Number(field.distinct);
}

const fieldOptions = (fields) => fields.map((field) => element("option", { value: field.name, text: shortened(field.label, 60) }));

function metricOptions(measures) {
  const named = measures.flatMap((field) => Object.entries(METRICS).map(([metric, name]) =>
    element("option", { value: `${metric}:${field.name}`, text: `${name} of ${shortened(field.label, 40)}` })));
  return [element("option", { value: "count", text: "Records" }), ...named];
}

const chosen = (id) => byId(id).selectedOptions[0]?.textContent ?? "";

async function drawTiles() {
  const measures = state.schema.fields.filter(isMeasure).slice(0, 3);
  const moment = state.schema.fields.find(isMoment);
  const metrics = ["count", ...measures.flatMap(({ name }) => [`avg:${name}`]), ...(moment ? [`min:${moment.name}`, `max:${moment.name}`] : [])];
  const { groups } = await ask("api/aggregate", [["metric", metrics.join(",")], ...selection()]);
  const { results } = groups[0];
  const share = Number(state.schema.rows) ? (100 * Number(results.count)) / Number(state.schema.rows) : 0;
  const tiles = [tile("Records", grouped(results.count), `${share.toFixed(share < 100 ? 1 : 0)} % of all`)];
  for (const field of measures) {
    const value = results[`avg:${field.name}`];
    tiles.push(tile(`Average ${field.label}`, value === null ? "–" : rounded(value), field.unit));
  }
  if (moment) {
    const [from, to] = [results[`min:${moment.name}`], results[`max:${moment.name}`]];
    tiles.push(tile(moment.label, from === null ? "–" : from.slice(0, 10), to === null ? "" : `to ${to.slice(0, 10)}`));
  }
  byId("tiles").replaceChildren(...tiles);
}

const tile = (name, figure, note) => element("div", { class: "tile" },
  element("p", { class: "name", text: name, title: name }), element("p", { class: "figure", text: figure }), element("p", { class: "note", text: note }));

const nothing = () => element("p", { class: "hint", text: "No values to show." });

/** The span of time that makes a readable number of points between two moments. */
function spanFor(field, from, to) {
  const length = timeOf(to) - timeOf(from);
  const possible = field.type === "datetime" ? SPANS : SPANS.slice(1);
  return (possible.find(([, size]) => length / size <= MOST_POINTS) ?? possible.at(-1))[0];
}

async function drawTime() {
  const field = state.fields.get(byId("time-field").value);
  const metric = byId("time-metric").value;
  const limits = await ask("api/aggregate", [["metric", `min:${field.name},max:${field.name}`], ...selection()]);
  const [from, to] = Object.values(limits.groups[0].results);
  if (from === null) return byId("time-chart").replaceChildren(nothing());
  const span = spanFor(field, from, to);
  const term = `${field.name}:${span}`;
  const { groups } = await ask("api/aggregate", [["group_by", term], ["metric", metric], ["order", "values"], ...selection()]);
  const length = { year: 4, quarter: 7, month: 7, hour: 16 }[span] ?? 10;
  const points = groups.filter(({ values, results }) => values[term] !== null && results[metric] !== null).map(({ values, results }) => (
    { time: timeOf(values[term]), name: values[term].slice(0, length).replace("T", " "), value: Number(results[metric]) }));
  if (!points.length) return byId("time-chart").replaceChildren(nothing());
  return timeLine(byId("time-chart"), `${chosen("time-metric")} by ${span} of ${field.label}`, points);
}

async function drawTop() {
  const name = byId("top-field").value;
  const metric = byId("top-metric").value;
  const { groups } = await ask("api/aggregate", [["group_by", name], ["metric", metric], ["limit", TOP_VALUES], ...selection()]);
  const known = groups.map(({ values, results }) => ({ value: values[name], result: results[metric] })).filter(({ result }) => result !== null);
  if (!known.length) return byId("top-chart").replaceChildren(nothing());
  return ranks(byId("top-chart"), known, ({ value }) => guarded("filter-error", () => addFilter(value === null ? `${name}__null` : name, value === null ? "true" : String(value))));
}

async function drawSpread() {
  const field = state.fields.get(byId("spread-field").value);
  const answer = await ask("api/histogram", [["field", field.name], ["bins", 24], ...selection()]);
  const bins = answer.bins.map(({ low, high, count }) => ({ low: Number(low), high: Number(high), count: Number(count) }));
  if (!bins.length) return byId("spread-chart").replaceChildren(nothing());
  return histogram(byId("spread-chart"), `How ${field.label} is spread over ${grouped(answer.numbers)} numbers`, bins);
}

const CARDS = { time: drawTime, top: drawTop, spread: drawSpread };
const drawCard = (name) => (byId(`${name}-field`).options.length ? guarded(`${name}-error`, CARDS[name]) : null);

/** Show everything for what is selected now, records from the first page; the address keeps the selection. */
function drawAll() {
  state.pages = [""];
  history.replaceState(null, "", `?${query(selection())}`);
  drawHead();
  drawFilters();
  drawExports();
  return Promise.all([guarded("page-error", drawTiles), guarded("records-error", drawRecords), ...Object.keys(CARDS).map(drawCard)]);
}

function drawFilters() {
  byId("search").value = state.search;
  byId("filters").replaceChildren(...state.filters.map((filter) => element("button", {
    class: "chip", type: "button", text: `${filter.text} ✕`, "aria-label": `Remove the filter ${filter.text}`,
    click: () => { state.filters = state.filters.filter((other) => other !== filter); return drawAll(); },
  })));
}

/** Add a filter, once the service has accepted it. */
async function addFilter(key, value) {
  await ask("api/records", [["limit", 1], [key, value]]);
  state.filters = [...state.filters.filter((other) => other.key !== key || other.value !== value), filterOf(key, value)];
  return drawAll();
}

function submitFilter(event) {
  event.preventDefault();
  const operator = byId("filter-operator").value;
  const value = operator === "__null" ? "true" : byId("filter-value").value;
  guarded("filter-error", async () => {
    await addFilter(byId("filter-field").value + operator, value);
    byId("filter-value").value = "";
  });
}

function drawOperators() {
  const { type } = state.fields.get(byId("filter-field").value);
  const ofText = ["__contains", "__prefix", "", "__not", "__in", "__null"];
  const names = type === "text" ? ofText : type === "boolean" ? ["", "__null"] : ["", "__not", "__gte", "__gt", "__lte", "__lt", "__in", "__null"];
  byId("filter-operator").replaceChildren(...names.map((name) => element("option", { value: name, text: OPERATORS[name] })));
  drawValue();
}

function drawValue() {
  byId("filter-value-label").hidden = byId("filter-operator").value === "__null";
}

function setUpSearch() {
  byId("search-form").hidden = !state.schema.fields.some(({ type }) => type === "text");
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    state.search = byId("search").value.trim();
    drawAll();
  });
  byId("filter-field").append(...fieldOptions(state.schema.fields));
  byId("filter-field").addEventListener("change", drawOperators);
  byId("filter-operator").addEventListener("change", drawValue);
  byId("filter-form").addEventListener("submit", submitFilter);
  drawOperators();
}

function setUpCharts() {
  const { fields } = state.schema;
  const measures = fields.filter(isMeasure);
  const numbers = [...measures, ...fields.filter((field) => isNumber(field) && !isMeasure(field))];
  byId("time-field").append(...fieldOptions(fields.filter(isMoment)));
  byId("time-metric").append(...metricOptions(measures));
  const moment = fields.find(isMoment);
  if (moment && Number(moment.distinct) === Number(state.schema.rows) && measures.length) byId("time-metric").value = `avg:${measures[0].name}`;
  byId("top-field").append(...fieldOptions(fields.toSorted((one, other) => groupingRank(one) - groupingRank(other))));
  byId("top-metric").append(...metricOptions(measures));
  byId("spread-field").append(...fieldOptions(numbers));
  byId("time-card").hidden = !fields.some(isMoment);
  byId("spread-card").hidden = !numbers.length;
  for (const name of Object.keys(CARDS)) {
    for (const part of ["field", "metric"]) byId(`${name}-${part}`)?.addEventListener("change", () => drawCard(name));
  }
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    for (const name of ["time", "spread"]) drawCard(name);
  });
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
  state.schema = await ask("api/schema");
  byId("key-form").hidden = true;
  state.fields = new Map(state.schema.fields.map((field) => [field.name, field]));
  const asked = [...new URLSearchParams(location.search)];
  state.search = asked.find(([key]) => key === "q")?.[1] ?? "";
  state.filters = asked.map(([key, value]) => filterOf(key, value)).filter(Boolean);
  drawFields();
  setUpSearch();
  setUpCharts();
  await drawAll();
}

/** Start; where the service wants a key, ask for it and start again. */
async function startWithKey() {
  try {
    await start();
  } catch (error) {
    if (error.status !== 401) throw error;
    byId("key-form").hidden = false;
    if (sessionStorage.getItem("api-key")) throw error;
  }
}

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("api-key", byId("key").value);
  guarded("page-error", startWithKey);
});
guarded("page-error", startWithKey);
