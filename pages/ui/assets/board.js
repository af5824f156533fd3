// A run at a glance: the numbers that tick, and five agents with their steps. Text only ever goes in as textContent.
const SHAPES = {
  done: "M3 8.5 6.5 12 13 4.5",
  current: "M8 2a6 6 0 1 1-6 6",
  waiting: "M8 4v4.5M8 11.5v.5M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13",
  failed: "M4 4l8 8M12 4l-8 8",
  stopped: "M4 8h8",
  pending: "M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5",
};
const WORDS = {
  done: "done", current: "under way", waiting: "waits for you", failed: "failed", stopped: "stopped", pending: "to come",
};

const make = (tag, name, ...parts) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...parts);
  return element;
};

const duration = (seconds) => {
  if (seconds < 0.05) return "<0.1 s";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
};

const icon = (mark) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const look = { d: SHAPES[mark], fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round",
    "stroke-linejoin": "round" };
  for (const [name, value] of Object.entries(look)) path.setAttribute(name, value);
  svg.append(path);
  return svg;
};

const stepRow = (step, ticking) => {
  const time = make("span", "time");
  if (step.started_ms) ticking.push(() => { time.textContent = duration((Date.now() - step.started_ms) / 1000); });
  else if (step.seconds !== null) time.textContent = duration(step.seconds);
  const role = step.attempt > 1 ? `${step.role} · attempt ${step.attempt}` : step.role;
  const row = make("li", `step ${step.mark}`, icon(step.mark), make("span", "title", step.title), time,
    make("span", "role", role), make("span", "hidden", WORDS[step.mark]));
  if (step.error) row.title = step.error;
  return row;
};

const agentCard = (agent, ticking) => make("li", `agent ${agent.mark}`, make("h3", "", agent.name),
  make("ol", "", ...agent.steps.map((step) => stepRow(step, ticking))));

const factPair = (fact, ticking) => {
  const value = make("dd", "", fact.text);
  if (fact.since_ms) ticking.push(() => { value.textContent = duration((Date.now() - fact.since_ms) / 1000); });
  if (fact.until_ms) {
    ticking.push(() => {
      const seconds = (fact.until_ms - Date.now()) / 1000;
      value.textContent = seconds < 1 ? "any moment" : `about ${duration(Math.ceil(seconds))}`;
    });
  }
  return make("div", "", make("dt", "", fact.label), value);
};

export default function (component) {
  const { parentElement, data } = component;
  const board = parentElement.querySelector(".board");
  const ticking = [];
  board.replaceChildren(
    make("dl", "facts", ...data.facts.map((fact) => factPair(fact, ticking))),
    make("ol", "agents", ...data.agents.map((agent) => agentCard(agent, ticking))),
  );
  const tick = () => ticking.forEach((update) => update());
  tick();
  clearInterval(board.timer);
  if (ticking.length) board.timer = setInterval(tick, 200);
  return () => { if (!board.isConnected) clearInterval(board.timer); };
}
