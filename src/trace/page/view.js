// The page: lanes on a canvas, and panels that show the program after one event.
"use strict";

const $ = (id) => document.getElementById(id);
const make = (tag, text, className) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};

/** The trace, and what it says; set by `start`. */
let trace, model;
const LANE = 26;
const HEAD = 24;
/** Items that a panel lists at most. */
const MOST = 100;

const view = {
  at: 0,
  task: 0,
  byEvent: false,
  from: 0,
  to: 1,
  top: 0,
  timer: 0,
};

/** A position of the axis, from 0 to 1, for an event. */
function axis(at) {
  const last = Math.max(1, model.events.length - 1);
  return view.byEvent ? at / last : model.end ? model.events[at].time / model.end : 0;
}

const canvas = $("lanes");
const context = canvas.getContext("2d");
const labelWidth = () => Math.min(220, canvas.clientWidth * 0.3);
const plotWidth = () => Math.max(50, canvas.clientWidth - labelWidth() - 28);
const toX = (position) => labelWidth() + ((position - view.from) / (view.to - view.from)) * plotWidth();

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

let pending = 0;
function draw() {
  if (!pending) pending = requestAnimationFrame(() => { pending = 0; paint(); });
}

function paint() {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const colors = Object.fromEntries([...STATES.slice(1), "text", "dim", "line", "back", "mark", "pick"].map((n) => [n, color(n)]));
  context.fillStyle = colors.back;
  context.fillRect(0, 0, width, height);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  paintLanes(colors, width, height);
  paintArrows(colors, height);
  paintRuler(colors, width);
  const x = toX(axis(view.at));
  context.fillStyle = colors.mark;
  if (x >= labelWidth() - 1) context.fillRect(x - 1, 0, 2, height);
}

function paintLanes(colors, width, height) {
  const first = Math.floor(view.top / LANE);
  const last = Math.min(model.lanes.length, first + Math.ceil((height - HEAD) / LANE) + 1);
  const left = labelWidth();
  for (let row = first; row < last; row++) {
    const task = model.lanes[row];
    const y = HEAD + row * LANE - view.top;
    if (task.id === view.task) {
      context.fillStyle = colors.pick;
      context.fillRect(0, y, width, LANE);
    }
    context.fillStyle = colors.line;
    context.fillRect(0, y + LANE - 1, width, 1);
    context.save();
    context.beginPath();
    context.rect(0, y, left - 6, LANE);
    context.clip();
    context.fillStyle = colors.text;
    context.fillText(`${model.name(task.id)} ${task.coroutine}`, 6 + Math.min(6, task.depth) * 12, y + LANE / 2);
    context.restore();
    paintSpans(task, y, colors, left, width);
  }
}

/** The first span that ends after the left border: spans are in order. */
function firstVisible(spans) {
  let low = 0, high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (axis(spans[middle][1]) < view.from) low = middle + 1; else high = middle;
  }
  return low;
}

function paintSpans(task, y, colors, left, width) {
  const spans = task.spans;
  context.save();
  context.beginPath();
  context.rect(left, y, width - left, LANE);
  context.clip();
  let drawn = -1;
  for (let i = firstVisible(spans); i < spans.length; i++) {
    const [begin, end, state] = spans[i];
    const x = toX(axis(begin));
    if (x > width) break;
    const wide = toX(axis(end)) - x;
    if (state >= DONE) {
      context.fillStyle = colors[STATES[state]];
      context.font = "bold 14px system-ui, sans-serif";
      context.fillText({ [DONE]: "✓", [FAILED]: "✗", [CANCELLED]: "⊘" }[state], x + 4, y + LANE / 2);
      context.font = "12px system-ui, sans-serif";
      continue;
    }
    const active = state === RUNNING || state === BLOCKING;
    if (!active && wide < 0.3) continue;
    // Where spans are narrower than a pixel, one of them is enough.
    if (x + wide < drawn) continue;
    context.fillStyle = colors[STATES[state]];
    const thick = { [RUNNING]: 16, [BLOCKING]: 16, [READY]: 10, [WAITING]: 6, [SLEEPING]: 2 }[state];
    const shown = Math.max(active ? 3 : 1, wide);
    context.fillRect(x, y + (LANE - thick) / 2, shown, thick);
    if (state === BLOCKING && wide > 6) {
      context.strokeStyle = colors.back;
      context.beginPath();
      for (let s = x; s < Math.min(x + wide, width); s += 8) {
        context.moveTo(s, y + 21);
        context.lineTo(s + 6, y + 5);
      }
      context.stroke();
    }
    drawn = x + 0.5 < x + shown && wide < 1 ? x + 1 : -1;
  }
  context.restore();
}

/** Arrows from wakers to the woken, for the events in view, if they are few enough to read. */
function paintArrows(colors, height) {
  const [from, to] = visibleEvents();
  if (to - from > 3000) return;
  context.strokeStyle = colors.dim;
  context.fillStyle = colors.dim;
  for (let at = from; at <= to; at++) {
    const event = model.events[at];
    if ((event.event !== "ready" && event.event !== "made") || !event.other || event.other === event.task) continue;
    const source = model.tasks.get(event.other), target = model.tasks.get(event.task);
    if (!source || !target || source.row === undefined || target.row === undefined) continue;
    const x = toX(axis(at));
    if (x < labelWidth()) continue;
    const y1 = HEAD + source.row * LANE - view.top + LANE / 2;
    const y2 = HEAD + target.row * LANE - view.top + LANE / 2;
    if (Math.max(y1, y2) < HEAD || Math.min(y1, y2) > height) continue;
    const sign = y2 > y1 ? 1 : -1;
    context.beginPath();
    context.moveTo(x, y1 + sign * 8);
    context.lineTo(x, y2 - sign * 8);
    context.stroke();
    context.beginPath();
    context.moveTo(x, y2 - sign * 4);
    context.lineTo(x - 3, y2 - sign * 10);
    context.lineTo(x + 3, y2 - sign * 10);
    context.fill();
  }
}

function visibleEvents() {
  const find = (position) => {
    let low = 0, high = model.events.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (axis(middle) < position) low = middle + 1; else high = middle;
    }
    return low;
  };
  return [Math.max(0, find(view.from) - 1), find(view.to)];
}

function paintRuler(colors, width) {
  context.fillStyle = colors.back;
  context.fillRect(0, 0, width, HEAD);
  context.fillStyle = colors.line;
  context.fillRect(0, HEAD - 1, width, 1);
  const whole = view.byEvent ? Math.max(1, model.events.length - 1) : model.end / 1e9;
  const span = (view.to - view.from) * whole;
  const raw = span / Math.max(2, plotWidth() / 110);
  const power = 10 ** Math.floor(Math.log10(raw));
  const tick = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw);
  for (let value = Math.ceil((view.from * whole) / tick) * tick; value <= view.to * whole + tick / 1e6; value += tick) {
    const x = toX(value / whole);
    context.fillStyle = colors.line;
    context.fillRect(x, HEAD - 6, 1, canvas.clientHeight);
    context.fillStyle = colors.dim;
    const digits = Math.max(0, -Math.floor(Math.log10(tick) + 1e-9));
    context.fillText(view.byEvent ? `#${Math.round(value) + 1}` : `${value.toFixed(digits)} s`, x + 3, HEAD / 2);
  }
}

/** Shows the program after an event. */
function show(at, keepHash) {
  if (!model.events.length) return;
  view.at = Math.min(model.events.length - 1, Math.max(0, at));
  const event = model.events[view.at];
  const state = model.stateAt(view.at);
  const task = event.task && model.tasks.get(event.task);
  if (task && task.row !== undefined && $("follow").checked) select(event.task, true);
  $("step").value = view.at;
  $("count").textContent = `step ${view.at + 1} of ${model.events.length} · ${seconds(event.time)}`;
  $("now").textContent = model.describe(view.at);
  if (!keepHash) history.replaceState(null, "", `#step=${view.at + 1}`);
  reveal();
  showOutput();
  showTasks(state);
  showReady(state);
  showResources(state);
  showSource(state);
  showDetail(state);
  markFindings();
  draw();
}

/** Scrolls the lanes so that the current event is in view. */
function reveal() {
  const position = axis(view.at);
  const span = view.to - view.from;
  if (position < view.from || position > view.to) {
    view.from = Math.min(1 - span, Math.max(0, position - span / 2));
    view.to = view.from + span;
  }
  const task = model.tasks.get(view.task);
  if (!task || task.row === undefined) return;
  const room = canvas.clientHeight - HEAD;
  const y = task.row * LANE - view.top;
  if (y < 0) view.top = task.row * LANE;
  else if (y + LANE > room) view.top = Math.max(0, (task.row + 1) * LANE - room);
}

function select(id, quietly) {
  view.task = id;
  if (!quietly) show(view.at, true);
}

/** Lists things as the elements that `show` makes of the first of them. */
function fill(id, items, show, empty) {
  const list = $(id);
  list.replaceChildren(...items.slice(0, MOST).map(show));
  if (items.length > MOST) list.append(make("li", `… ${items.length - MOST} more`, "dim"));
  if (!items.length) list.append(make("li", empty, "dim"));
}

function taskButton(id, text) {
  const item = make("li");
  const button = make("button", text || model.name(id), "link");
  button.onclick = () => select(id);
  item.append(button);
  return item;
}

function showOutput() {
  const box = $("output");
  const pieces = model.outputUntil(view.at).slice(-400);
  box.replaceChildren(...pieces.map(([at, event]) => {
    const piece = make("span", event.text || "", event.thing === "stderr" ? "error" : "");
    if (at === view.at) piece.classList.add("current");
    piece.title = `${event.task ? model.name(event.task) : "the program"}, ${seconds(event.time)}`;
    piece.onclick = () => show(at);
    return piece;
  }));
  box.scrollTop = box.scrollHeight;
}

/** The state of a task in words. */
function stateText(id, state) {
  const i = model.index.get(id);
  const since = model.events[state.since[i]];
  switch (state.states[i]) {
    case UNBORN: return "not made yet";
    case READY: return "ready";
    case RUNNING: return "running";
    case BLOCKING: return `blocks everything in ${since.text}()`;
    case SLEEPING: case WAITING: return `${model.waitText(since)} since ${seconds(since.time)}`;
    case DONE: return "done";
    case FAILED: return `failed: ${since.text || ""}`;
    case CANCELLED: return "cancelled";
  }
  return "";
}

function showTasks(state) {
  const alive = model.lanes.filter((task) => state.states[model.index.get(task.id)] !== UNBORN);
  fill("tasks", alive, (task) => {
    const item = taskButton(task.id, `${model.name(task.id)} ${task.coroutine}`);
    const kind = STATES[state.states[model.index.get(task.id)]];
    item.prepend(make("span", "", `key ${kind}`));
    item.append(` ${stateText(task.id, state)}`);
    return item;
  }, "no task yet");
}

function showReady(state) {
  fill("ready", model.readyQueue(state), (id) => taskButton(id), "empty");
}

function showResources(state) {
  const known = [...state.resources].filter(([number]) => model.classes.has(number));
  fill("resources", known, ([number, r]) => {
    const waiters = model.waitersOf(state, number).map((id) => model.name(id));
    let text = model.object(number);
    if (r.held) text += `: held by ${r.holder ? model.name(r.holder) : "the program"} since ${seconds(model.events[r.since].time)}`;
    else if (r.size !== null) text += `: ${r.size} item${r.size === 1 ? "" : "s"}`;
    if (waiters.length) text += `; waiting: ${waiters.slice(0, MOST).join(", ")}`;
    if (waiters.length > MOST) text += ` and ${waiters.length - MOST} more`;
    return make("li", text);
  }, "none");
}

/** The lines that tasks are at: by line, for a file. */
function currentLines(state, file) {
  const lines = new Map();
  const add = (id, event) => {
    for (const frame of event.frames || []) {
      if (trace.functions[frame[0]].file !== file) continue;
      if (!lines.has(frame[1])) lines.set(frame[1], []);
      lines.get(frame[1]).push(id);
      break;
    }
  };
  for (const task of model.lanes.length > 20000 ? [model.tasks.get(view.task)] : model.lanes) {
    const i = task && model.index.get(task.id);
    if (task && [READY, SLEEPING, WAITING, BLOCKING].includes(state.states[i])) add(task.id, model.events[lastPlace(task, state.since[i])]);
  }
  return lines;
}

/** The latest event of a task that says where it is. */
function lastPlace(task, at) {
  const events = model.events;
  if ((events[at].frames || []).length) return at;
  for (let i = task.spans.length - 1; i >= 0; i--) {
    const begin = task.spans[i][0];
    if (begin <= at && (events[begin].frames || []).length && events[begin].event !== "made") return begin;
  }
  return at;
}

let shownFile = -1;
function showSource(state) {
  const event = model.events[view.at];
  const frame = model.place(event);
  if (frame && model.isOwn(frame)) shownFile = trace.functions[frame[0]].file;
  if (shownFile < 0) shownFile = trace.files.findIndex((file) => file.text);
  const box = $("source");
  if (shownFile < 0) {
    box.replaceChildren(make("p", "no source", "dim"));
    return;
  }
  const file = trace.files[shownFile];
  $("file").textContent = file.name.split("/").pop();
  const here = frame && trace.functions[frame[0]].file === shownFile ? frame[1] : 0;
  const tasks = currentLines(state, shownFile);
  if (box.dataset.file !== String(shownFile)) {
    box.dataset.file = shownFile;
    box.replaceChildren(...file.text.replace(/\n$/, "").split("\n").slice(0, 5000).map((text, i) => {
      const line = make("div", undefined, "line");
      line.append(make("span", String(i + 1), "number"), make("code", text || " "), make("span", "", "who"));
      return line;
    }));
  }
  let target = null;
  for (let i = 0; i < box.children.length; i++) {
    const line = box.children[i];
    const ids = tasks.get(i + 1) || [];
    line.classList.toggle("current", i + 1 === here);
    line.classList.toggle("waits", ids.length > 0);
    const who = ids.slice(0, 3).map((id) => model.name(id)).join(", ") + (ids.length > 3 ? ` and ${ids.length - 3} more` : "");
    if (line.lastChild.textContent !== who) line.lastChild.textContent = who;
    if (i + 1 === here || (!here && !target && ids.includes(view.task))) target = line;
  }
  if (target) box.scrollTop = target.offsetTop - box.offsetTop - box.clientHeight / 3;
}

function showDetail(state) {
  const task = model.tasks.get(view.task);
  const box = $("detail");
  if (!task) {
    box.replaceChildren(make("p", "no task", "dim"));
    return;
  }
  const i = model.index.get(task.id);
  const parts = [make("p", `${model.name(task.id)} runs ${task.coroutine}()`)];
  parts.push(make("p", stateText(task.id, state)));
  if (task.parent) parts.push(make("p", `made by ${model.name(task.parent)} ${task.frames && task.frames.length ? `at ${model.placeText(model.place(model.events[task.made]))}` : ""}`));
  if (state.states[i] !== UNBORN) {
    const at = lastPlace(task, state.since[i]);
    const frames = (model.events[at].frames || []).slice().reverse();
    if (frames.length && model.events[at].event !== "made") {
      const list = make("ol");
      for (const frame of frames) list.append(make("li", `${trace.functions[frame[0]].name}() ${model.placeText(frame)}`));
      parts.push(make("p", "await chain:"), list);
    }
  }
  const waker = model.events[view.at].task === task.id && model.events[view.at].event === "step" ? model.wakerOf(view.at) : null;
  if (waker) {
    const button = make("button", `woken by ${model.name(waker[1])}`, "link");
    button.onclick = () => show(waker[0]);
    parts.push(button);
  }
  box.replaceChildren(...parts);
}

function showFindings() {
  fill("findings", trace.findings, (finding) => {
    const item = make("li", undefined, "finding");
    const button = make("button", finding.text, "link");
    button.onclick = () => { stop(); show(finding.event); };
    item.dataset.event = finding.event;
    item.append(make("strong", `${finding.kind}: `), button);
    return item;
  }, "nothing unusual");
}

function markFindings() {
  for (const item of $("findings").children) item.classList.toggle("current", item.dataset.event === String(view.at));
}

function zoom(factor, around) {
  const middle = around === undefined ? axis(view.at) : around;
  const span = Math.min(1, Math.max(1e-7, (view.to - view.from) * factor));
  const share = (middle - view.from) / (view.to - view.from);
  view.from = Math.min(1 - span, Math.max(0, middle - span * Math.min(1, Math.max(0, share))));
  view.to = view.from + span;
  draw();
}

function pan(by) {
  const span = view.to - view.from;
  view.from = Math.min(1 - span, Math.max(0, view.from + by * span));
  view.to = view.from + span;
  draw();
}

function scroll(by) {
  const most = Math.max(0, model.lanes.length * LANE - (canvas.clientHeight - HEAD));
  view.top = Math.min(most, Math.max(0, view.top + by));
  draw();
}

function step(by, direction) {
  stop();
  show(model.move(view.at, by, direction, view.task));
}

function stop() {
  clearInterval(view.timer);
  view.timer = 0;
  $("play").textContent = "▶ Play";
}

function play() {
  if (view.timer) return stop();
  if (view.at >= model.events.length - 1) show(0);
  $("play").textContent = "⏸ Pause";
  view.timer = setInterval(() => {
    if (view.at >= model.events.length - 1) return stop();
    show(view.at + 1);
  }, 1000 / Number($("speed").value));
}

function find(direction) {
  const text = $("search").value;
  if (!text) return;
  const at = model.search(text, view.at + direction, direction);
  $("found").textContent = at < 0 ? "not found" : "";
  if (at >= 0) show(at);
}

function selectRow(by) {
  const task = model.tasks.get(view.task);
  const row = Math.min(model.lanes.length - 1, Math.max(0, (task ? task.row || 0 : 0) + by));
  if (model.lanes[row]) {
    $("follow").checked = false;
    select(model.lanes[row].id);
  }
}

const KEYS = {
  ArrowRight: (e) => step(e.shiftKey ? "pass" : "event", 1),
  ArrowLeft: (e) => step(e.shiftKey ? "pass" : "event", -1),
  ArrowDown: () => selectRow(1),
  ArrowUp: () => selectRow(-1),
  n: () => step("task", 1),
  p: () => step("task", -1),
  " ": play,
  Home: () => { stop(); show(0); },
  End: () => { stop(); show(model.events.length - 1); },
  "+": () => zoom(0.5),
  "=": () => zoom(0.5),
  "-": () => zoom(2),
  0: () => zoom(1e9),
  "/": () => $("search").focus(),
};

document.addEventListener("keydown", (e) => {
  const typing = e.target.id === "search" || e.target.tagName === "SELECT";
  const pressed = e.target.tagName === "BUTTON" && (e.key === " " || e.key === "Enter");
  if (!model || typing || pressed || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.type === "checkbox" && e.key === " ") return;
  const action = KEYS[e.key];
  if (!action) return;
  e.preventDefault();
  action(e);
});

const BUTTONS = {
  first: () => KEYS.Home(), last: () => KEYS.End(),
  "event-back": () => step("event", -1), "event-on": () => step("event", 1),
  "pass-back": () => step("pass", -1), "pass-on": () => step("pass", 1),
  "task-back": () => step("task", -1), "task-on": () => step("task", 1),
  "zoom-in": () => zoom(0.5), "zoom-out": () => zoom(2), fit: () => zoom(1e9),
  play, "find-on": () => find(1), "find-back": () => find(-1),
  axis: () => {
    view.byEvent = !view.byEvent;
    view.from = 0;
    view.to = 1;
    $("axis").textContent = view.byEvent ? "Axis: events" : "Axis: time";
    draw();
  },
};
for (const [id, action] of Object.entries(BUTTONS)) $(id).onclick = action;
$("search").addEventListener("keydown", (e) => {
  if (e.key === "Enter") find(e.shiftKey ? -1 : 1);
  if (e.key === "Escape") canvas.focus();
});
$("step").oninput = () => { stop(); show(Number($("step").value)); };
$("speed").onchange = () => { if (view.timer) { stop(); play(); } };

canvas.addEventListener("wheel", (e) => {
  e.preventDefault();
  if (e.ctrlKey || e.metaKey) {
    const position = view.from + ((e.offsetX - labelWidth()) / plotWidth()) * (view.to - view.from);
    zoom(e.deltaY > 0 ? 1.25 : 0.8, position);
  } else if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) pan((e.deltaX || e.deltaY) / plotWidth());
  else scroll(e.deltaY);
}, { passive: false });

let drag = null;
canvas.addEventListener("pointerdown", (e) => {
  drag = { x: e.offsetX, y: e.offsetY, from: view.from, top: view.top, moved: false };
  canvas.setPointerCapture(e.pointerId);
});
canvas.addEventListener("pointermove", (e) => {
  if (!drag) return;
  const dx = e.offsetX - drag.x, dy = e.offsetY - drag.y;
  if (Math.abs(dx) + Math.abs(dy) > 4) drag.moved = true;
  if (!drag.moved) return;
  const span = view.to - view.from;
  view.from = Math.min(1 - span, Math.max(0, drag.from - (dx / plotWidth()) * span));
  view.to = view.from + span;
  view.top = drag.top;
  scroll(-dy);
});
canvas.addEventListener("pointerup", (e) => {
  const clicked = drag && !drag.moved;
  drag = null;
  if (!clicked) return;
  const row = Math.floor((e.offsetY - HEAD + view.top) / LANE);
  const task = e.offsetY > HEAD ? model.lanes[row] : null;
  if (task) view.task = task.id;
  if (e.offsetX < labelWidth()) return show(view.at, true);
  stop();
  const position = view.from + ((e.offsetX - labelWidth()) / plotWidth()) * (view.to - view.from);
  show(nearest(position, task));
});

/** The event nearest to a position, of the task if there is one. */
function nearest(position, task) {
  const candidates = task ? task.spans.map((span) => span[0]) : null;
  const count = candidates ? candidates.length : model.events.length;
  const eventOf = (i) => (candidates ? candidates[i] : i);
  let low = 0, high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (axis(eventOf(middle)) < position) low = middle + 1; else high = middle;
  }
  const before = Math.max(0, low - 1);
  const closer = Math.abs(axis(eventOf(before)) - position) < Math.abs(axis(eventOf(low)) - position);
  return eventOf(closer ? before : low);
}

function fromHash() {
  const found = /^#step=(\d+)$/.exec(location.hash);
  return found ? Number(found[1]) - 1 : 0;
}

/** Calls `use` with the trace: at once, unless it is packed. */
function unpack(use) {
  const { textContent, dataset } = $("trace");
  if (!dataset.packed) return use(JSON.parse(textContent));
  const bytes = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json().then(use);
}

function start(data) {
  trace = data;
  model = new Model(trace);
  view.task = model.lanes.length ? model.lanes[0].id : 0;
  view.byEvent = model.end === 0;
  $("title").textContent = trace.program;
  document.title = `${trace.program} — hob trace`;
  $("step").max = Math.max(0, model.events.length - 1);
  $("axis").textContent = view.byEvent ? "Axis: events" : "Axis: time";
  canvas.setAttribute("aria-label", `Lanes of ${model.lanes.length} tasks over ${seconds(model.end)}; the list "Tasks" says the same in words`);
  $("summary").textContent = trace.summary;
  showFindings();
  if (!model.events.length) $("now").textContent = "Nothing was recorded.";
  show(fromHash(), true);
  window.addEventListener("hashchange", () => show(fromHash(), true));
  window.addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}

unpack(start);
