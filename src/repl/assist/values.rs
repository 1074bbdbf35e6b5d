//! Values as the session shows them: `repr()` with colours, laid out over several lines when wide,
//! and folded when long.
//!
//! A value that fits the width is shown as exactly `repr(value)`. A plain container that does not
//! is laid out as by `pprint`. Only the items that are shown are inspected: `__repr__` of a folded
//! item never runs.

use super::colors::{Style, paint};
use crate::introspection::look::{self, Known};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value, View};
use crate::text::repr::{bytes_repr, str_repr};
use crate::vm::{Vm, VmResult};
use hob_grammar::pieces::{PieceKind, pieces};
use hob_grammar::token::Tok;
use std::collections::HashMap;
use unicode_width::UnicodeWidthStr;

/// Maximum lines for a container with one item per line.
const MAX_LINES: usize = 20;
/// Maximum lines for a container with several items per line, and for long text.
const MAX_DENSE_LINES: usize = 8;
/// Minimum lines for a nested container.
const MIN_LINES: usize = 3;
/// Maximum nesting of containers.
const MAX_DEPTH: usize = 16;
/// Minimum width of a layout.
const MIN_WIDTH: usize = 20;

/// The value as text without a final line ending, for a screen of `width` columns.
///
/// # Errors
/// Any exception raised by `__repr__`.
pub fn show(vm: &Vm, value: &Value, width: usize, colors: bool) -> VmResult<String> {
    let width = width.max(MIN_WIDTH);
    let mut printer =
        Printer { vm, width, colors, out: String::new(), lines: 0, seen: HashMap::new() };
    printer.lay(value, 0, 0, 0)?;
    Ok(printer.out)
}

struct Printer<'a> {
    vm: &'a Vm,
    width: usize,
    colors: bool,
    out: String,
    /// The number of complete lines.
    lines: usize,
    /// Results of `__repr__` for objects of other types, so that it is called once. Keeps the
    /// object, so that its address is not reused.
    seen: HashMap<u64, (Value, Ref<Str>)>,
}

/// Text with its width, in columns.
#[derive(Default)]
struct Shown {
    text: String,
    width: usize,
}

/// A container, as far as it is shown.
struct Parts {
    open: String,
    close: &'static str,
    /// The text for a container inside itself.
    again: String,
    items: Items,
    len: usize,
    /// The comma of `(1,)`.
    comma: bool,
}

enum Items {
    List(Ref<List>),
    Tuple(Ref<Tuple>),
    Set(Ref<Set>),
    Dict(Ref<Dict>),
    Values(Vec<Value>),
    Named(Vec<(String, Value)>),
}

/// An item of a container.
struct Item {
    label: Option<Label>,
    value: Value,
}

enum Label {
    Key(Value),
    Name(String),
}

impl Items {
    /// The item at or after a position, and the position after it.
    fn next(&self, at: usize) -> Option<(Item, usize)> {
        let plain = |value: Value| Item { label: None, value };
        let found = match self {
            Items::List(list) => plain(list.get(at)?),
            Items::Tuple(tuple) => plain(tuple.items().get(at)?.clone()),
            Items::Values(values) => plain(values.get(at)?.clone()),
            Items::Named(all) => {
                let (name, value) = all.get(at)?.clone();
                Item { label: Some(Label::Name(name)), value }
            }
            Items::Set(set) => {
                let (at, value) = set.next_item(at)?;
                return Some((plain(value), at + 1));
            }
            Items::Dict(dict) => {
                let (at, key, value) = dict.next_entry(at)?;
                return Some((Item { label: Some(Label::Key(key)), value }, at + 1));
            }
        };
        Some((found, at + 1))
    }
}

impl Printer<'_> {
    fn push(&mut self, text: &str, style: Style) {
        if self.colors {
            paint(&mut self.out, text, style);
        } else {
            self.out.push_str(text);
        }
    }

    fn new_line(&mut self, column: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', column));
        self.lines += 1;
    }

    /// Adds `text` to the output.
    fn add(&self, shown: &mut Shown, text: &str, style: Style) {
        shown.width += text.width();
        if self.colors {
            paint(&mut shown.text, text, style);
        } else {
            shown.text.push_str(text);
        }
    }

    /// The value on one line; none if it is wider than `room`.
    fn flat(&mut self, value: &Value, room: usize) -> VmResult<Option<Shown>> {
        let mut shown = Shown::default();
        Ok(self.flat_into(&mut shown, value, room)?.then_some(shown))
    }

    /// Adds the value to the output. Returns false if it becomes wider than `room`.
    fn flat_into(&mut self, shown: &mut Shown, value: &Value, room: usize) -> VmResult<bool> {
        if let Some(parts) = self.plain_parts(value) {
            let vm = self.vm;
            let fits = vm.guard_repr(value, || self.flat_parts(shown, &parts, room))?;
            return Ok(match fits {
                Some(fits) => fits,
                None => {
                    self.add(shown, &parts.again, Style::Plain);
                    shown.width <= room
                }
            });
        }
        if let Some(text) = value.get_exact::<Str>()
            && text.len() > 4 * room
        {
            return Ok(false);
        }
        let text = self.text(value)?;
        let text = text.as_str();
        let fits = !text.contains('\n') && shown.width + text.len().min(text.width()) <= room;
        if fits {
            self.add_text(shown, text);
        }
        Ok(fits)
    }

    fn flat_parts(&mut self, shown: &mut Shown, parts: &Parts, room: usize) -> VmResult<bool> {
        // Each item except the last takes at least three columns with its comma.
        if parts.len > room / 3 + 2 {
            return Ok(false);
        }
        self.add(shown, &parts.open, Style::Plain);
        let mut at = 0;
        let mut first = true;
        while let Some((item, next)) = parts.items.next(at) {
            if !first {
                self.add(shown, ", ", Style::Plain);
            }
            if shown.width > room || !self.flat_item(shown, &item, room)? {
                return Ok(false);
            }
            (at, first) = (next, false);
        }
        if parts.comma {
            self.add(shown, ",", Style::Plain);
        }
        self.add(shown, parts.close, Style::Plain);
        Ok(shown.width <= room)
    }

    fn flat_item(&mut self, shown: &mut Shown, item: &Item, room: usize) -> VmResult<bool> {
        Ok(self.flat_label(shown, item, room)? && self.flat_into(shown, &item.value, room)?)
    }

    fn flat_label(&mut self, shown: &mut Shown, item: &Item, room: usize) -> VmResult<bool> {
        match &item.label {
            None => {}
            Some(Label::Name(name)) => self.add(shown, &format!("{name}="), Style::Plain),
            Some(Label::Key(key)) => {
                if !self.flat_into(shown, key, room)? {
                    return Ok(false);
                }
                self.add(shown, ": ", Style::Plain);
            }
        }
        Ok(true)
    }

    /// `repr(value)`, computed once.
    fn text(&mut self, value: &Value) -> VmResult<Ref<Str>> {
        if !value.is_object() || value.get_exact::<Str>().is_some() {
            return self.vm.repr(value);
        }
        if let Some((_, text)) = self.seen.get(&value.bits()) {
            return Ok(text.clone());
        }
        let text = self.vm.repr(value)?;
        self.seen.insert(value.bits(), (value.clone(), text.clone()));
        Ok(text)
    }

    /// Adds the text of a value, coloured by its contents.
    fn add_text(&self, shown: &mut Shown, text: &str) {
        shown.width += text.width();
        if self.colors {
            paint_value(&mut shown.text, text);
        } else {
            shown.text.push_str(text);
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Over several lines

    /// Writes the value at this column; the last `reserve` columns are occupied.
    fn lay(&mut self, value: &Value, column: usize, reserve: usize, depth: usize) -> VmResult<()> {
        let room = self.width.saturating_sub(column + reserve);
        if let Some(shown) = self.flat(value, room)? {
            self.out.push_str(&shown.text);
            return Ok(());
        }
        let parts = match self.plain_parts(value) {
            Some(parts) => Some(parts),
            None => self.other_parts(value)?,
        };
        let Some(parts) = parts else { return self.long_text(value, depth) };
        if depth >= MAX_DEPTH {
            self.push(&parts.again, Style::Plain);
            return Ok(());
        }
        let vm = self.vm;
        let done = vm.guard_repr(value, || self.lay_parts(&parts, column, reserve, depth))?;
        if done.is_none() {
            self.push(&parts.again, Style::Plain);
        }
        Ok(())
    }

    fn lay_parts(
        &mut self,
        parts: &Parts,
        column: usize,
        reserve: usize,
        depth: usize,
    ) -> VmResult<()> {
        let start = self.lines;
        let dense = self.is_dense(parts);
        let most = if dense { MAX_DENSE_LINES } else { MAX_LINES };
        let most = (most >> depth.min(8)).max(MIN_LINES);
        self.push(&parts.open, Style::Plain);
        let column = column + parts.open.width();
        let reserve = reserve + parts.close.len();
        let mut used = column;
        let (mut at, mut count) = (0, 0);
        while let Some((item, next)) = parts.items.next(at) {
            let is_last = count + 1 == parts.len;
            if count > 0 {
                self.push(",", Style::Plain);
                let full = self.lines + 1 - start >= most && !is_last;
                // Items share a line while there is room.
                let behind = if is_last { reserve } else { 1 };
                let beside = match dense {
                    true => self.flat(&item.value, self.width.saturating_sub(used + 2 + behind))?,
                    false => None,
                };
                if let Some(shown) = beside {
                    self.out.push(' ');
                    self.out.push_str(&shown.text);
                    used += 2 + shown.width;
                    (at, count) = (next, count + 1);
                    continue;
                }
                self.new_line(column);
                if full {
                    self.note(parts.len.saturating_sub(count), parts.len);
                    break;
                }
            }
            let lines = self.lines;
            let width = self.lay_item(&item, column, if is_last { reserve } else { 1 }, depth)?;
            used = if self.lines == lines { column + width } else { self.width };
            (at, count) = (next, count + 1);
        }
        if parts.comma {
            self.push(",", Style::Plain);
        }
        self.push(parts.close, Style::Plain);
        Ok(())
    }

    /// Writes a label and its value. Returns the width, if they fit on one line.
    fn lay_item(
        &mut self,
        item: &Item,
        column: usize,
        reserve: usize,
        depth: usize,
    ) -> VmResult<usize> {
        let room = self.width.saturating_sub(column + reserve);
        let mut shown = Shown::default();
        if self.flat_item(&mut shown, item, room)? {
            self.out.push_str(&shown.text);
            return Ok(shown.width);
        }
        let mut label = Shown::default();
        if self.flat_label(&mut label, item, room)? {
            self.out.push_str(&label.text);
            self.lay(&item.value, column + label.width, reserve, depth + 1)?;
            return Ok(self.width);
        }
        if let Some(Label::Key(key)) = &item.label {
            self.lay(key, column, 1, depth + 1)?;
            self.push(":", Style::Plain);
            self.new_line(column + 1);
        }
        self.lay(&item.value, column + 1, reserve, depth + 1)?;
        Ok(self.width)
    }

    /// Whether the items are short and plain, so that several fit on a line. Judged by the first
    /// few.
    fn is_dense(&mut self, parts: &Parts) -> bool {
        let mut at = 0;
        for _ in 0..50 {
            let Some((item, next)) = parts.items.next(at) else { break };
            let is_short = match item.value.view() {
                View::Obj(_) => item.value.get_exact::<Str>().is_some_and(|s| s.len() < 30),
                _ => true,
            };
            if item.label.is_some() || !is_short {
                return false;
            }
            at = next;
        }
        true
    }

    /// Adds the note about folded items.
    fn note(&mut self, missing: usize, len: usize) {
        let text = format!("… and {} more (len {})", grouped(missing), grouped(len));
        self.push(&text, Style::Comment);
    }

    /// Writes the text of a value without parts, shortened if needed.
    fn long_text(&mut self, value: &Value, depth: usize) -> VmResult<()> {
        let most = (MAX_DENSE_LINES >> depth.min(8)).max(MIN_LINES) * self.width;
        let note = |printer: &mut Self, shown: String, missing: usize, len: usize| {
            printer.push(&shown, Style::Text);
            printer.push(" ", Style::Plain);
            printer.note(missing, len);
        };
        if let Some(text) = value.get_exact::<Str>() {
            let all = text.as_str();
            if let Some((end, _)) = all.char_indices().nth(most) {
                let len = text.len();
                let len = if text.is_ascii() { len } else { all.chars().count() };
                let shown = str_repr(&all[..end]);
                note(self, shown, len - most, len);
                return Ok(());
            }
        }
        if let Some(bytes) = value.get_exact::<Bytes>()
            && bytes.data.len() > most
        {
            let len = bytes.data.len();
            note(self, bytes_repr(&bytes.data[..most]), len - most, len);
            return Ok(());
        }
        let text = self.text(value)?;
        let text = text.as_str();
        let end = text.char_indices().nth(most * 2).map_or(text.len(), |(at, _)| at);
        let mut shown = Shown::default();
        self.add_text(&mut shown, &text[..end]);
        self.lines += text[..end].matches('\n').count();
        self.out.push_str(&shown.text);
        if end < text.len() {
            let missing = grouped(text[end..].chars().count());
            self.push(&format!("… and {missing} more characters"), Style::Comment);
        }
        Ok(())
    }

    // ---------------------------------------------------------------------------------------------
    // Containers

    /// The parts of a plain list, tuple, dict or set.
    fn plain_parts(&self, value: &Value) -> Option<Parts> {
        let parts = |open: &str, close, again: &str, items, len| {
            let (open, again) = (open.to_string(), again.to_string());
            Some(Parts { open, close, again, items, len, comma: false })
        };
        if let Some(list) = value.get_exact::<List>() {
            return parts("[", "]", "[...]", Items::List(list.clone()), list.len());
        }
        if let Some(tuple) = value.get_exact::<Tuple>() {
            let found = parts("(", ")", "(...)", Items::Tuple(tuple.clone()), tuple.len());
            return found.map(|found| Parts { comma: tuple.len() == 1, ..found });
        }
        if let Some(dict) = value.get_exact::<Dict>() {
            return parts("{", "}", "{...}", Items::Dict(dict.clone()), dict.len());
        }
        let set = value.get::<Set>().filter(|set| !set.is_empty())?;
        let class = self.vm.class_ref(value);
        let (items, len) = (Items::Set(set.clone()), set.len());
        if class.is(&self.vm.types.set) {
            parts("{", "}", "set(...)", items, len)
        } else if class.is(&self.vm.types.frozenset) {
            parts("frozenset({", "})", "frozenset(...)", items, len)
        } else {
            None
        }
    }

    /// The parts of other containers whose `repr` comes from the library: dataclasses, named tuples
    /// and those of `collections`.
    fn other_parts(&mut self, value: &Value) -> VmResult<Option<Parts>> {
        let vm = self.vm;
        let class = vm.class_of(value);
        let parts = |open: String, close, items, len| Parts {
            open,
            close,
            again: "...".to_string(),
            items,
            len,
            comma: false,
        };
        if !class.is_heap {
            let name = class.name();
            return Ok(match (class.full_name().as_str(), value.get::<Dict>()) {
                ("collections.OrderedDict", Some(dict)) => {
                    Some(parts(format!("{name}({{"), "})", Items::Dict(dict.clone()), dict.len()))
                }
                ("collections.defaultdict", Some(dict)) => {
                    let made = Known::Value(value.clone()).attribute(vm, "default_factory");
                    let Some(Known::Value(factory)) = made else { return Ok(None) };
                    let items = vec![factory, dict.copy(vm)?.into_value()];
                    Some(parts(format!("{name}("), ")", Items::Values(items), 2))
                }
                ("collections.deque", _) => {
                    let limit = Known::Value(value.clone()).attribute(vm, "maxlen");
                    let Some(Known::Value(limit)) = limit else { return Ok(None) };
                    let items = vm.to_vec(value)?;
                    let len = items.len();
                    let is_plain = limit.is_none();
                    is_plain.then(|| parts(format!("{name}(["), "])", Items::Values(items), len))
                }
                _ => None,
            });
        }
        let fields = match self.repr_source(&class).as_deref() {
            // The generated `__repr__` is wrapped in `reprlib.recursive_repr`.
            Some("<stdlib>/reprlib.py") if self.has_generated_repr(&class) => {
                self.dataclass_fields(value, &class)
            }
            Some("<frozen collections>") => named_fields(value, &class),
            _ => None,
        };
        Ok(fields.map(|fields| {
            let len = fields.len();
            parts(format!("{}(", class.qualname.borrow().as_str()), ")", Items::Named(fields), len)
        }))
    }

    /// The file that defines the class's `__repr__`.
    fn repr_source(&self, class: &Ref<Class>) -> Option<String> {
        let own = class.lookup(&self.vm.names.repr)?;
        Some(own.get::<Function>()?.code.source.name.clone())
    }

    /// Whether `__repr__` is the one that `dataclasses` generates, inside its wrapper.
    fn has_generated_repr(&self, class: &Ref<Class>) -> bool {
        let own = class.lookup(&self.vm.names.repr).map(Known::Value);
        match own.and_then(|known| known.attribute(self.vm, "__wrapped__")) {
            Some(Known::Value(inner)) => inner
                .get::<Function>()
                .is_some_and(|f| f.code.qualname.as_str() == "__create_fn__.<locals>.__repr__"),
            _ => false,
        }
    }

    fn dataclass_fields(&self, value: &Value, class: &Ref<Class>) -> Option<Vec<(String, Value)>> {
        let vm = self.vm;
        let fields = class.lookup(&intern("__dataclass_fields__"))?;
        let mut found = Vec::new();
        for (name, field) in fields.get::<Dict>()?.entries() {
            // Slots of a library class: reading them runs no code of the program.
            let of_field = |name| vm.find_attribute(&field, &intern(name)).ok().flatten();
            let is_shown = of_field("repr")?.is(&Value::TRUE);
            let is_field = vm
                .find_attribute(&of_field("_field_type")?, &intern("name"))
                .ok()
                .flatten()?
                .get::<Str>()?
                .as_str()
                == "_FIELD";
            if is_shown && is_field {
                let name = name.get::<Str>()?;
                let value = match look::own_value(value, name) {
                    Some(own) => own,
                    None => match Known::Value(value.clone()).attribute(vm, name.as_str())? {
                        Known::Value(value) => value,
                        _ => return None,
                    },
                };
                found.push((name.as_str().to_string(), value));
            }
        }
        Some(found)
    }
}

/// The fields of a named tuple.
fn named_fields(value: &Value, class: &Ref<Class>) -> Option<Vec<(String, Value)>> {
    let tuple = value.get::<Tuple>()?;
    let names = look::texts(&class.lookup(&intern("_fields"))?);
    let all = names.len() == tuple.len();
    all.then(|| names.into_iter().zip(tuple.items().iter().cloned()).collect())
}

/// A number with digits grouped by three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Adds the text of a value in colours: literals as in code, `<…>` as a whole.
fn paint_value(out: &mut String, text: &str) {
    if text.starts_with('<') && text.ends_with('>') {
        return paint(out, text, Style::Object);
    }
    let mut end = 0;
    for piece in pieces(text) {
        let style = match piece.kind {
            PieceKind::OpenString | PieceKind::Token(Tok::Str) => Style::Text,
            PieceKind::Token(Tok::Int | Tok::Float | Tok::Imaginary) => Style::Number,
            PieceKind::Token(Tok::None | Tok::True | Tok::False | Tok::Ellipsis) => Style::Constant,
            _ => Style::Plain,
        };
        let span = piece.span.start as usize..piece.span.end as usize;
        out.push_str(&text[end..span.start]);
        paint(out, &text[span.clone()], style);
        end = span.end;
    }
    out.push_str(&text[end..]);
}
