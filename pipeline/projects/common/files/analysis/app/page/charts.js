const SVG = "http://www.w3.org/2000/svg";
const PLOT = { height: 220, left: 52, right: 12, top: 12, bottom: 26 };

/** An SVG element. */
function shape(name, attributes, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

const shortened = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** A number with so many digits that it can be read at a glance. */
const rounded = (value) => Number(value).toLocaleString("en", Math.abs(value) < 1000 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 0 });
const compact = (value) => Number(value).toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });

/** Round steps from a low number to a high one, both included in what they span. */
function steps(low, high, most = 4) {
  const rough = (high - low || Math.abs(high) || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough);
  const first = Math.floor(low / size);
  const count = Math.ceil(high / size) - first;
  return Array.from({ length: Math.max(1, count) + 1 }, (_, index) => (first + index) * size);
}

/** An empty plot with its horizontal rules: the drawing, and where a value lies from top to bottom. */
function plot(host, label, low, high) {
  const width = Math.max(260, host.clientWidth);
  const ticks = steps(low, high);
  const [least, most] = [ticks[0], ticks.at(-1)];
  const inner = PLOT.height - PLOT.top - PLOT.bottom;
  const y = (value) => PLOT.top + inner * (1 - (value - least) / (most - least));
  const drawing = shape("svg", { viewBox: `0 0 ${width} ${PLOT.height}`, height: PLOT.height, role: "img", "aria-label": label });
  for (const tick of ticks) {
    drawing.append(
      shape("line", { x1: PLOT.left, x2: width - PLOT.right, y1: y(tick), y2: y(tick), class: "rule" }),
      shape("text", { x: PLOT.left - 8, y: y(tick) + 4, "text-anchor": "end" }, compact(tick)),
    );
  }
  return { drawing, width, y, base: y(Math.min(Math.max(0, least), most)) };
}

/** Labels under a plot, as many as there is room for; each has a place and a text. */
function labelPlaces(drawing, width, labels) {
  const room = Math.max(2, Math.floor((width - PLOT.left) / 90));
  const every = Math.max(1, Math.ceil((labels.length - 1) / (room - 1)));
  labels.forEach(({ x, text }, index) => {
    if (index % every) return;
    const anchor = x > width - 40 ? "end" : x < PLOT.left + 24 ? "start" : "middle";
    drawing.append(shape("text", { x: Math.min(x, width - 2), y: PLOT.height - 6, "text-anchor": anchor }, text));
  });
}

/** A line through points in time, each with a `time` in milliseconds, a `name` and a `value`. */
function timeLine(host, label, points) {
  const values = points.map(({ value }) => value);
  const { drawing, width, y, base } = plot(host, label, Math.min(0, ...values), Math.max(0, ...values));
  const [start, end] = [points[0].time, points.at(-1).time];
  const inner = width - PLOT.left - PLOT.right;
  const x = (time) => PLOT.left + (end > start ? (inner * (time - start)) / (end - start) : inner / 2);
  const path = points.map(({ time, value }) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join("L");
  drawing.append(
    shape("path", { d: `M${x(start)},${base}L${path}L${x(end)},${base}Z`, class: "area" }),
    shape("path", { d: `M${path}`, class: "line" }),
  );
  points.forEach(({ time, name, value }, index) => {
    const from = index ? (x(points[index - 1].time) + x(time)) / 2 : PLOT.left;
    const to = index < points.length - 1 ? (x(points[index + 1].time) + x(time)) / 2 : width - PLOT.right;
    const spot = shape("rect", { x: from, y: PLOT.top, width: Math.max(1, to - from), height: PLOT.height - PLOT.top - PLOT.bottom, class: "spot" });
    spot.append(shape("title", {}, `${name}: ${rounded(value)}`));
    drawing.append(spot);
  });
  labelPlaces(drawing, width, points.map(({ time, name }) => ({ x: x(time), text: name })));
  host.replaceChildren(drawing);
}

/** Columns for the bins of a histogram. */
function histogram(host, label, bins) {
  const { drawing, width, y, base } = plot(host, label, 0, Math.max(...bins.map(({ count }) => count)));
  const step = (width - PLOT.left - PLOT.right) / bins.length;
  bins.forEach(({ low, high, count }, index) => {
    const group = shape("g", {});
    const left = PLOT.left + index * step;
    group.append(
      shape("title", {}, `${rounded(low)} to ${rounded(high)}: ${grouped(count)}`),
      shape("rect", { x: left, y: PLOT.top, width: step, height: base - PLOT.top, class: "spot" }),
      shape("rect", { x: left + 1, y: y(count), width: Math.max(1, step - 2), height: base - y(count), rx: 2, class: "column" }),
    );
    drawing.append(group);
  });
  const edges = [...bins.map(({ low }) => low), bins.at(-1).high];
  labelPlaces(drawing, width, edges.map((edge, index) => ({ x: PLOT.left + index * step, text: compact(edge) })));
  host.replaceChildren(drawing);
}

/** Named bars, longest for the greatest value; a click on one calls `choose` with its group. */
function ranks(host, groups, choose) {
  const greatest = Math.max(0, ...groups.map(({ result }) => Number(result)));
  host.replaceChildren(...groups.map((group) => {
    const name = group.value === null ? "(missing)" : group.value === "" ? "(empty)" : String(group.value);
    const length = greatest > 0 ? Math.max(0, (Number(group.result) / greatest) * 100) : 0;
    const bar = shape("svg", { viewBox: "0 0 100 7", preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(shape("rect", { width: 100, height: 7 }), shape("rect", { width: length, height: 7, class: "meter" }));
    const names = element("span", { class: "names" }, element("span", { text: name }), element("span", { text: rounded(group.result) }));
    return element("button", { class: "rank", type: "button", title: `Show only ${shortened(name, 80)}`, click: () => choose(group) }, names, bar);
  }));
}
