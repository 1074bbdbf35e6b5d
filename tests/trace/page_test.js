// Checks the script of a page without a browser: `node page_test.js PAGE`.
// The model runs as it is; the view runs on a document that has just what it asks for.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const vm = require("node:vm");
const zlib = require("node:zlib");

const page = fs.readFileSync(process.argv[2], "utf8");
const [, packed, text] = page.match(/<script type="application\/json" id="trace"( data-packed="deflate")?>([^]*?)<\/script>/);
const data = packed ? zlib.inflateSync(Buffer.from(text, "base64")).toString() : text;
const script = page.match(/<script>\n([^]*?)<\/script>/)[1];
const trace = JSON.parse(data);

/** An element of the document: keeps what the view puts into it. */
class Element {
  constructor(tag) {
    Object.assign(this, { tag, children: [], dataset: {}, listeners: {}, className: "", value: "", checked: true, own: "" });
    Object.assign(this, { clientWidth: 900, clientHeight: 400, offsetTop: 0, scrollHeight: 0, scrollTop: 0 });
    const names = () => this.className.split(" ").filter((name) => name);
    const contains = (name) => names().includes(name);
    const remove = (name) => { this.className = names().filter((other) => other !== name).join(" "); };
    const add = (name) => { remove(name); this.className = [...names(), name].join(" "); };
    const toggle = (name, on = !contains(name)) => (on ? add : remove)(name);
    this.classList = { contains, remove, add, toggle };
  }
  querySelector(selector) { return this.children.find((child) => child.classList.contains(selector.slice(1))) || null; }
  remove() { this.parent.children = this.parent.children.filter((child) => child !== this); }
  get textContent() { return this.own + this.children.map((c) => (c.textContent === undefined ? c : c.textContent)).join(""); }
  set textContent(text) { this.own = String(text); this.children = []; }
  get lastChild() { return this.children[this.children.length - 1]; }
  get firstChild() { return this.children[0]; }
  append(...children) {
    this.children.push(...children);
    for (const child of children) child.parent = this;
  }
  replaceChildren(...children) {
    this.own = "";
    this.children = [];
    this.append(...children);
  }
  setAttribute(name, value) { this[name] = value; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  focus() {}
  setPointerCapture() {}
  getContext() {
    return new Proxy({}, { get: () => () => ({ width: 50 }), set: () => true });
  }
}

const ids = new Map([...page.matchAll(/<(\w+)[^>]* id="([\w-]+)"/g)].map(([, tag, id]) => [id, new Element(tag)]));
ids.get("trace").textContent = data;
ids.get("speed").value = "3";
const listeners = {};
const document = {
  getElementById: (id) => { assert(ids.has(id), `no element ${id}`); return ids.get(id); },
  createElement: (tag) => new Element(tag),
  addEventListener: (name, listener) => { listeners[name] = listener; },
  documentElement: new Element("html"),
};
const location = { hash: "#step=3" };
const globals = {
  document, location, console, setInterval, clearInterval, setTimeout, clearTimeout,
  history: { replaceState: (_a, _b, hash) => { location.hash = hash; } },
  getComputedStyle: () => ({ getPropertyValue: () => "#000" }),
  requestAnimationFrame: (paint) => { paint(); return 0; },
  matchMedia: () => ({ addEventListener() {} }),
};
globals.window = { addEventListener() {}, devicePixelRatio: 1 };
vm.createContext(globals);
vm.runInContext(`${script}\nthis.model = model; this.view = view;`, globals);
const { model, view } = globals;
const count = trace.events.length;
const key = (name, more) => listeners.keydown({ key: name, target: { tagName: "BODY" }, preventDefault() {}, ...more });

// The state after an event is the same whether it is reached forwards or backwards.
const plain = (state) => JSON.stringify(Object.entries(state).map(([name, values]) => [name, name === "current" ? values : [...values]]));
const picked = [...new Set([0, 1, 2, Math.floor(count / 3), Math.floor(count / 2), count - 1])].filter((at) => at >= 0 && at < count);
const forwards = picked.map((at) => plain(model.stateAt(at)));
const backwards = picked.slice().reverse().map((at) => plain(model.stateAt(at))).reverse();
assert.deepStrictEqual(forwards, backwards);

// At most one task runs, and the output is that of the program.
for (const at of picked) {
  const running = [...model.stateAt(at).states].filter((s) => s === 2 || s === 3).length;
  assert(running <= 1, `${running} tasks run after event ${at}`);
}
const printed = trace.events.filter((e) => e.event === "output").map((e) => e.text).join("");
assert.strictEqual(model.outputs.slice(0, model.outputUntil(count - 1)).map((at) => trace.events[at].text).join(""), printed);

// Each event has words, and they are found.
trace.events.slice(0, 500).forEach((_, at) => assert(model.describe(at).length > 3));
if (count > 3) {
  assert.strictEqual(view.at, 2, "the link names the step");
  const found = model.search(model.describe(count - 1), 0);
  assert.strictEqual(model.describe(found), model.describe(count - 1));
  assert.strictEqual(model.search("no such text anywhere", 0), -1);

  // Keys: one event, back, a pass, the ends.
  key("Home");
  assert.strictEqual(view.at, 0);
  assert.strictEqual(location.hash, "#step=1");
  key("ArrowRight");
  assert.strictEqual(view.at, 1);
  key("ArrowLeft");
  assert.strictEqual(view.at, 0);
  key("End");
  assert.strictEqual(view.at, count - 1);
  key("ArrowLeft", { shiftKey: true });
  assert(view.at < count - 1);
  if (model.passes.length) assert.strictEqual(trace.events[view.at].event, "pass");
  key("+");
  key("0");
  ids.get("search").value = "prints";
  ids.get("find-on").onclick();
}
if (model.lanes.length) {
  key("Home");
  key("n");
  assert.strictEqual(trace.events[view.at].event, "step");
  assert.strictEqual(trace.events[view.at].task, view.task);
}

// Findings lead to their event.
for (const [i, item] of ids.get("findings").children.entries()) {
  if (!trace.findings.length) break;
  item.children[1].onclick();
  assert.strictEqual(view.at, trace.findings[i].event);
}
if (printed && count) {
  key("End");
  assert.strictEqual(ids.get("output").textContent, printed.slice(-ids.get("output").textContent.length));
}
