const PAGE_SIZE = 25;
const OPERATORS = {
  "": "is", __not: "is not", __contains: "contains", __prefix: "begins with", __gte: "is at least", __gt: "is more than",
  __lte: "is at most", __lt: "is less than", __in: "is one of", __null: "is missing",
};

/** What is shown: the schema, the words and filters that select records, their order, and the cursors of earlier pages. */
const state = { schema: null, fields: new Map(), search: "", filters: [], sort: "", pages: [""], turn: 0 };

const query = (pairs) => new URLSearchParams(pairs).toString();

/** The parameters that select the records which are shown. */
const selection = () => [...(state.search ? [["q", state.search]] : []), ...state.filters.map(({ key, value }) => [key, value])];

/** JSON of this service, asked for with the key that was given. */
function ask(path, pairs = []) {
  const key = sessionStorage.getItem("api-key");
  return request(`${path}?${query(pairs)}`, key ? { headers: { "X-API-Key": key } } : {});
}

/** A filter and how people read it. */
function filterOf(key, value) {
  const operator = Object.keys(OPERATORS).findLast((suffix) => key.endsWith(suffix));
  const field = state.fields.get(key.slice(0, key.length - operator.length));
  if (!field) return null;
  const words = operator === "__null" ? (value === "true" ? "is missing" : "is there") : `${OPERATORS[operator]} ${value}`;
  return { key, value, text: `${field.label} ${words}` };
}

/** Show a page of records; an answer that a later question has overtaken is dropped. */
async function drawRecords() {
  const turn = ++state.turn;
  const after = state.pages.at(-1);
  const pairs = [["limit", PAGE_SIZE], ...selection(), ...(state.sort ? [["sort", state.sort]] : []), ...(after ? [["after", after]] : [])];
  const page = await ask("api/records", pairs);
  if (turn !== state.turn) return;
  const { fields } = state.schema;
  byId("records-body").replaceChildren(
    ...page.items.map((item) => element("tr", {}, cell({ type: "integer" }, item.id), ...fields.map((field) => cell(field, item[field.name])))));
  drawPager(page);
}

function drawPager(page) {
  const first = (state.pages.length - 1) * PAGE_SIZE;
  const text = page.items.length ? `${grouped(first + 1)}–${grouped(first + page.items.length)} of ${grouped(page.total)}` : "Nothing found";
  const turnTo = (pages) => { state.pages = pages; return guarded("records-error", drawRecords); };
  byId("records-foot").replaceChildren(
    element("span", { class: "hint", text }),
    element("span", {},
      element("button", { type: "button", text: "Previous", disabled: state.pages.length === 1, click: () => turnTo(state.pages.slice(0, -1)) }),
      " ",
      element("button", { type: "button", text: "Next", disabled: page.next === null, click: () => turnTo([...state.pages, page.next]) })));
}

function drawHead() {
  byId("records-head").replaceChildren(heading({ name: "id", label: "No.", type: "integer" }), ...state.schema.fields.map(heading));
}

function heading(field) {
  const order = state.sort === field.name ? "ascending" : state.sort === `-${field.name}` ? "descending" : "none";
  const mark = { ascending: " ↑", descending: " ↓", none: "" }[order];
  const next = { none: field.name, ascending: `-${field.name}`, descending: "" }[order];
  const sort = () => { Object.assign(state, { sort: next, pages: [""] }); drawHead(); drawExports(); return guarded("records-error", drawRecords); };
  const button = element("button", { type: "button", text: field.label + mark, title: `Sort by ${field.label}`, click: sort });
  return element("th", { scope: "col", "aria-sort": order, class: isNumber(field) ? "number" : "" }, button);
}

/** Links to what was found as files; with a key, which a link cannot carry, the file is fetched first. */
function drawExports() {
  byId("exports").replaceChildren(...["csv", "json", "parquet"].map((format) => {
    const pairs = [["format", format], ...selection(), ...(state.sort ? [["sort", state.sort]] : [])];
    const link = element("a", { class: "button", href: `api/export?${query(pairs)}`, download: `records.${format}`, text: format === "parquet" ? "Parquet" : format.toUpperCase() });
    if (sessionStorage.getItem("api-key")) link.addEventListener("click", (event) => { event.preventDefault(); guarded("records-error", () => save(link)); });
    return link;
  }));
}

async function save(link) {
  const response = await fetch(link.href, { headers: { "X-API-Key": sessionStorage.getItem("api-key") } });
  if (!response.ok) throw new Error(`The service answered ${response.status}.`);
  const url = URL.createObjectURL(await response.blob());
  element("a", { href: url, download: link.download }).click();
  URL.revokeObjectURL(url);
}
