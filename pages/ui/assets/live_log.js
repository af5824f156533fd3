// The live log: one WebSocket, lines appended in blocks, and a nudge to the page when something else has changed.
// Everything that is shown goes through textContent, so that no line can become markup.
const KEEP = 5000;      // lines kept on the page
const BLOCK = 100;      // lines in a block that the browser may skip laying out
const QUIET_MS = 150;   // state changes closer together than this wake the page once
const FOLLOW_PX = 24;   // nearer to the end than this counts as being at the end
const ACT_MS = 800;     // a scroll this soon after a wheel, touch or key was the person's
const AGENTS = ["Analyzer & Planner", "Code Generator", "Code Reviewer", "DevOps Engineer", "Validator & Release Manager"];

const make = (tag, name, text) => {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text ?? "";
  return element;
};
const clock = (at) => {
  const moment = new Date(at);
  return moment.toLocaleTimeString("en-GB") + "." + String(moment.getMilliseconds()).padStart(3, "0");
};

class Log {
  constructor(root, run) {
    this.run = run;
    this.last = 0;
    this.count = 0;
    this.retryMs = 250;
    this.following = true;
    this.pane = root.querySelector(".pane");
    this.filter = root.querySelector(".filter");
    this.state = root.querySelector(".state");
    this.follow = root.querySelector(".follow");
    this.copy = root.querySelector(".copy");
    this.filter.oninput = () => this.applyFilter();
    this.follow.onclick = () => this.jump();
    this.copy.onclick = () => this.copyLines();
    this.pane.onscroll = () => this.onScroll();
    for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.pane.addEventListener(act, () => { this.actedAt = performance.now(); }, { passive: true });
    }
    this.pane.addEventListener("pointerdown", () => { this.dragging = true; });
    this.released = () => { this.dragging = false; };
    window.addEventListener("pointerup", this.released);
    this.connect();
  }

  connect() {
    if (this.closed) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}/api/v1/runs/${this.run}/events?after=${this.last}`);
    this.socket.onopen = () => { this.retryMs = 250; this.say("Live"); };
    this.socket.onmessage = (message) => this.append(JSON.parse(message.data));
    this.socket.onclose = (event) => {
      if (this.closed || event.code === 4404) return;
      this.say("Reconnecting…");
      this.timer = setTimeout(() => this.connect(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, 4000);
    };
  }

  append(events) {
    // A reconnect may send what is already here; ids only grow, so the last one tells.
    const fresh = events.filter((event) => event.id > this.last);
    if (!fresh.length) return;
    const first = this.last === 0;
    this.last = fresh.at(-1).id;
    this.pane.querySelector(".empty")?.remove();
    const query = this.filter.value.trim().toLowerCase();
    for (const event of fresh) if (event.message) this.addLine(event, query);
    while (this.count > KEEP + BLOCK) this.dropBlock();
    if (this.following) this.scrollToEnd();
    else this.follow.hidden = false;
    this.say("Live");
    if (!first && fresh.some((event) => event.kind === "state")) this.wake();
  }

  addLine(event, query) {
    let block = this.pane.lastElementChild;
    if (!block || block.childElementCount >= BLOCK) block = this.pane.appendChild(make("div", "block"));
    const line = make("div", `line ${event.level}${event.kind === "state" ? " milestone" : ""}`);
    line.dataset.id = event.id;
    const agent = AGENTS.indexOf(event.agent) + 1;
    const who = make("span", `who a${agent}`, event.role || event.agent || "Quintet");
    who.title = event.agent;
    line.append(make("time", "", clock(event.at)), who, make("span", "what", event.message));
    line.hidden = query !== "" && !line.textContent.toLowerCase().includes(query);
    block.append(line);
    this.count += 1;
  }

  dropBlock() {
    const block = this.pane.firstElementChild;
    const height = block.offsetHeight;
    this.count -= block.childElementCount;
    block.remove();
    if (!this.following) this.pane.scrollTop -= height;
  }

  wake() {
    clearTimeout(this.nudge);
    this.nudge = setTimeout(() => this.onState?.(this.last), QUIET_MS);
  }

  onScroll() {
    const gap = this.pane.scrollHeight - this.pane.scrollTop - this.pane.clientHeight;
    const byHand = this.dragging || performance.now() - (this.actedAt ?? -ACT_MS) < ACT_MS;
    if (gap < FOLLOW_PX) this.following = true;
    else if (byHand) this.following = false;
    // Blocks that come into view take their real height, which moves the end away from under the reader.
    else if (this.following) this.scrollToEnd();
    if (this.following) this.follow.hidden = true;
  }

  scrollToEnd() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.pane.scrollTop = this.pane.scrollHeight;
    });
  }

  jump() {
    this.following = true;
    this.follow.hidden = true;
    this.scrollToEnd();
  }

  applyFilter() {
    const query = this.filter.value.trim().toLowerCase();
    for (const line of this.pane.querySelectorAll(".line")) {
      line.hidden = query !== "" && !line.textContent.toLowerCase().includes(query);
    }
    this.say(this.state.dataset.text);
    this.jump();
  }

  say(text) {
    this.state.dataset.text = text;
    const lines = `${this.count.toLocaleString("en")} ${this.count === 1 ? "line" : "lines"}`;
    this.state.textContent = this.count ? `${text} · ${lines}` : text;
  }

  async copyLines() {
    const lines = [...this.pane.querySelectorAll(".line:not([hidden])")];
    const text = lines.map((line) => [...line.children].map((part) => part.textContent).join("  ")).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      this.copy.textContent = "Copied";
    } catch {
      this.copy.textContent = "Not allowed";
    }
    setTimeout(() => { this.copy.textContent = "Copy"; }, 1500);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.nudge);
    window.removeEventListener("pointerup", this.released);
    this.socket?.close();
  }
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".log");
  if (root.log?.run !== data.run) {
    root.log?.close();
    root.log = new Log(root, data.run);
  }
  root.log.onState = (last) => setTriggerValue("changed", last);
  // Streamlit may call this again for the same element; only a real removal ends the connection.
  return () => setTimeout(() => {
    if (!root.isConnected) root.log?.close();
  }, 1000);
}
