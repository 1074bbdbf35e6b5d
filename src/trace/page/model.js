// The trace as the page uses it: the state of the program after each event, and steps between
// events. Nothing here touches the document, so that it can be tested without a browser.
"use strict";

const STATES = ["", "ready", "running", "blocking", "sleeping", "waiting", "done", "failed", "cancelled"];
const [UNBORN, READY, RUNNING, BLOCKING, SLEEPING, WAITING, DONE, FAILED, CANCELLED] = STATES.keys();

/** Events between two snapshots of the program's state. */
const SNAPSHOT_EVERY = 4096;

class Model {
  constructor(trace) {
    this.trace = trace;
    this.events = trace.events;
    this.names = new Map(trace.tasks.map((t) => [t.task, t.name]));
    this.classes = new Map(trace.objects.map((o) => [o.object, o.class]));
    this.end = this.events.length ? this.events[this.events.length - 1].time : 0;
    this.findTasks();
    this.buildSpans();
    this.outputs = [];
    this.passes = [];
    this.events.forEach((event, at) => {
      if (event.event === "output") this.outputs.push(at);
      if (event.event === "pass") this.passes.push(at);
    });
    this.buildSnapshots();
  }

  /** The program's tasks in the order of lanes: each below the one that made it. */
  findTasks() {
    this.tasks = new Map();
    this.events.forEach((event, at) => {
      if (!event.task) return;
      let task = this.tasks.get(event.task);
      if (!task) {
        task = { id: event.task, parent: 0, coroutine: "", made: at, children: [], steps: [], spans: [] };
        this.tasks.set(event.task, task);
      }
      if (event.event === "made") {
        task.parent = event.other || 0;
        task.coroutine = event.text || "";
        task.made = at;
        task.frames = event.frames || [];
        task.internal = event.thing === "loop" && !event.other;
      }
      if (event.event === "step") task.steps.push(at);
    });
    const roots = [];
    for (const task of this.tasks.values()) {
      const parent = this.tasks.get(task.parent);
      (parent && parent !== task ? parent.children : roots).push(task);
    }
    this.lanes = [];
    const pending = roots.reverse().map((task) => [task, 0]);
    while (pending.length) {
      const [task, depth] = pending.pop();
      if (!task.internal) {
        task.depth = depth;
        task.row = this.lanes.length;
        this.lanes.push(task);
      }
      for (let i = task.children.length - 1; i >= 0; i--) pending.push([task.children[i], depth + 1]);
    }
    this.index = new Map([...this.tasks.keys()].map((id, i) => [id, i]));
    this.ids = [...this.tasks.keys()];
  }

  name(task) {
    return this.names.get(task) || `task ${task}`;
  }

  object(number) {
    return number ? `${this.classes.get(number) || "object"} ${number}` : "a future";
  }

  /** The state that an event puts its task into; undefined if it changes none. */
  stateAfter(event) {
    switch (event.event) {
      case "made": case "ready": case "yield": return READY;
      case "step": return RUNNING;
      case "block": return BLOCKING;
      case "wait": return event.thing === "sleep" ? SLEEPING : WAITING;
      case "done": return DONE;
      case "failed": return FAILED;
      case "cancelled": return CANCELLED;
    }
    return undefined;
  }

  /** For each task: its states over time, as [event, end event, state]. */
  buildSpans() {
    const open = new Map();
    this.events.forEach((event, at) => {
      let next = event.task ? this.stateAfter(event) : undefined;
      if (next === undefined) {
        // A blocking call has ended by the time of the next event of its task.
        const last = event.task && open.get(event.task);
        if (!last || last[2] !== BLOCKING) return;
        next = RUNNING;
      }
      const last = open.get(event.task);
      if (last) {
        if (last[2] === READY && next === READY) return;
        last[1] = at;
      }
      const span = [at, this.events.length - 1, next];
      open.set(event.task, span);
      this.tasks.get(event.task).spans.push(span);
    });
  }

  buildSnapshots() {
    this.snapshots = [];
    const state = this.emptyState();
    this.events.forEach((event, at) => {
      if (at % SNAPSHOT_EVERY === 0) this.snapshots.push(this.copy(state));
      this.apply(state, event, at);
    });
  }

  emptyState() {
    const count = this.ids.length;
    return { states: new Uint8Array(count), since: new Int32Array(count), resources: new Map(), current: 0, late: new Map() };
  }

  copy(state) {
    const resources = new Map([...state.resources].map(([n, r]) => [n, { ...r }]));
    return { states: state.states.slice(), since: state.since.slice(), resources, current: state.current, late: new Map(state.late) };
  }

  apply(state, event, at) {
    const resource = (number) => {
      if (!state.resources.has(number)) state.resources.set(number, { holder: 0, size: null, since: at });
      return state.resources.get(number);
    };
    switch (event.event) {
      case "acquired": Object.assign(resource(event.other), { holder: event.task || 0, held: true, since: at }); break;
      case "released": Object.assign(resource(event.other), { holder: 0, held: false, since: at }); break;
      case "size": Object.assign(resource(event.other), { size: event.size || 0, since: at }); break;
      case "wait": if (event.other && event.thing !== "task") resource(event.other); break;
      case "coroutine": state.late.set(event.other, at); break;
      case "begins": case "dropped": state.late.delete(event.other); break;
    }
    if (!event.task) return;
    const next = this.stateAfter(event);
    const i = this.index.get(event.task);
    if (next !== undefined && !(next === READY && state.states[i] === READY)) {
      state.states[i] = next;
      state.since[i] = at;
    } else if (next === undefined && state.states[i] === BLOCKING) {
      state.states[i] = RUNNING;
    }
    if (event.event === "step") state.current = event.task;
    else if (next !== undefined && event.task === state.current && next !== BLOCKING) state.current = 0;
    if (event.event === "made") {
      const started = this.trace.tasks.find ? this.coroutineOf(event.task) : 0;
      if (started) state.late.delete(started);
    }
  }

  coroutineOf(task) {
    if (!this.coroutines) this.coroutines = new Map(this.trace.tasks.map((t) => [t.task, t.coroutine || 0]));
    return this.coroutines.get(task) || 0;
  }

  /** The state of the program after the event `at`. */
  stateAt(at) {
    const snapshot = Math.floor(at / SNAPSHOT_EVERY);
    const state = this.copy(this.snapshots[snapshot]);
    for (let i = snapshot * SNAPSHOT_EVERY; i <= at; i++) this.apply(state, this.events[i], i);
    return state;
  }

  /** The tasks that can run, in the order of the queue. */
  readyQueue(state) {
    const ready = [];
    state.states.forEach((s, i) => { if (s === READY) ready.push(i); });
    ready.sort((a, b) => state.since[a] - state.since[b]);
    return ready.map((i) => this.ids[i]);
  }

  /** The tasks that wait for an object. */
  waitersOf(state, number) {
    const found = [];
    state.states.forEach((s, i) => {
      if (s !== WAITING) return;
      const event = this.events[state.since[i]];
      if (event.other === number && event.thing !== "task") found.push(this.ids[i]);
    });
    return found;
  }

  /** All output up to an event: pieces with their event. */
  outputUntil(at) {
    return this.outputs.slice(0, upperBound(this.outputs, at)).map((i) => [i, this.events[i]]);
  }

  /** The next (or, with -1, previous) event of a kind of step. */
  move(at, by, direction, task) {
    const last = this.events.length - 1;
    let list = null;
    if (by === "pass") list = this.passes;
    if (by === "task") list = (this.tasks.get(task) || { steps: [] }).steps;
    if (!list) return Math.min(last, Math.max(0, at + direction));
    const i = direction > 0 ? upperBound(list, at) : upperBound(list, at - 1) - 1;
    return i < 0 ? 0 : i >= list.length ? last : list[i];
  }

  /** The first event at or after `from` whose description contains a text; -1 for none. */
  search(text, from, direction = 1) {
    const wanted = text.toLowerCase();
    const count = this.events.length;
    for (let n = 0; n < count; n++) {
      const at = (((from + n * direction) % count) + count) % count;
      if (this.describe(at).toLowerCase().includes(wanted)) return at;
    }
    return -1;
  }

  /** The innermost frame in the program's own code. */
  place(event) {
    const frames = event.frames || [];
    return frames.find((frame) => this.isOwn(frame)) || frames[0];
  }

  isOwn([fn]) {
    const of = this.trace.functions[fn];
    return !!of && !!this.trace.files[of.file].text;
  }

  placeText(frame) {
    if (!frame) return "";
    const file = this.trace.files[this.trace.functions[frame[0]].file].name;
    return `${file.split("/").pop()}:${frame[1]}`;
  }

  waitText(event) {
    switch (event.thing) {
      case "task": return `waits for ${this.name(event.other)}`;
      case "gather": return "waits for gather()";
      case "sleep": return "sleeps";
      case "get": return `waits for an item of ${this.object(event.other)}`;
      case "put": return `waits for room in ${this.object(event.other)}`;
      case "join": return `waits until the work of ${this.object(event.other)} is done`;
      default: return `waits for ${this.object(event.other)}`;
    }
  }

  /** An event in words. */
  describe(at) {
    const event = this.events[at];
    const task = event.task ? this.name(event.task) : "The loop";
    const of = (number) => (number ? this.name(number) : "the program");
    const place = this.place(event);
    const where = place ? ` at ${this.placeText(place)}` : "";
    switch (event.event) {
      case "pass": return "A pass of the loop begins";
      case "made": return `${of(event.other)} makes ${task}, which is to run ${event.text}()${where}`;
      case "step": return `${task} runs`;
      case "yield": return `${task} lets others run (sleep(0))${where}`;
      case "wait": return `${task} ${this.waitText(event)}${where}`;
      case "ready":
        if (event.thing === "sleep") return `${task} can run again: its sleep is over`;
        return `${task} can run again: ${event.other ? this.name(event.other) : "the loop"} woke it`;
      case "done": return `${task} is done`;
      case "failed": return `${task} fails: ${event.text}`;
      case "cancelled": return `${task} is cancelled`;
      case "cancel": return `${of(event.other)} asks ${task} to cancel${where}`;
      case "lost": return `${task} is destroyed while it waits`;
      case "unseen": return `Nobody looked at the exception of ${task}`;
      case "block": return `${event.task ? task : "The program"} blocks everything in ${event.text}()${where}`;
      case "output": return `${event.task ? task : "The program"} prints ${JSON.stringify(event.text || "")}${where}`;
      case "coroutine": return `${event.task ? task : "The program"} calls ${event.text}(): a coroutine is made and has not started${where}`;
      case "begins": return `Coroutine ${event.other} begins to run, inside ${task}`;
      case "dropped": return `${event.text} is dropped: it was never awaited`;
      case "acquired": return `${task} takes ${this.object(event.other)}${where}`;
      case "released": return `${task} gives back ${this.object(event.other)}`;
      case "size": return `${this.object(event.other)} now holds ${event.size || 0}`;
      case "callback": return `A callback of the loop runs${where}`;
    }
    return event.event;
  }

  /** The event that woke the step `at` of a task, as [event, waker]; null for none. */
  wakerOf(at) {
    const task = this.events[at].task;
    for (let i = at - 1; i >= 0 && i > at - 5000; i--) {
      const event = this.events[i];
      if (event.task !== task) continue;
      if (event.event === "ready") return event.other ? [i, event.other] : null;
      if (event.event === "made") return event.other ? [i, event.other] : null;
    }
    return null;
  }
}

/** The number of items of a sorted list that are at most `value`. */
function upperBound(list, value) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1; else high = middle;
  }
  return low;
}

/** A time in seconds. */
function seconds(nanoseconds) {
  if (nanoseconds && Math.abs(nanoseconds) < 1e6) return `${(nanoseconds / 1e6).toFixed(3)} ms`;
  return `${+(nanoseconds / 1e9).toFixed(3)} s`;
}
