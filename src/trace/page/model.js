// The trace as the page uses it: the state of the program after each event, and steps between
// events. Nothing here touches the document, so that it can be tested without a browser.
"use strict";

const STATES = ["", "ready", "running", "blocking", "sleeping", "waiting", "done", "failed", "cancelled"];
const [UNBORN, READY, RUNNING, BLOCKING, SLEEPING, WAITING, DONE, FAILED, CANCELLED] = STATES.keys();

/** Events between two snapshots of the program's state, at least. */
const SNAPSHOT_EVERY = 4096;

class Model {
  constructor(trace) {
    this.trace = trace;
    this.events = trace.events;
    this.names = new Map(trace.tasks.map((t) => [t.task, t.name]));
    this.classes = new Map(trace.objects.map((o) => [o.object, o.class]));
    this.end = this.events.length ? this.events[this.events.length - 1].time : 0;
    this.positions = Float64Array.from(this.events, (event) => (this.end ? event.time / this.end : 0));
    this.findTasks();
    this.findResources();
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
        task = { id: event.task, parent: 0, coroutine: "", made: at, children: [], steps: [], spans: [], runs: 0 };
        this.tasks.set(event.task, task);
      }
      if (event.event === "made" || event.event === "known") {
        task.parent = event.other || 0;
        task.coroutine = event.text || "";
        task.made = at;
        task.frames = event.frames || [];
        task.internal = !event.other && (event.event === "made" || !!event.text) && /^$|\bshutdown_(asyncgens|default_executor)$/.test(task.coroutine);
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
    this.ids = [...this.tasks.keys()];
    this.ids.forEach((id, i) => { this.tasks.get(id).index = i; });
  }

  /** Numbers the locks, queues and the like by their first event. */
  findResources() {
    this.resources = [];
    this.handoffs = new Map();
    this.resourceIndex = new Map();
    this.events.forEach((event, at) => {
      const number = event.other;
      if (event.event === "handed") this.handoffs.set(event.other, event);
      const kinds = ["acquired", "released", "size", "set"];
      const names = kinds.includes(event.event) || (event.event === "wait" && event.thing !== "task");
      if (!names || !this.classes.has(number) || this.resourceIndex.has(number)) return;
      this.resourceIndex.set(number, this.resources.length);
      this.resources.push({ number, first: at });
    });
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
      case "known": return WAITING;
      case "step": return RUNNING;
      case "block": return BLOCKING;
      case "wait": return event.thing === "sleep" ? SLEEPING : WAITING;
      case "done": return DONE;
      case "failed": return FAILED;
      case "cancelled": return CANCELLED;
    }
    return undefined;
  }

  /**
   * For each task: its states over time, as [event, end event, state, runs before]. Those in which
   * nothing else can run are listed, too.
   */
  buildSpans() {
    const open = new Map();
    this.blocks = [];
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
      const task = this.tasks.get(event.task);
      const span = [at, this.events.length - 1, next, task.runs];
      open.set(event.task, span);
      if (next === RUNNING) task.runs++;
      if (next === BLOCKING) this.blocks.push(span);
      task.spans.push(span);
    });
  }

  buildSnapshots() {
    // The larger a state is, the fewer are kept.
    this.interval = Math.max(SNAPSHOT_EVERY, this.ids.length + this.resources.length);
    this.snapshots = [];
    const state = this.emptyState();
    this.events.forEach((event, at) => {
      if (at % this.interval === 0) this.snapshots.push(this.copy(state));
      this.apply(state, event, at);
    });
    this.last = null;
  }

  /**
   * A state before the first event. By the index of a task: its state, the event that put it into that,
   * and the latest event that tells its place. By the index of a resource: whether it is held, its
   * holder (0 for none), its size (-1 for none), and the event that changed it.
   */
  emptyState() {
    const tasks = this.ids.length, resources = this.resources.length;
    return {
      states: new Uint8Array(tasks), since: new Int32Array(tasks), places: new Int32Array(tasks).fill(-1),
      held: new Uint8Array(resources), holders: new Uint32Array(resources), sizes: new Int32Array(resources).fill(-1),
      changed: new Int32Array(resources), current: 0,
    };
  }

  copy(state) {
    return Object.fromEntries(Object.entries(state).map(([k, v]) => [k, k === "current" ? v : v.slice()]));
  }

  apply(state, event, at) {
    const resource = this.resourceIndex.get(event.other);
    if (resource !== undefined) {
      switch (event.event) {
        case "acquired": case "released":
          state.held[resource] = event.event === "acquired" ? 1 : 0;
          state.holders[resource] = event.event === "acquired" ? event.task || 0 : 0;
          state.changed[resource] = at;
          break;
        case "size":
          state.sizes[resource] = event.size || 0;
          state.changed[resource] = at;
          break;
      }
    }
    if (!event.task) return;
    const next = this.stateAfter(event);
    const i = this.tasks.get(event.task).index;
    // These two tell where another task is.
    const isOwn = event.event !== "made" && event.event !== "cancel";
    if (isOwn && event.frames && event.frames.length) state.places[i] = at;
    if (next !== undefined && !(next === READY && state.states[i] === READY)) {
      state.states[i] = next;
      state.since[i] = at;
    } else if (next === undefined && state.states[i] === BLOCKING) {
      state.states[i] = RUNNING;
    }
    if (event.event === "step") state.current = event.task;
    else if (next !== undefined && event.task === state.current && next !== BLOCKING) state.current = 0;
  }

  /** The state of the program after the event `at`; valid until the next call. */
  stateAt(at) {
    const last = this.last;
    const near = last && last.at <= at && at - last.at < this.interval;
    const snapshot = Math.floor(at / this.interval);
    const state = near ? last.state : this.copy(this.snapshots[snapshot]);
    for (let i = near ? last.at + 1 : snapshot * this.interval; i <= at; i++) this.apply(state, this.events[i], i);
    this.last = { at, state };
    return state;
  }

  /** The tasks that can run, in the order of the queue. */
  readyQueue(state) {
    const since = [];
    for (let i = 0; i < state.states.length; i++) if (state.states[i] === READY) since.push(state.since[i]);
    return Array.from(Int32Array.from(since).sort(), (at) => this.events[at].task);
  }

  /** The tasks that exist, in the order of lanes: the first `most`, and how many there are. */
  tasksUntil(state, at, most) {
    const first = [];
    for (let row = 0; row < this.lanes.length && first.length < most; row++) {
      if (state.states[this.lanes[row].index] !== UNBORN) first.push(this.lanes[row]);
    }
    if (!this.madeAt) this.madeAt = Int32Array.from(this.lanes, (task) => task.made).sort();
    return [first, upperBound(this.madeAt, at)];
  }

  /** The tasks that wait for each object. */
  waiters(state) {
    const found = new Map();
    for (let i = 0; i < state.states.length; i++) {
      if (state.states[i] !== WAITING) continue;
      const event = this.events[state.since[i]];
      if (event.thing === "task" || !this.resourceIndex.has(event.other)) continue;
      if (!found.has(event.other)) found.set(event.other, []);
      found.get(event.other).push(this.ids[i]);
    }
    return found;
  }

  /** The number of pieces of output up to an event. */
  outputUntil(at) {
    return upperBound(this.outputs, at);
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

  /** The calls of a task at an event, outermost first: from its coroutine on. */
  chain(task, at) {
    const frames = this.events[at].frames;
    const root = frames.findIndex(([fn]) => this.trace.functions[fn].name === task.coroutine);
    return frames.slice(0, root < 0 ? frames.length : root + 1).reverse();
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
      default: return `waits for ${!event.other && event.text ? event.text : this.object(event.other)}`;
    }
  }

  /** A span of a task's lane in a few words. */
  spanText([begin, end, state]) {
    const event = this.events[begin];
    const time = seconds(this.events[end].time - event.time);
    switch (state) {
      case RUNNING: return `runs ${time}`;
      case READY: return `ready, waits for its turn ${time}`;
      case BLOCKING: return `${event.text}() blocks everything ${time}`;
      default: return `${this.waitText(event)} ${time}`;
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
      case "known": return `${task} is there when the recording begins${event.text ? `, and runs ${event.text}()` : ""}`;
      case "step": return `${task} runs`;
      case "yield": return `${task} lets others run (sleep(0))${where}`;
      case "wait": {
        const asked = event.thing === "sleep" && event.text ? ` for ${event.text} s` : "";
        return `${task} ${this.waitText(event)}${asked}${where}`;
      }
      case "ready":
        if (event.thing === "sleep") return `${task} can run again: its sleep has ended`;
        return `${task} can run again: ${event.other ? this.name(event.other) : "the loop"} woke it`;
      case "done": return `${task} is done`;
      case "failed": return `${event.task ? task : "The program"} fails: ${event.text}`;
      case "cancelled": return `${task} is cancelled`;
      case "cancel": return `${of(event.other)} asks ${task} to cancel${where}`;
      case "lost": return `${task} is destroyed while it waits`;
      case "unseen": return `The exception of ${task} was never retrieved`;
      case "block": return `${event.task ? task : "The program"} blocks everything in ${event.text}()${where}`;
      case "output": return `${event.task ? task : "The program"} prints ${JSON.stringify((event.text || "").replace(/\n$/, ""))}${where}`;
      case "coroutine": return `${event.task ? task : "The program"} calls ${event.text}(): a coroutine is made and has not started${where}`;
      case "begins": return `Coroutine ${event.other} begins to run, inside ${task}`;
      case "dropped": return `${event.text} is dropped: it was never awaited`;
      case "acquired": return `${task} takes ${this.object(event.other)}${where}`;
      case "released": return `${task} gives back ${this.object(event.other)}`;
      case "size": {
        const holds = event.thing === "semaphore" ? "has" : "holds";
        return `${this.object(event.other)} now ${holds} ${event.size || 0}${event.thing === "semaphore" ? " left" : ""}`;
      }
      case "set":
        return event.thing === "event" ? `${of(event.task)} sets ${this.object(event.other)}`
          : `${of(event.task)} wakes tasks that wait for ${this.object(event.other)}`;
      case "handed":
        return event.thing === "process" ? `${of(event.task)} starts the process ${event.text}${where}`
          : `${of(event.task)} passes ${event.text}() to a thread${where}`;
      case "back": {
        const { text } = this.handoffs.get(event.other) || { text: "its work" };
        const how = event.text ? ` (${event.text})` : "";
        return event.thing === "process" ? `The process ${text} ends${how}` : `A thread is done with ${text}()${how}`;
      }
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

/** The number of items of a list sorted by `key` that are at most `value`. */
function upperBound(list, value, key = (item) => item) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) <= value) low = middle + 1; else high = middle;
  }
  return low;
}

/** A time in seconds. */
function seconds(nanoseconds) {
  if (nanoseconds && Math.abs(nanoseconds) < 1e6) return `${(nanoseconds / 1e6).toFixed(3)} ms`;
  return `${+(nanoseconds / 1e9).toFixed(3)} s`;
}
