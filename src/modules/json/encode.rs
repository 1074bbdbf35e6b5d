//! Writing JSON.

use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int::{Int, to_big, to_i64};
use crate::objects::list::List;
use crate::objects::native::Args;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value, View};
use crate::text::{float, surrogate};
use crate::vm::{Vm, VmResult};
use rustc_hash::FxHashSet as HashSet;

/// The maximum nesting of containers.
pub const DEPTH: usize = 10_000;

struct Encoder<'a> {
    vm: &'a Vm,
    out: String,
    skip_keys: bool,
    ascii: bool,
    check_circular: bool,
    allow_nan: bool,
    indent: Option<String>,
    item_separator: &'a str,
    key_separator: &'a str,
    default: Option<&'a Value>,
    sort_keys: bool,
    /// The containers being written, by identity.
    known: HashSet<u64>,
    /// How deep it is in containers and calls of `default`.
    depth: usize,
    /// How deep it is in containers, for the indentation.
    level: usize,
}

/// `_encode(o, skipkeys, ensure_ascii, check_circular, allow_nan, indent, item_separator,
/// key_separator, default, sort_keys)`
pub fn encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let text = |i: usize| match a[i].get::<Str>() {
        Some(text) => Ok(text.as_str()),
        None => {
            let shown = vm.argument_type(a.at(i));
            Err(vm
                .type_error(format!("make_encoder() argument {} must be str, not {shown}", i + 1)))
        }
    };
    let indent = match a.some(5) {
        None => None,
        Some(indent) => Some(match indent.get::<Str>() {
            Some(indent) => indent.as_str().to_string(),
            None => vm.repeated_text(" ", vm.index_clipped(indent)?.max(0) as usize)?,
        }),
    };
    let mut encoder = Encoder {
        vm,
        out: String::new(),
        skip_keys: vm.truthy(a.at(1))?,
        ascii: vm.truthy(a.at(2))?,
        check_circular: vm.truthy(a.at(3))?,
        allow_nan: vm.truthy(a.at(4))?,
        indent,
        item_separator: text(6)?,
        key_separator: text(7)?,
        default: a.some(8),
        sort_keys: vm.truthy(a.at(9))?,
        known: HashSet::default(),
        depth: 0,
        level: 0,
    };
    encoder.value(a.at(0))?;
    Ok(Value::from(encoder.out))
}

/// Writes a text in quotes.
pub(super) fn push_quoted(vm: &Vm, out: &mut String, text: &str, ascii: bool) -> VmResult<()> {
    out.push('"');
    vm.in_parts_of_text(text, |part| push_escaped(out, part, ascii))?;
    out.push('"');
    Ok(())
}

/// Writes `\\uXXXX`.
fn push_unit(out: &mut String, unit: u16) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from(DIGITS[usize::from(unit >> shift & 15)]));
    }
}

/// Writes a part of a text with escapes.
fn push_escaped(out: &mut String, part: &str, ascii: bool) {
    let mut plain = 0;
    for (i, c) in part.char_indices() {
        let escape = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x08' => "\\b",
            '\x0c' => "\\f",
            c if c < ' ' || (ascii && c > '~') => "",
            _ => continue,
        };
        out.push_str(&part[plain..i]);
        plain = i + c.len_utf8();
        if escape.is_empty() {
            let mut pair = [0; 2];
            // A lone surrogate is one unit, whatever character represents it.
            let units: &[u16] = match u16::try_from(surrogate::code_of(c)) {
                Ok(unit) => &[unit],
                Err(_) => c.encode_utf16(&mut pair),
            };
            for &unit in units {
                push_unit(out, unit);
            }
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&part[plain..]);
}

impl Encoder<'_> {
    fn value(&mut self, value: &Value) -> VmResult<()> {
        if let Some(text) = value.get::<Str>() {
            push_quoted(self.vm, &mut self.out, text.as_str(), self.ascii)?;
        } else if let Some(atom) = self.atom(value)? {
            self.out.push_str(&atom);
        } else if let Some(list) = value.get::<List>() {
            let items = list.to_vec();
            self.bracketed(value, |this| this.items(&items))?;
        } else if let Some(tuple) = value.get::<Tuple>() {
            self.bracketed(value, |this| this.items(tuple.items()))?;
        } else if let Some(dict) = value.get::<Dict>() {
            self.bracketed(value, |this| this.entries(dict, value))?;
        } else {
            let Some(default) = self.default else {
                let shown = self.vm.class_ref(value).name();
                return Err(self
                    .vm
                    .type_error(format!("Object of type {shown} is not JSON serializable")));
            };
            self.nested(value, |this| {
                let other = this.vm.call(default, std::slice::from_ref(value))?;
                this.value(&other)
            })?;
        }
        Ok(())
    }

    /// The text of a value that is neither a string nor a container; none for other values.
    fn atom(&self, value: &Value) -> VmResult<Option<String>> {
        Ok(Some(match value.view() {
            View::None => "null".to_string(),
            View::Bool(true) => "true".to_string(),
            View::Bool(false) => "false".to_string(),
            View::Int(i) => i.to_string(),
            View::Float(x) => self.float(x, value)?,
            View::Obj(_) => match value.kind() {
                Some(Kind::Int) => match to_i64(value) {
                    Some(i) => i.to_string(),
                    None if value.get_exact::<Int>().is_some() => {
                        self.vm.repr(value)?.as_str().to_string()
                    }
                    None => to_big(value).map_or(String::new(), |i| i.to_string()),
                },
                Some(Kind::Float) => {
                    let x = crate::objects::float::require(self.vm, value)?;
                    self.float(x, value)?
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    fn float(&self, x: f64, value: &Value) -> VmResult<String> {
        if x.is_finite() {
            return Ok(float::repr(x));
        }
        if !self.allow_nan {
            let shown = self.vm.repr(value)?;
            return Err(self.vm.value_error(format!(
                "Out of range float values are not JSON compliant: {}",
                shown.as_str()
            )));
        }
        Ok(match x {
            x if x.is_nan() => "NaN",
            x if x > 0.0 => "Infinity",
            _ => "-Infinity",
        }
        .to_string())
    }

    /// A container, whose contents are indented.
    fn bracketed(
        &mut self,
        value: &Value,
        body: impl FnOnce(&mut Self) -> VmResult<()>,
    ) -> VmResult<()> {
        self.nested(value, |this| {
            this.level += 1;
            body(this)?;
            this.level -= 1;
            Ok(())
        })
    }

    fn nested(
        &mut self,
        value: &Value,
        body: impl FnOnce(&mut Self) -> VmResult<()>,
    ) -> VmResult<()> {
        self.vm.check_native_stack()?;
        if self.depth >= DEPTH {
            return Err(self.vm.error(
                Exc::RecursionError,
                "maximum recursion depth exceeded while encoding a JSON object",
            ));
        }
        if self.check_circular && !self.known.insert(value.bits()) {
            return Err(self.vm.value_error("Circular reference detected"));
        }
        self.depth += 1;
        body(self)?;
        self.depth -= 1;
        self.known.remove(&value.bits());
        Ok(())
    }

    /// Begins a line at this level, if the text is to be indented.
    fn new_line(&mut self, level: usize) -> VmResult<()> {
        if let Some(indent) = &self.indent {
            self.vm.tick_bytes(indent.len().saturating_mul(level))?;
            self.vm.grow_text(&mut self.out, indent.len().saturating_mul(level) + 1)?;
            self.out.push('\n');
            for _ in 0..level {
                self.out.push_str(indent);
            }
        }
        Ok(())
    }

    fn close(&mut self, bracket: char) -> VmResult<()> {
        self.new_line(self.level - 1)?;
        self.out.push(bracket);
        Ok(())
    }

    fn items(&mut self, items: &[Value]) -> VmResult<()> {
        if items.is_empty() {
            self.out.push_str("[]");
            return Ok(());
        }
        self.out.push('[');
        for (i, item) in items.iter().enumerate() {
            self.vm.tick(1)?;
            if i > 0 {
                self.out.push_str(self.item_separator);
            }
            self.new_line(self.level)?;
            self.value(item)?;
        }
        self.close(']')?;
        Ok(())
    }

    fn entries(&mut self, dict: &Dict, value: &Value) -> VmResult<()> {
        if dict.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        let entries = match value.get_exact::<Dict>() {
            Some(_) => dict.entries(),
            // A derived class may return other items.
            None => {
                let items =
                    self.vm.call_method(value, &crate::objects::str::intern("items"), &[])?;
                let mut entries = Vec::new();
                self.vm.for_each(&items, |item| {
                    match self.vm.to_vec(&item)?.as_slice() {
                        [key, value] => entries.push((key.clone(), value.clone())),
                        _ => return Err(self.vm.value_error("items must return 2-tuples")),
                    }
                    Ok(())
                })?;
                entries
            }
        };
        let entries = if self.sort_keys { self.sorted(entries)? } else { entries };
        self.out.push('{');
        self.new_line(self.level)?;
        let mut first = true;
        for (key, value) in entries {
            self.vm.tick(1)?;
            let atom = match key.get::<Str>() {
                Some(_) => None,
                None => match self.atom(&key)? {
                    Some(atom) => Some(atom),
                    None if self.skip_keys => continue,
                    None => {
                        let shown = self.vm.class_ref(&key).name();
                        return Err(self.vm.type_error(format!(
                            "keys must be str, int, float, bool or None, not {shown}"
                        )));
                    }
                },
            };
            if !std::mem::take(&mut first) {
                self.out.push_str(self.item_separator);
                self.new_line(self.level)?;
            }
            match (atom, key.get::<Str>()) {
                (None, Some(text)) => {
                    push_quoted(self.vm, &mut self.out, text.as_str(), self.ascii)?
                }
                (atom, _) => {
                    push_quoted(self.vm, &mut self.out, &atom.unwrap_or_default(), self.ascii)?;
                }
            }
            self.out.push_str(self.key_separator);
            self.value(&value)?;
        }
        self.close('}')?;
        Ok(())
    }

    fn sorted(&self, entries: Vec<(Value, Value)>) -> VmResult<Vec<(Value, Value)>> {
        let mut pairs: Vec<Value> =
            entries.into_iter().map(|(k, v)| Tuple::new([k, v]).into_value()).collect();
        crate::objects::sort::sort(self.vm, &mut pairs, None, false)?;
        Ok(pairs
            .iter()
            .filter_map(|pair| match pair.get::<Tuple>()?.items() {
                [key, value] => Some((key.clone(), value.clone())),
                _ => None,
            })
            .collect())
    }
}

/// `encode_basestring_ascii(s)`
pub fn quoted_ascii(vm: &Vm, a: Args<'_>) -> VmResult {
    quoted(vm, a, true)
}

/// `encode_basestring(s)`
pub fn quoted_unicode(vm: &Vm, a: Args<'_>) -> VmResult {
    quoted(vm, a, false)
}

fn quoted(vm: &Vm, a: Args<'_>, ascii: bool) -> VmResult {
    let Some(text) = a[0].get::<Str>() else {
        let shown = vm.class_ref(a.at(0)).name();
        return Err(vm.type_error(format!("first argument must be a string, not {shown}")));
    };
    let mut out = String::new();
    push_quoted(vm, &mut out, text.as_str(), ascii)?;
    Ok(Value::from(out))
}
