//! `writer`: lines out of rows.

use super::dialect::{
    self, QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, Rules,
};
use super::error;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::{Str, intern};
use crate::objects::{int, scalar};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};
use std::rc::Rc;

/// The data of a `writer`.
struct Writer {
    write: Value,
    dialect: Value,
    rules: Rc<Rules>,
}

impl NativeObject for Writer {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.write);
        visit(&self.dialect);
    }
}

/// `writer(fileobj, dialect='excel', /, **fmtparams)`
pub fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let dialect = dialect::make(vm, a.opt(1), a.keywords())?;
    let Some(rules) = dialect::rules(&dialect) else {
        return Err(vm.type_error("a dialect is needed"));
    };
    let write = vm.find_attribute(&a[0], &intern("write"))?.filter(|write| vm.is_callable(write));
    let Some(write) = write else {
        return Err(vm.type_error("argument 1 must have a \"write\" method"));
    };
    Ok(Native::new(&vm.class_for(&CLASS), Writer { write, dialect, rules }).into_value())
}

/// A line that is being put together.
struct Line<'a> {
    rules: &'a Rules,
    text: String,
    fields: usize,
}

impl Line<'_> {
    /// Adds a field; none means an empty one.
    fn push(&mut self, vm: &Vm, field: Option<&str>, mut quoted: bool) -> VmResult<()> {
        let rules = self.rules;
        if self.fields > 0 {
            self.text.push(rules.delimiter);
        }
        let field_text = field.unwrap_or("");
        let special = |c: char| {
            c == rules.delimiter
                || matches!(c, '\n' | '\r')
                || Some(c) == rules.escape
                || Some(c) == rules.quote
                || rules.line_end.contains(c)
        };
        if field_text.is_empty() && rules.delimiter == ' ' && rules.skip_space {
            let unquotable = rules.quoting == QUOTE_NONE
                || field.is_none() && matches!(rules.quoting, QUOTE_STRINGS | QUOTE_NOTNULL);
            if unquotable {
                return Err(error(
                    vm,
                    "empty field must be quoted if delimiter is a space and skipinitialspace is true",
                ));
            }
            quoted = true;
        }
        let start = self.text.len();
        let mut rest = field_text;
        vm.reserve(rest.len())?;
        while let Some(at) = rest.find(special) {
            vm.tick(1 + at / 64)?;
            vm.grow_text(&mut self.text, at + 8)?;
            self.text.push_str(&rest[..at]);
            let c = rest[at..].chars().next().unwrap_or_default();
            rest = &rest[at + c.len_utf8()..];
            let is_quote = Some(c) == rules.quote;
            let escaped = match rules.quoting {
                QUOTE_NONE => true,
                _ if is_quote => !rules.double,
                _ => Some(c) == rules.escape,
            };
            if escaped {
                let Some(escape) = rules.escape else {
                    return Err(error(vm, "need to escape, but no escapechar set"));
                };
                self.text.push(escape);
            } else {
                quoted = true;
                if is_quote {
                    self.text.push(c);
                }
            }
            self.text.push(c);
        }
        self.text.push_str(rest);
        if quoted && let Some(quote) = rules.quote {
            // Moves the field.
            vm.tick_bytes(self.text.len() - start)?;
            self.text.insert(start, quote);
            self.text.push(quote);
        }
        self.fields += 1;
        Ok(())
    }
}

fn write_row(vm: &Vm, writer: &Writer, row: &Value) -> VmResult {
    let iterator =
        vm.iter(row).map_err(|raised| match vm.is_exception(&raised, Exc::TypeError) {
            true => {
                let shown = vm.class_ref(row).message_name();
                error(vm, format!("iterable expected, not {shown}"))
            }
            false => raised,
        })?;
    let rules = writer.rules.clone();
    let mut line = Line { rules: &rules, text: String::new(), fields: 0 };
    let mut null = false;
    while let Some(field) = vm.next(&iterator)? {
        let text = field.get::<Str>();
        let quoted = match rules.quoting {
            QUOTE_NONNUMERIC => !is_number(vm, &field),
            QUOTE_ALL => true,
            QUOTE_STRINGS => text.is_some(),
            QUOTE_NOTNULL => !field.is_none(),
            _ => false,
        };
        null = field.is_none();
        match text {
            Some(text) => line.push(vm, Some(text.as_str()), quoted)?,
            None if null => line.push(vm, None, quoted)?,
            None => line.push(vm, Some(vm.str(&field)?.as_str()), quoted)?,
        }
    }
    if line.fields > 0 && line.text.is_empty() {
        // A row of one empty field would be read as a row without fields.
        let unquotable = rules.quoting == QUOTE_NONE
            || null && matches!(rules.quoting, QUOTE_STRINGS | QUOTE_NOTNULL);
        if unquotable {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        line.fields = 0;
        line.push(vm, Some(""), true)?;
    }
    line.text.push_str(&rules.line_end);
    vm.call(&writer.write, &[line.text.into()])
}

fn is_number(vm: &Vm, value: &Value) -> bool {
    int::is_int(value)
        || value.as_float().is_some()
        || scalar::has_special(vm, value, &vm.names.index)
        || scalar::has_special(vm, value, &vm.names.float)
        || vm.class_ref(value).has("__int__")
        || vm.class_ref(value).has("__complex__")
}

static CLASS: ClassDef = ClassDef {
    name: "writer",
    module: "_csv",
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    subclassable: false,
    methods: &[
        NativeDef::new(
            "writerow(self, row, /)",
            "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.",
            |vm, a| write_row(vm, a.data::<Writer>(), &a[1]),
        ),
        NativeDef::new(
            "writerows(self, rows, /)",
            "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string.",
            |vm, a| {
                let iterator = vm.iter(&a[1])?;
                while let Some(row) = vm.next(&iterator)? {
                    write_row(vm, a.data::<Writer>(), &row)?;
                }
                Ok(Value::NONE)
            },
        ),
    ],
    properties: &[PropertyDef {
        name: "dialect",
        doc: "",
        get: |_, value| Ok(value.native::<Writer>().map_or(Value::NONE, |w| w.dialect.clone())),
        set: None,
    }],
    ..ClassDef::BASE
};
