// The panels that show the program after one event, and the keys and buttons of the page.
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
/** Items that a panel lists at most, names in an item, and pieces of output. */
const MOST = 60;
const MOST_NAMES = 10;
const MOST_OUTPUT = 300;

const view = {
  at: 0,
  task: 0,
  byEvent: false,
  from: 0,
  to: 1,
  top: 0,
  timer: 0,
};

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
  if (!keepHash) linkToStep();
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

let linked = 0, linking = 0;
/** Puts the step into the address, not too often: browsers limit that. */
function linkToStep() {
  const wait = linked + 200 - Date.now();
  clearTimeout(linking);
  if (wait > 0) {
    linking = setTimeout(linkToStep, wait);
    return;
  }
  linked = Date.now();
  history.replaceState(null, "", `#step=${view.at + 1}`);
}

function select(id, quietly) {
  view.task = id;
  if (!quietly) show(view.at, true);
}

/** Sets the text of an element, if it is another one. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Lists items, `count` in all. `tell` gives a task to select with its label (or none), text, and a class
 * for a mark. Elements are kept from one call to the next, since making them takes most of the time.
 */
function fill(id, items, count, tell, empty) {
  const list = $(id);
  const shown = items.slice(0, MOST).map(tell);
  if (count > shown.length) shown.push({ text: `… ${count - shown.length} more`, dim: true });
  if (!count) shown.push({ text: empty, dim: true });
  while (list.children.length > shown.length) list.lastChild.remove();
  shown.forEach((item, i) => {
    let row = list.children[i];
    if (!row) {
      row = make("li");
      const button = make("button", "", "link");
      button.onclick = () => select(row.task);
      row.append(make("span"), button, make("span"));
      list.append(row);
    }
    const [mark, button, text] = row.children;
    const className = item.mark ? `key ${item.mark}` : "";
    if (mark.className !== className) mark.className = className;
    row.task = item.task;
    if (button.hidden === !!item.label) button.hidden = !item.label;
    setText(button, item.label || "");
    setText(text, item.text || "");
    if (row.classList.contains("dim") !== !!item.dim) row.classList.toggle("dim", !!item.dim);
  });
}

/** The pieces of output that are shown, as events. */
const written = [];
function showOutput() {
  const box = $("output");
  const end = model.outputUntil(view.at), begin = Math.max(0, end - MOST_OUTPUT);
  const wanted = model.outputs.slice(begin, end);
  const last = box.querySelector(".current");
  if (last) last.classList.remove("current");
  if (wanted.length !== written.length || wanted[0] !== written[0]) {
    // Of what is there, the pieces before the first difference stay.
    while (written.length && written[0] !== wanted[0]) {
      written.shift();
      box.firstChild.remove();
    }
    while (written.length > wanted.length) {
      written.pop();
      box.lastChild.remove();
    }
    for (const at of wanted.slice(written.length)) {
      written.push(at);
      box.append(outputPiece(at));
    }
    box.scrollTop = box.scrollHeight;
  }
  if (wanted[wanted.length - 1] === view.at) box.lastChild.classList.add("current");
}

function outputPiece(at) {
  const event = model.events[at];
  const piece = make("span", event.text || "", event.thing === "stderr" ? "error" : "");
  piece.title = `${event.task ? model.name(event.task) : "the program"}, ${seconds(event.time)}`;
  piece.onclick = () => show(at);
  return piece;
}

/** The state of a task in words. */
function stateText(task, state) {
  const since = model.events[state.since[task.index]];
  switch (state.states[task.index]) {
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
  const [first, count] = model.tasksUntil(state, view.at, MOST);
  fill("tasks", first, count, (task) => ({
    task: task.id,
    label: `${model.name(task.id)} ${task.coroutine}`,
    text: ` ${stateText(task, state)}`,
    mark: STATES[state.states[task.index]],
  }), "no task yet");
}

function showReady(state) {
  const ready = model.readyQueue(state);
  fill("ready", ready, ready.length, (id) => ({ task: id, label: model.name(id) }), "empty");
}

function showResources(state) {
  const count = upperBound(model.resources, view.at, (resource) => resource.first);
  const waiters = count ? model.waiters(state) : new Map();
  fill("resources", model.resources.slice(0, Math.min(count, MOST)), count, ({ number }) => {
    const i = model.resourceIndex.get(number);
    let text = model.object(number);
    if (state.held[i]) {
      const holder = state.holders[i] ? model.name(state.holders[i]) : "the program";
      text += `: held by ${holder} since ${seconds(model.events[state.changed[i]].time)}`;
    } else if (state.sizes[i] >= 0) text += `: ${state.sizes[i]} item${state.sizes[i] === 1 ? "" : "s"}`;
    const waiting = waiters.get(number) || [];
    if (waiting.length) text += `; waiting: ${waiting.slice(0, MOST_NAMES).map((id) => model.name(id)).join(", ")}`;
    if (waiting.length > MOST_NAMES) text += ` and ${waiting.length - MOST_NAMES} more`;
    return { text };
  }, "none");
}

/** The lines of a file that tasks are at: for each, the first of the tasks and how many there are. */
function currentLines(state, file) {
  const lines = new Map();
  for (const task of model.lanes) {
    const kind = state.states[task.index];
    const at = state.places[task.index];
    if (at < 0 || (kind !== READY && kind !== SLEEPING && kind !== WAITING && kind !== BLOCKING)) continue;
    const frame = model.events[at].frames.find(([fn]) => trace.functions[fn].file === file);
    if (!frame) continue;
    const line = lines.get(frame[1]);
    if (!line) lines.set(frame[1], { ids: [task.id], count: 1 });
    else if (line.count++ < 3) line.ids.push(task.id);
  }
  return lines;
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
  if (box.dataset.file !== String(shownFile)) {
    box.dataset.file = shownFile;
    marked = [];
    box.replaceChildren(...file.text.replace(/\n$/, "").split("\n").slice(0, 5000).map((text, i) => {
      const line = make("div", undefined, "line");
      line.append(make("span", String(i + 1), "number"), make("code", text || " "), make("span", "", "who"));
      return line;
    }));
  }
  const lines = currentLines(state, shownFile);
  if (here && !lines.has(here)) lines.set(here, { ids: [], count: 0 });
  for (const number of marked) {
    if (lines.has(number)) continue;
    box.children[number - 1].className = "line";
    setText(box.children[number - 1].lastChild, "");
  }
  marked = [];
  let target = here;
  for (const [number, { ids, count }] of lines) {
    const line = box.children[number - 1];
    if (!line) continue;
    marked.push(number);
    const className = `line${count ? " waits" : ""}${number === here ? " current" : ""}`;
    if (line.className !== className) line.className = className;
    setText(line.lastChild, ids.map((id) => model.name(id)).join(", ") + (count > 3 ? ` and ${count - 3} more` : ""));
    if (!target && ids.includes(view.task)) target = number;
  }
  if (target && target !== box.target && box.children[target - 1]) {
    const line = box.children[target - 1];
    box.scrollTop = line.offsetTop - box.offsetTop - box.clientHeight / 3;
  }
  box.target = target;
}

/** The numbers of the lines that are marked. */
let marked = [];

function showDetail(state) {
  const task = model.tasks.get(view.task);
  const box = $("detail");
  if (!task) {
    box.replaceChildren(make("p", "no task", "dim"));
    return;
  }
  const parts = [make("p", `${model.name(task.id)} runs ${task.coroutine}()`)];
  parts.push(make("p", stateText(task, state)));
  if (task.parent) parts.push(make("p", `made by ${model.name(task.parent)} ${task.frames && task.frames.length ? `at ${model.placeText(model.place(model.events[task.made]))}` : ""}`));
  const kind = state.states[task.index];
  const at = kind === UNBORN || kind >= DONE ? -1 : state.places[task.index];
  if (at >= 0) {
    const list = make("ol");
    for (const frame of model.chain(task, at)) {
      list.append(make("li", `${trace.functions[frame[0]].name}() ${model.placeText(frame)}`));
    }
    parts.push(make("p", "await chain:"), list);
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
  $("findings").replaceChildren(...trace.findings.map((finding) => {
    const item = make("li", undefined, "finding");
    const button = make("button", finding.text, "link");
    button.onclick = () => { stop(); show(finding.event); };
    item.dataset.event = finding.event;
    item.append(make("strong", `${finding.kind}: `), button);
    return item;
  }));
  if (!trace.findings.length) $("findings").append(make("li", "nothing unusual", "dim"));
}

function markFindings() {
  for (const item of $("findings").children) item.classList.toggle("current", item.dataset.event === String(view.at));
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
    const position = positionOf(e.offsetX);
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
  const position = positionOf(e.offsetX);
  show(nearest(position, task));
});

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
  measure();
  view.task = model.lanes.length ? model.lanes[0].id : 0;
  view.byEvent = model.end === 0;
  $("title").textContent = trace.program.split("/").pop();
  $("title").title = trace.program;
  document.title = `${$("title").textContent} — hob trace`;
  $("step").max = Math.max(0, model.events.length - 1);
  $("axis").textContent = view.byEvent ? "Axis: events" : "Axis: time";
  canvas.setAttribute("aria-label", `Lanes of ${model.lanes.length} tasks over ${seconds(model.end)}; the list "Tasks" says the same in words`);
  $("summary").textContent = trace.summary;
  showFindings();
  if (!model.events.length) $("now").textContent = "Nothing was recorded.";
  show(fromHash(), true);
  window.addEventListener("hashchange", () => show(fromHash(), true));
  window.addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); draw(); });
}

unpack(start);
