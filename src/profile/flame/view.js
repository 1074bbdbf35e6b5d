// The flame graph: boxes for stacks, outermost at the top, as wide as their share of the time.
"use strict";

const $ = (id) => document.getElementById(id);
const profile = JSON.parse($("profile").textContent);
const KINDS = ["task", "own", "wait"];
const ROW = 22;
/** Narrower boxes are not drawn, in pixels. */
const NARROWEST = 1.5;

/** Stacks that differ only in lines are one box. */
function build() {
  const root = { name: profile.program || "everything", kind: 0, places: new Map(), times: [0, 0, 0, 0], children: new Map(), parent: null };
  const boxes = [];
  for (const [parent, kind, name, place, times] of profile.nodes) {
    const below = parent === null ? root : boxes[parent];
    const file = place.replace(/:\d+$/, "");
    const key = `${kind} ${name} ${file}`;
    let box = below.children.get(key);
    if (!box) {
      box = { name, kind, places: new Map(), times: [0, 0, 0, 0], children: new Map(), parent: below };
      below.children.set(key, box);
    }
    times.forEach((time, i) => { box.times[i] += time; });
    if (below === root) times.forEach((time, i) => { root.times[i] += time; });
    if (place) box.places.set(place, (box.places.get(place) || 0) + times[0] + times[2] + times[3]);
    boxes.push(box);
  }
  return root;
}

const root = build();
const view = { measure: Math.max(0, profile.measures.indexOf(profile.shown)), zoomed: root, current: root, query: "" };
if (!root.times[view.measure]) view.measure = Math.max(0, root.times.findIndex((time) => time > 0));

const seconds = (micros) => `${(micros / 1e6).toFixed(3)} s`;
const time = (box) => box.times[view.measure];
const kids = (box) => [...box.children.values()].filter((child) => time(child) > 0).sort((a, b) => time(b) - time(a) || (a.name < b.name ? -1 : 1));

function describe(box) {
  const share = root.times[view.measure] ? (100 * time(box)) / root.times[view.measure] : 0;
  const places = [...box.places].sort((a, b) => b[1] - a[1]).map(([place]) => place);
  const where = places.length ? `, at ${places.slice(0, 3).join(", ")}${places.length > 3 ? " …" : ""}` : "";
  const all = profile.measures.map((name, i) => `${name} ${seconds(box.times[i])}`).join(", ");
  return `${box.name}${where}: ${share.toFixed(1)} % of ${profile.measures[view.measure]} time (${all})`;
}

/** Draws the zoomed box over the whole width, on those that it stands on. */
function draw() {
  const graph = $("graph");
  const hadFocus = graph.contains(document.activeElement);
  graph.replaceChildren();
  const width = graph.clientWidth;
  let rows = 0;
  const add = (box, left, wide, row, passed) => {
    rows = Math.max(rows, row + 1);
    const element = document.createElement("div");
    const isMatch = view.query && box.name.toLowerCase().includes(view.query);
    element.className = `box ${KINDS[box.kind]}${passed ? " passed" : ""}${isMatch ? " match" : ""}${box === view.current ? " current" : ""}`;
    element.style.cssText = `left:${left}px;width:${wide}px;top:${row * ROW}px`;
    element.textContent = wide > 24 ? box.name : "";
    element.title = describe(box);
    element.setAttribute("role", "treeitem");
    element.setAttribute("aria-level", row + 1);
    element.setAttribute("aria-label", describe(box));
    element.setAttribute("aria-selected", box === view.current);
    element.tabIndex = box === view.current ? 0 : -1;
    element.onclick = () => { view.current = box; zoom(box); };
    element.onmouseenter = () => { $("now").textContent = describe(box); };
    graph.append(element);
    if (box === view.current && hadFocus) element.focus();
  };
  const passed = [];
  for (let box = view.zoomed.parent; box; box = box.parent) passed.unshift(box);
  passed.forEach((box, row) => add(box, 0, width, row, true));
  // A stack of boxes to draw: programs nest deeper than scripts may.
  const todo = [[view.zoomed, 0, width, passed.length]];
  while (todo.length) {
    const [box, left, wide, row] = todo.pop();
    add(box, left, wide, row, false);
    let x = left;
    for (const child of kids(box)) {
      const part = (time(child) / Math.max(1, time(box))) * wide;
      if (part >= NARROWEST) todo.push([child, x, part, row + 1]);
      x += part;
    }
  }
  graph.style.height = `${rows * ROW}px`;
  $("now").textContent = describe(view.current);
  document.querySelectorAll("#measures button").forEach((button, i) => button.setAttribute("aria-checked", i === view.measure));
}

function zoom(box) {
  view.zoomed = box;
  draw();
}

function select(box) {
  if (!box) return;
  view.current = box;
  let inside = false;
  for (let at = box; at; at = at.parent) inside ||= at === view.zoomed;
  if (!inside) view.zoomed = box;
  draw();
}

function sibling(by) {
  const all = view.current.parent ? kids(view.current.parent) : [view.current];
  return all[all.indexOf(view.current) + by];
}

function measure(at) {
  if (!root.times[at]) return;
  view.measure = at;
  while (view.zoomed.parent && !time(view.zoomed)) view.zoomed = view.zoomed.parent;
  while (view.current.parent && !time(view.current)) view.current = view.current.parent;
  draw();
}

function search() {
  view.query = $("search").value.trim().toLowerCase();
  let count = 0, share = 0;
  const todo = view.query ? [[root, false]] : [];
  while (todo.length) {
    const [box, counted] = todo.pop();
    const isMatch = box.name.toLowerCase().includes(view.query);
    if (isMatch) count += 1;
    if (isMatch && !counted) share += time(box);
    for (const child of kids(box)) todo.push([child, counted || isMatch]);
  }
  const whole = Math.max(1, root.times[view.measure]);
  $("found").textContent = view.query ? `${count} boxes, ${((100 * share) / whole).toFixed(1)} %` : "";
  draw();
}

const KEYS = {
  ArrowDown: () => select(kids(view.current)[0]),
  ArrowUp: () => select(view.current.parent),
  ArrowRight: () => select(sibling(1)),
  ArrowLeft: () => select(sibling(-1)),
  Enter: () => zoom(view.current),
  Escape: () => { view.current = root; zoom(root); },
  Home: () => select(root),
  "/": () => $("search").focus(),
  1: () => measure(0), 2: () => measure(1), 3: () => measure(2), 4: () => measure(3),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.tagName === "INPUT") {
    if (event.key === "Escape") { $("search").value = ""; search(); $("graph").focus(); }
    return;
  }
  if (event.target.tagName === "BUTTON" && event.key === "Enter") return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

$("title").textContent = `Profile of ${profile.program || "a program"}`;
document.title = `${profile.program} · hob profile`;
profile.measures.forEach((name, i) => {
  const button = document.createElement("button");
  button.textContent = `${name} ${seconds(root.times[i])}`;
  button.setAttribute("role", "radio");
  button.disabled = !root.times[i];
  button.onclick = () => measure(i);
  $("measures").append(button);
});
$("search").oninput = search;
$("out").onclick = KEYS.Escape;
window.addEventListener("resize", draw);
draw();
