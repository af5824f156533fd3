const RETRY_MS = 1500;
const INPUTS = { integer: { type: "number", step: "1" }, number: { type: "number", step: "any" }, date: { type: "date" }, datetime: { type: "datetime-local", step: "1" } };
const MOST_OPTIONS = 30;

const state = { info: null };

/** A number with as many digits as can be read at a glance. */
const short = (text) => Number(text).toLocaleString("en", { maximumSignificantDigits: 4 });

const option = (value, chosen) => element("option", { value, text: value, selected: value === chosen });

/** The input for a feature, with its typical value. */
function control(feature) {
  const id = `field-${feature.name}`;
  const typical = feature.typical === null ? "" : String(feature.typical);
  if (feature.kind === "boolean") return select(id, ["true", "false"], typical);
  if (feature.kind !== "category") return element("input", { id, value: typical, ...INPUTS[feature.kind], autocomplete: "off" });
  if (Number(feature.distinct) <= MOST_OPTIONS) return select(id, feature.values, typical);
  const list = `${id}-values`;
  const input = element("input", { id, value: typical, list, autocomplete: "off" });
  return element("span", {}, input, element("datalist", { id: list }, ...feature.values.map((value) => option(value))));
}

function select(id, values, typical) {
  return element("select", { id }, element("option", { value: "", text: "(missing)", selected: !typical }), ...values.map((value) => option(value, typical)));
}

function field(feature) {
  const name = feature.unit ? `${feature.label} (${feature.unit})` : feature.label;
  return element("label", { for: `field-${feature.name}` }, name, control(feature));
}

/** The form's values as JSON text; numbers stand as they were typed. */
function recordJson() {
  const parts = [];
  for (const feature of state.info.features) {
    const value = byId(`field-${feature.name}`).value;
    if (value === "") continue;
    const isBare = ["integer", "number", "boolean"].includes(feature.kind);
    parts.push(`${JSON.stringify(feature.name)}: ${isBare ? value : JSON.stringify(value)}`);
  }
  return `{${parts.join(", ")}}`;
}

async function predict() {
  const answer = await request("predict", { method: "POST", body: recordJson() });
  byId("answer").replaceChildren(...shownAnswer(answer), ...answer.notes.map((note) => element("p", { class: "hint", text: note })));
}

function shownAnswer(answer) {
  const { label, unit, task } = state.info.target;
  if (task === "regression") {
    const suffix = unit ? ` ${unit}` : "";
    return [
      element("p", { class: "lead" }, `${label}: `, element("strong", { text: short(answer.prediction) + suffix })),
      element("p", { class: "hint", text: `In tests, nine of ten true values lay between ${short(answer.low)} and ${short(answer.high)} for such a prediction.` }),
    ];
  }
  const ordered = Object.entries(answer.probabilities).sort((one, other) => Number(other[1]) - Number(one[1]));
  return [
    element("p", { class: "lead" }, `${label}: `, element("strong", { text: answer.prediction })),
    element("ul", {}, ...ordered.map(([name, share]) => element("li", { text: `${name}: ${(100 * Number(share)).toFixed(1)} %` }))),
  ];
}

/** A score with its interval below it. */
const scoreCell = (score) => element("td", {}, element("strong", { text: short(score.value) }), element("br"),
  element("span", { class: "hint", text: `${short(score.low)} to ${short(score.high)}` }));

function drawQuality() {
  const { candidates, chosen, chosen_reason: reason, split, tested_rows: rows } = state.info;
  byId("quality-lead").textContent = reason;
  byId("quality-head").replaceChildren(
    element("th", { scope: "col", text: "Metric" }),
    ...candidates.map((each) => element("th", { scope: "col", text: each.key === chosen ? `${each.label} (used)` : each.label })));
  byId("quality-body").replaceChildren(...candidates[0].scores.map((score, place) => element("tr", {},
    element("th", { scope: "row", text: `${score.label} ${score.higher_is_better ? "↑" : "↓"}` }),
    ...candidates.map((each) => scoreCell(each.scores[place])))));
  byId("quality-tests").textContent = `${grouped(rows)} rows were tested: ${split.how}. ${split.reason}`;
}

function drawPlots() {
  byId("plots").replaceChildren(...Object.entries(state.info.plots).map(([name, svg]) => element("section", {},
    element("img", { class: "chart", alt: plotTitle(svg), src: `data:image/svg+xml,${encodeURIComponent(svg)}`, id: `plot-${name}` }))));
}

const plotTitle = (svg) => svg.match(/<title>([^<]*)/)[1];

function drawAbout() {
  const { target, metric_reason: metric, removed, rows, learned_rows: learned, model_id: id, versions } = state.info;
  const part = learned === rows ? "" : `; ${grouped(learned)} of them, drawn by chance, were learned from`;
  const facts = [
    target.reason,
    metric,
    `${grouped(rows)} rows have a known target${part}.`,
    `Model ${id}, made with ${Object.entries(versions).map((pair) => pair.join(" ")).join(", ")}.`,
  ];
  byId("about").replaceChildren(...facts.map((text) => element("li", { text })));
  byId("removed-card").hidden = !removed.length;
  byId("removed").replaceChildren(...removed.map((column) => element("li", { text: column.reason })));
}

function draw() {
  byId("fields").replaceChildren(...state.info.features.map(field));
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded("form-error", predict);
  });
  byId("form").addEventListener("reset", () => byId("answer").replaceChildren());
  drawQuality();
  drawPlots();
  drawAbout();
  byId("state").hidden = true;
  byId("content").hidden = false;
}

/** Show the model; while it is being trained, ask again. */
async function start() {
  const response = await fetch("ready");
  if (response.status === 503) {
    setTimeout(() => guarded("page-error", start), RETRY_MS);
    return;
  }
  state.info = await request("api/model");
  draw();
}

guarded("page-error", start);
