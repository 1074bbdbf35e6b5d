// The lanes: each task's states over time, on a canvas. The picture is kept and only copied while the
// same part of the run is in view, so that a step costs the same however much is in view.
"use strict";

const LANE = 26;
const HEAD = 24;
const FONT = "12px system-ui, sans-serif";
const MARKS = { [DONE]: "✓", [FAILED]: "✗", [CANCELLED]: "⊘" };
const THICKNESS = { [RUNNING]: 16, [BLOCKING]: 16, [READY]: 10, [WAITING]: 6, [SLEEPING]: 2 };

/** A position of the axis, from 0 to 1, for an event. */
function axis(at) {
  return view.byEvent ? at / Math.max(1, model.events.length - 1) : model.positions[at];
}

const canvas = document.getElementById("lanes");
/** The canvas' size, measured once a frame: asking the document takes longer than drawing a bar. */
const size = { width: 0, height: 0 };
function measure() {
  size.width = canvas.clientWidth;
  size.height = canvas.clientHeight;
}
const labelWidth = () => Math.min(220, size.width * 0.3);
const plotWidth = () => Math.max(50, size.width - labelWidth() - 28);
const positionOf = (x) => view.from + ((x - labelWidth()) / plotWidth()) * (view.to - view.from);
const toX = (position) => labelWidth() + ((position - view.from) / (view.to - view.from)) * plotWidth();

let colors = null;
/** Reads the colours of the page's style, again after the theme has changed. */
function readColors() {
  const style = getComputedStyle(document.documentElement);
  const names = [...STATES.slice(1), "text", "dim", "line", "back", "mark", "pick"];
  colors = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  picture.key = "";
}

let pending = 0;
function draw() {
  if (!pending) pending = requestAnimationFrame(() => { pending = 0; paint(); });
}

/** The lanes without cursor and selection, on a canvas of their own, and what they were drawn for. */
const picture = { canvas: document.createElement("canvas"), key: "" };

function paint() {
  if (!colors) readColors();
  const ratio = window.devicePixelRatio || 1;
  measure();
  const { width, height } = size;
  for (const each of [canvas, picture.canvas]) {
    if (each.width === Math.round(width * ratio) && each.height === Math.round(height * ratio)) continue;
    each.width = Math.round(width * ratio);
    each.height = Math.round(height * ratio);
    picture.key = "";
  }
  const key = [view.from, view.to, view.top, view.byEvent].join();
  if (picture.key !== key) {
    picture.key = key;
    paintPicture(picture.canvas.getContext("2d"), ratio, width, height);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colors.back;
  context.fillRect(0, 0, width, height);
  const task = model.tasks.get(view.task);
  if (task && task.row !== undefined) {
    context.fillStyle = colors.pick;
    context.fillRect(0, HEAD + task.row * LANE - view.top, width, LANE - 1);
  }
  if (width && height) context.drawImage(picture.canvas, 0, 0, width, height);
  const x = toX(axis(view.at));
  context.fillStyle = colors.mark;
  if (x >= labelWidth() - 1) context.fillRect(x - 1, 0, 2, height);
}

function paintPicture(context, ratio, width, height) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = "middle";
  paintBlocks(context, width, height);
  paintLanes(context, width, height);
  paintArrows(context, height);
  paintRuler(context, width);
}

/** The times in which one task kept all others from running: a band across their lanes. */
function paintBlocks(context, width, height) {
  const left = labelWidth();
  const bottom = Math.min(height, HEAD + model.lanes.length * LANE - view.top);
  let drawn = left;
  for (let i = firstVisible(model.blocks); i < model.blocks.length; i++) {
    const [begin, end] = model.blocks[i];
    const x = Math.max(drawn, toX(axis(begin)));
    if (x > width) break;
    const wide = toX(axis(end)) - x;
    if (wide < 0.5) {
      i = Math.max(i, firstVisible(model.blocks, positionOf(x + 0.5), i + 1) - 1);
      continue;
    }
    drawn = x + wide;
    context.globalAlpha = 0.14;
    context.fillStyle = colors.blocking;
    context.fillRect(x, HEAD, wide, bottom - HEAD);
    context.globalAlpha = 1;
    const text = "nothing else can run";
    if (bottom + LANE > height || context.measureText(text).width + 4 > Math.max(wide, width - x)) continue;
    context.fillRect(x, bottom, wide, 2);
    context.fillText(text, x + 2, bottom + LANE / 2);
  }
}

function paintLanes(context, width, height) {
  const first = Math.floor(view.top / LANE);
  const last = Math.min(model.lanes.length, first + Math.ceil((height - HEAD) / LANE) + 1);
  const left = labelWidth();
  for (let row = first; row < last; row++) {
    const task = model.lanes[row];
    const y = HEAD + row * LANE - view.top;
    context.fillStyle = colors.line;
    context.fillRect(0, y + LANE - 1, width, 1);
    context.save();
    context.beginPath();
    context.rect(0, y, left - 6, LANE);
    context.clip();
    context.fillStyle = colors.text;
    context.fillText(`${model.name(task.id)} ${task.coroutine}`, 6 + Math.min(6, task.depth) * 12, y + LANE / 2);
    context.restore();
    paintSpans(context, task, y, left, width);
  }
}

/**
 * The first span from `low` on that ends after a position, at first the left border: spans are in order.
 * Most often it is near, so the steps of the search grow.
 */
function firstVisible(spans, position = view.from, low = 0) {
  let high = low;
  for (let by = 1; high < spans.length && axis(spans[high][1]) < position; by *= 2) {
    low = high + 1;
    high += by;
  }
  high = Math.min(high, spans.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (axis(spans[middle][1]) < position) low = middle + 1; else high = middle;
  }
  return low;
}

function paintSpans(context, task, y, left, width) {
  const spans = task.spans;
  // The mark of the end is drawn in any case.
  const whole = spans.length - (spans.length && spans[spans.length - 1][2] >= DONE ? 1 : 0);
  // Bars of one colour that touch are one.
  let bar = null;
  const flush = () => {
    if (!bar) return;
    const thick = THICKNESS[bar.state];
    context.fillStyle = colors[STATES[bar.state]];
    context.fillRect(bar.x, y + (LANE - thick) / 2, bar.end - bar.x, thick);
    bar = null;
  };
  context.save();
  context.beginPath();
  context.rect(left, y, width - left, LANE);
  context.clip();
  for (let i = firstVisible(spans); i < spans.length; i++) {
    const [begin, end, state] = spans[i];
    const x = toX(axis(begin));
    if (x > width) break;
    if (state >= DONE) {
      flush();
      context.fillStyle = colors[STATES[state]];
      context.font = "bold 14px system-ui, sans-serif";
      context.fillText(MARKS[state], x + 4, y + LANE / 2);
      context.font = FONT;
      continue;
    }
    const wide = toX(axis(end)) - x;
    if (wide >= 1) {
      flush();
      paintSpan(context, spans[i], x, wide, y, width);
      continue;
    }
    // All spans that end within this pixel are one: that the task ran is worth more than the rest.
    const next = Math.min(firstVisible(spans, positionOf(x + 1), i + 1), whole);
    const ran = next < spans.length ? spans[next][3] > spans[i][3] : task.runs > spans[i][3];
    const shown = state === BLOCKING ? BLOCKING : ran ? RUNNING : state;
    const until = x + (shown === RUNNING || shown === BLOCKING ? 3 : 1);
    if (bar && (bar.state !== shown || x > bar.end + 0.5)) flush();
    if (bar) bar.end = until;
    else bar = { state: shown, x, end: until };
    i = Math.max(i, next - 1);
  }
  flush();
  context.restore();
}

/** A bar, with words where they fit. */
function paintSpan(context, span, x, wide, y, width) {
  const state = span[2];
  const thick = THICKNESS[state];
  context.fillStyle = colors[STATES[state]];
  context.fillRect(x, y + (LANE - thick) / 2, state === RUNNING ? Math.max(3, wide) : wide, thick);
  if (state === BLOCKING && wide > 6) {
    context.strokeStyle = colors.back;
    context.beginPath();
    for (let s = Math.max(x, 0); s < Math.min(x + wide, width); s += 8) {
      context.moveTo(s, y + 21);
      context.lineTo(s + 6, y + 5);
    }
    context.stroke();
  }
  const from = Math.max(x, labelWidth()), to = Math.min(x + wide, width);
  if (to - from < 60) return;
  const text = model.spanText(span);
  const length = context.measureText(text).width + 8;
  if (length + 12 > to - from) return;
  const middle = (from + to) / 2;
  context.fillStyle = colors.back;
  context.fillRect(middle - length / 2, y + 5, length, LANE - 10);
  context.fillStyle = colors.text;
  context.fillText(text, middle - length / 2 + 4, y + LANE / 2);
}

/** Arrows from wakers to the woken, for the events in view, if they are few enough to read. */
function paintArrows(context, height) {
  const [from, to] = visibleEvents();
  if (to - from > 3000) return;
  context.fillStyle = colors.dim;
  context.beginPath();
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
    const top = Math.max(0, Math.min(y1 + sign * 8, y2 - sign * 8));
    context.fillRect(x - 0.5, top, 1, Math.min(height, Math.max(y1 + sign * 8, y2 - sign * 8)) - top);
    context.moveTo(x, y2 - sign * 4);
    context.lineTo(x - 3, y2 - sign * 10);
    context.lineTo(x + 3, y2 - sign * 10);
    context.closePath();
  }
  context.fill();
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

function paintRuler(context, width) {
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
    context.fillRect(x, HEAD - 6, 1, size.height);
    context.fillStyle = colors.dim;
    const digits = Math.max(0, -Math.floor(Math.log10(tick) + 1e-9));
    context.fillText(view.byEvent ? `#${Math.round(value) + 1}` : `${value.toFixed(digits)} s`, x + 3, HEAD / 2);
  }
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
  const room = size.height - HEAD;
  const y = task.row * LANE - view.top;
  if (y < 0) view.top = task.row * LANE;
  else if (y + LANE > room) view.top = Math.max(0, (task.row + 1) * LANE - room);
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
  const most = Math.max(0, model.lanes.length * LANE - (size.height - HEAD));
  view.top = Math.min(most, Math.max(0, view.top + by));
  draw();
}

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
