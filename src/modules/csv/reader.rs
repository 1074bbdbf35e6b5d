//! `reader`: rows out of lines.

use super::dialect::{self, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, Rules};
use super::{State as Module, error};
use crate::objects::float;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The reader's position in a row.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    StartRecord,
    StartField,
    Escaped,
    AfterEscapedEnd,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatEnd,
}

/// The row that is read.
#[derive(Default)]
struct Row {
    state: State,
    fields: Vec<Value>,
    field: String,
    /// The number of characters in the field.
    length: i64,
    quoted: bool,
}

/// The data of a `reader`.
struct Reader {
    lines: Value,
    dialect: Value,
    rules: Rc<Rules>,
    line_number: Cell<i64>,
    row: RefCell<Row>,
}

impl NativeObject for Reader {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.lines);
        visit(&self.dialect);
    }
}

/// `reader(iterable, dialect='excel', /, **fmtparams)`
pub fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let lines = vm.iter(&a[0])?;
    let dialect = dialect::make(vm, a.opt(1), a.keywords())?;
    let Some(rules) = dialect::rules(&dialect) else {
        return Err(vm.type_error("a dialect is needed"));
    };
    let (line_number, row) = (Cell::new(0), RefCell::new(Row::default()));
    let reader = Reader { lines, dialect, rules, line_number, row };
    Ok(Native::new(&vm.class_for(&CLASS), reader).into_value())
}

impl Row {
    fn push(&mut self, vm: &Vm, c: char, limit: i64) -> VmResult<()> {
        if self.length >= limit {
            return Err(error(vm, format!("field larger than field limit ({limit})")));
        }
        self.length += 1;
        self.field.push(c);
        Ok(())
    }

    /// Ends the field.
    fn save(&mut self, vm: &Vm, rules: &Rules) -> VmResult<()> {
        let bare = !std::mem::take(&mut self.quoted);
        let empty = self.field.is_empty();
        let value = match rules.quoting {
            QUOTE_NOTNULL | QUOTE_STRINGS if bare && empty => Value::NONE,
            QUOTE_STRINGS if bare => self.number(vm)?,
            QUOTE_NONNUMERIC if bare && !empty => self.number(vm)?,
            _ => self.field.as_str().into(),
        };
        self.field.clear();
        self.length = 0;
        self.fields.push(value);
        Ok(())
    }

    fn number(&self, vm: &Vm) -> VmResult {
        float::from_value(vm, &self.field.as_str().into()).map(Value::float)
    }

    /// Takes a line, and its end as one more step.
    fn feed(&mut self, vm: &Vm, line: &str, rules: &Rules, limit: i64) -> VmResult<()> {
        let mut rest = line;
        loop {
            vm.tick(1)?;
            // A fast path for ordinary characters of a field.
            if matches!(self.state, State::InField | State::InQuoted) {
                let special = |c: char| {
                    c == rules.delimiter
                        || matches!(c, '\n' | '\r')
                        || Some(c) == rules.quote
                        || Some(c) == rules.escape
                };
                let plain = &rest[..rest.find(special).unwrap_or(rest.len())];
                if !plain.is_empty() {
                    let count = match plain.is_ascii() {
                        true => plain.len(),
                        false => plain.chars().count(),
                    };
                    self.length += count as i64;
                    if self.length > limit {
                        let message = format!("field larger than field limit ({limit})");
                        return Err(error(vm, message));
                    }
                    self.field.push_str(plain);
                    rest = &rest[plain.len()..];
                }
            }
            let mut chars = rest.chars();
            let c = chars.next();
            self.step(vm, c, rules, limit)?;
            if c.is_none() {
                return Ok(());
            }
            rest = chars.as_str();
        }
    }

    /// Takes a character, or the end of the line.
    fn step(&mut self, vm: &Vm, c: Option<char>, rules: &Rules, limit: i64) -> VmResult<()> {
        let ends = matches!(c, None | Some('\n' | '\r'));
        let after_end = if c.is_none() { State::StartRecord } else { State::EatEnd };
        let is_quote = c.is_some() && c == rules.quote && rules.quoting != QUOTE_NONE;
        let is_escape = c.is_some() && c == rules.escape;
        let is_delimiter = c == Some(rules.delimiter);
        if self.state == State::StartRecord {
            match c {
                None => return Ok(()),
                Some('\n' | '\r') => {
                    self.state = State::EatEnd;
                    return Ok(());
                }
                Some(_) => self.state = State::StartField,
            }
        }
        match self.state {
            State::StartRecord | State::StartField => {
                if ends {
                    self.save(vm, rules)?;
                    self.state = after_end;
                } else if is_quote {
                    self.quoted = true;
                    self.state = State::InQuoted;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if c == Some(' ') && rules.skip_space {
                } else if is_delimiter {
                    self.save(vm, rules)?;
                } else {
                    self.push(vm, c.unwrap_or('\n'), limit)?;
                    self.state = State::InField;
                }
            }
            State::Escaped => {
                self.push(vm, c.unwrap_or('\n'), limit)?;
                self.state = match c {
                    Some('\n' | '\r') => State::AfterEscapedEnd,
                    _ => State::InField,
                };
            }
            State::AfterEscapedEnd if c.is_none() => {}
            State::AfterEscapedEnd | State::InField => {
                if ends {
                    self.save(vm, rules)?;
                    self.state = after_end;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if is_delimiter {
                    self.save(vm, rules)?;
                    self.state = State::StartField;
                } else {
                    self.push(vm, c.unwrap_or('\n'), limit)?;
                    self.state = State::InField;
                }
            }
            State::InQuoted => {
                if is_escape {
                    self.state = State::EscapedInQuoted;
                } else if is_quote {
                    self.state = if rules.double { State::QuoteInQuoted } else { State::InField };
                } else if let Some(c) = c {
                    self.push(vm, c, limit)?;
                }
            }
            State::EscapedInQuoted => {
                self.push(vm, c.unwrap_or('\n'), limit)?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => {
                if is_quote {
                    self.push(vm, c.unwrap_or('"'), limit)?;
                    self.state = State::InQuoted;
                } else if is_delimiter {
                    self.save(vm, rules)?;
                    self.state = State::StartField;
                } else if ends {
                    self.save(vm, rules)?;
                    self.state = after_end;
                } else if rules.strict {
                    let quote = rules.quote.unwrap_or('"');
                    let message = format!("'{}' expected after '{quote}'", rules.delimiter);
                    return Err(error(vm, message));
                } else {
                    self.push(vm, c.unwrap_or('\n'), limit)?;
                    self.state = State::InField;
                }
            }
            State::EatEnd => match c {
                Some('\n' | '\r') => {}
                None => self.state = State::StartRecord,
                Some(_) => {
                    return Err(error(
                        vm,
                        "new-line character seen in unquoted field - do you need to open the file with newline=''?",
                    ));
                }
            },
        }
        Ok(())
    }
}

fn next(vm: &Vm, value: &Value) -> VmResult<Option<Value>> {
    let reader = value.native::<Reader>().expect("the receiver was checked");
    let limit = vm.extension::<Module>().limit.get();
    // The row is taken out, since the iterator may run the program's code.
    let mut row = Row { state: State::default(), ..reader.row.take() };
    row.fields.clear();
    row.field.clear();
    (row.length, row.quoted) = (0, false);
    loop {
        let Some(line) = vm.next(&reader.lines)? else {
            if row.field.is_empty() && row.state != State::InQuoted {
                return Ok(None);
            }
            if reader.rules.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            row.save(vm, &reader.rules)?;
            break;
        };
        let Some(text) = line.get::<Str>() else {
            let shown = vm.class_ref(&line).message_name();
            return Err(error(
                vm,
                format!(
                    "iterator should return strings, not {shown} (the file should be opened in text mode)"
                ),
            ));
        };
        reader.line_number.set(reader.line_number.get() + 1);
        row.feed(vm, text.as_str(), &reader.rules, limit)?;
        if row.state == State::StartRecord {
            break;
        }
    }
    let fields = std::mem::take(&mut row.fields);
    reader.row.replace(row);
    Ok(Some(Value::from(fields)))
}

static CLASS: ClassDef = ClassDef {
    name: "reader",
    module: "_csv",
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    subclassable: false,
    methods: &[
        NativeDef::unary(SpecialMethod::Iter, |_, value| Ok(value.clone())),
        NativeDef::next(next),
    ],
    properties: &[
        PropertyDef {
            name: "dialect",
            doc: "",
            get: |_, value| Ok(value.native::<Reader>().map_or(Value::NONE, |r| r.dialect.clone())),
            set: None,
        },
        PropertyDef {
            name: "line_num",
            doc: "",
            get: |_, value| {
                Ok(Value::from(value.native::<Reader>().map_or(0, |r| r.line_number.get())))
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};
