//! `XMLParser`: passes the events of a document to a builder, or to the methods of another target.

use super::builder::{self, Builder, Kind};
use super::parse_error;
use crate::modules::expat::encoding_table;
use crate::objects::bytes::with_required;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Field, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::text::xml::{self, Code, Event, Parser as Xml, Position};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The separator of namespace and name in the parser's names.
const SEPARATOR: char = '}';

/// The number of bytes or characters read from a file at a time.
const READ_SIZE: usize = 64 * 1024;

/// The methods of a target that handle events.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Method {
    Start,
    Data,
    End,
    StartNamespace,
    EndNamespace,
    Comment,
    Pi,
    Doctype,
    Close,
}

/// The names of the methods, in their order.
const METHODS: [&str; 9] =
    ["start", "data", "end", "start_ns", "end_ns", "comment", "pi", "doctype", "close"];

/// The data of a parser.
struct TreeParser {
    /// Not borrowed while the program's code runs.
    xml: RefCell<Xml>,
    target: Field,
    /// Whether the target is a builder whose class is `TreeBuilder` itself.
    has_builder: Cell<bool>,
    /// Unset if the target has no such method.
    methods: [Field; METHODS.len()],
    /// The texts of entities that the document does not declare: a dict.
    entity: Field,
    /// The names seen so far, in the form used in trees.
    names: RefCell<HashMap<String, Value>>,
}

impl TreeParser {
    fn fields(&self) -> impl Iterator<Item = &Field> {
        [&self.target, &self.entity].into_iter().chain(&self.methods)
    }
}

impl NativeObject for TreeParser {
    fn traverse(&self, visit: Visitor<'_>) {
        self.fields().for_each(|field| visit(&field.get()));
    }

    fn clear(&self) {
        self.fields().for_each(|field| drop(field.take()));
    }
}

/// An optional text, empty if there is none.
fn or_empty(text: Option<String>) -> Value {
    text.unwrap_or_default().into()
}

impl TreeParser {
    fn fail(&self, vm: &Vm, code: Code, place: Position, what: Option<&str>) -> Raised {
        let text = what.or(xml::error::text(code as i64)).unwrap_or_default();
        let (line, column) = (place.line + 1, place.column);
        let message = format!("{text}: line {line}, column {column}");
        let position = Tuple::new([line.into(), column.into()]).into_value();
        let details = [("code", Value::small_int(code as i64)), ("position", position)];
        parse_error(vm, &message, &details)
    }

    fn failed(&self, vm: &Vm, code: Code) -> Raised {
        let place = self.xml.borrow_mut().position();
        self.fail(vm, code, place, None)
    }

    fn method(&self, method: Method) -> Option<Value> {
        let known = self.methods[method as usize].get();
        (!known.is_unset()).then_some(known)
    }

    /// Calls a method of the target, if there is one.
    fn tell(&self, vm: &Vm, method: Method, args: &[Value]) -> VmResult<()> {
        match self.method(method) {
            Some(method) => vm.call(&method, args).map(drop),
            None => Ok(()),
        }
    }

    /// Parses a piece.
    fn parse(&self, vm: &Vm, this: &Value, bytes: &[u8], is_last: bool) -> VmResult<()> {
        vm.reserve(bytes.len().saturating_mul(2))?;
        vm.tick_bytes(bytes.len().saturating_mul(8))?;
        let fed = self.xml.borrow_mut().feed(bytes, is_last);
        fed.map_err(|code| self.failed(vm, code))?;
        let target = self.target.get();
        let builder = match self.has_builder.get() {
            true => target.native::<Builder>(),
            false => None,
        };
        loop {
            let event = self.xml.borrow_mut().next();
            match event {
                Ok(Some(event)) => {
                    vm.tick(1)?;
                    let heard = match builder {
                        Some(builder) => self.build(vm, this, builder, event),
                        None => self.dispatch(vm, this, event),
                    };
                    if let Err(raised) = heard {
                        // Nobody hears of the rest of the piece.
                        while let Ok(Some(_)) = self.xml.borrow_mut().next() {
                            vm.tick(1)?;
                        }
                        return Err(raised);
                    }
                }
                Ok(None) => return Ok(()),
                Err(code) => return Err(self.failed(vm, code)),
            }
        }
    }

    /// A name from the parser in the form used in trees: `{namespace}name`.
    fn universal(&self, name: &str) -> Value {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(name) {
            return known.clone();
        }
        let made: Value = match name.contains(SEPARATOR) {
            true => format!("{{{name}").into(),
            false => name.into(),
        };
        names.insert(name.to_string(), made.clone());
        made
    }

    fn attributes(&self, vm: &Vm, attributes: Vec<(String, String)>) -> VmResult<Ref<Dict>> {
        let dict = Dict::with_room(attributes.len());
        for (name, value) in attributes {
            dict.insert(vm, self.universal(&name), value.into())?;
        }
        Ok(dict)
    }

    /// Passes an event to a builder.
    fn build(&self, vm: &Vm, this: &Value, builder: &Builder, event: Event) -> VmResult<()> {
        match event {
            Event::StartElement { name, attributes, .. } => {
                let attributes = match attributes.is_empty() {
                    true => None,
                    false => Some(self.attributes(vm, attributes)?),
                };
                builder.start(vm, self.universal(&name), attributes).map(drop)
            }
            Event::EndElement { .. } => builder.end(vm).map(drop),
            Event::Characters(text) => builder.text(vm, text),
            Event::Comment(text) => builder.comment(vm, text.into()).map(drop),
            Event::Pi { target, data } if builder.hears_pis() => {
                builder.pi(vm, target.into(), data.into()).map(drop)
            }
            Event::StartNamespace { prefix, uri } if builder.wants(Kind::StartNamespace) => {
                let parts = Tuple::new([or_empty(prefix), or_empty(uri)]).into_value();
                builder.tell(vm, Kind::StartNamespace, &parts)
            }
            Event::EndNamespace { .. } => builder.tell(vm, Kind::EndNamespace, &Value::NONE),
            Event::StartDoctype { .. } => self.warn_of_doctype(vm, this),
            other => self.other(vm, other, |text| builder.text(vm, text.as_str().to_string())),
        }
    }

    /// Passes an event to another target.
    fn dispatch(&self, vm: &Vm, this: &Value, event: Event) -> VmResult<()> {
        match event {
            Event::StartElement { name, attributes, .. } => {
                let attributes = self.attributes(vm, attributes)?.into_value();
                self.tell(vm, Method::Start, &[self.universal(&name), attributes])
            }
            Event::EndElement { name, .. } => self.tell(vm, Method::End, &[self.universal(&name)]),
            Event::Characters(text) => self.tell(vm, Method::Data, &[text.into()]),
            Event::Comment(text) => self.tell(vm, Method::Comment, &[text.into()]),
            Event::Pi { target, data } => self.tell(vm, Method::Pi, &[target.into(), data.into()]),
            Event::StartNamespace { prefix, uri } => {
                self.tell(vm, Method::StartNamespace, &[or_empty(prefix), or_empty(uri)])
            }
            Event::EndNamespace { prefix } => {
                self.tell(vm, Method::EndNamespace, &[or_empty(prefix)])
            }
            Event::StartDoctype { name, ids, .. } => match self.method(Method::Doctype) {
                Some(method) => {
                    let text = |text: Option<String>| text.map_or(Value::NONE, Value::from);
                    let args = [name.into(), text(ids.public), text(ids.system)];
                    vm.call(&method, &args).map(drop)
                }
                None => self.warn_of_doctype(vm, this),
            },
            other => self
                .other(vm, other, |text| self.tell(vm, Method::Data, &[text.as_value().clone()])),
        }
    }

    /// An event that is the same for all targets. `data` receives the text of an entity.
    fn other(
        &self,
        vm: &Vm,
        event: Event,
        data: impl FnOnce(&Ref<Str>) -> VmResult<()>,
    ) -> VmResult<()> {
        match event {
            Event::SkippedEntity { is_parameter: false, .. } | Event::ExternalEntity { .. } => {
                let raw = {
                    let mut xml = self.xml.borrow_mut();
                    xml.reply(true);
                    xml.raw().to_string()
                };
                let Some(name) = raw.strip_prefix('&').and_then(|raw| raw.strip_suffix(';')) else {
                    return Ok(());
                };
                let entity = self.entity.get();
                let text = match entity.get::<Dict>() {
                    Some(entities) => entities.get(vm, &name.into())?,
                    None => None,
                };
                match text {
                    Some(text) => match text.get::<Str>() {
                        Some(text) => data(text),
                        None => Ok(()),
                    },
                    None => {
                        let place = self.xml.borrow_mut().position();
                        let what = format!("undefined entity {raw}");
                        Err(self.fail(vm, Code::UndefinedEntity, place, Some(&what)))
                    }
                }
            }
            Event::NotStandalone => {
                self.xml.borrow_mut().reply(true);
                Ok(())
            }
            Event::UnknownEncoding(name) => {
                let table = encoding_table(vm, &name)?;
                self.xml.borrow_mut().set_table(Some(table));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Warns that a method of a derived class is not called.
    fn warn_of_doctype(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if vm.find_attribute(this, &intern("doctype"))?.is_none() {
            return Ok(());
        }
        let message = "The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.";
        vm.warn(Exc::RuntimeWarning, message, 1)
    }

    /// The result of a whole document.
    fn built(&self) -> Option<Value> {
        let target = self.target.get();
        let builder = target.native::<Builder>().filter(|_| self.has_builder.get())?;
        Some(builder.close())
    }
}

fn parser(encoding: Option<String>) -> Xml {
    Xml::new(encoding, Some(Some(SEPARATOR)))
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = TreeParser {
        xml: RefCell::new(parser(None)),
        target: Field::new(Value::UNSET),
        has_builder: Cell::new(false),
        methods: std::array::from_fn(|_| Field::new(Value::UNSET)),
        entity: Field::new(Value::UNSET),
        names: RefCell::default(),
    };
    let made = Native::new(class_argument(a), data).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    let encoding = match a.some(2).map(|encoding| (encoding, encoding.get::<Str>())) {
        None => None,
        Some((_, Some(encoding))) => Some(encoding.as_str().to_string()),
        Some((other, None)) => {
            let shown = vm.argument_type(other);
            let message =
                format!("XMLParser() argument 'encoding' must be str or None, not {shown}");
            return Err(vm.type_error(message));
        }
    };
    this.xml.replace(parser(encoding));
    let builder = vm.class_for(&builder::CLASS);
    let target = match a.some(1) {
        Some(target) => target.clone(),
        None => Native::new(&builder, Builder::with_defaults(vm)).into_value(),
    };
    this.has_builder.set(vm.class_ref(&target).is(&builder));
    for (field, name) in this.methods.iter().zip(METHODS) {
        field.set(vm.find_attribute(&target, &intern(name))?.unwrap_or_default());
    }
    this.target.set(target);
    this.entity.set(Dict::new().into_value());
    Ok(Value::NONE)
}

fn feed(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    match a[1].get::<Str>() {
        Some(text) => {
            let bytes = crate::objects::encoding::encode(vm, text, "utf-8", "strict")?;
            this.xml.borrow_mut().set_encoding("utf-8");
            this.parse(vm, a.at(0), &bytes, false)?;
        }
        None => {
            let bytes = with_required(vm, a.at(1), <[u8]>::to_vec)?;
            this.parse(vm, a.at(0), &bytes, false)?;
        }
    }
    Ok(Value::NONE)
}

fn close(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    this.parse(vm, a.at(0), b"", true)?;
    if let Some(root) = this.built() {
        return Ok(root);
    }
    match this.method(Method::Close) {
        Some(close) => vm.call(&close, &[]),
        None => Ok(Value::NONE),
    }
}

fn flush(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    let set = |defers: bool| {
        std::mem::replace(&mut this.xml.borrow_mut().settings.defers_reparsing, defers)
    };
    let before = set(false);
    let result = this.parse(vm, a.at(0), b"", false);
    set(before);
    result.map(|()| Value::NONE)
}

fn parse_whole(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    let read = vm.get_attribute(a.at(1), &intern("read"))?;
    loop {
        let piece = vm.call(&read, &[Value::from(READ_SIZE)])?;
        let bytes = match piece.get::<Str>() {
            Some(text) => crate::objects::encoding::encode(vm, text, "utf-8", "surrogatepass")?,
            None => match piece.get::<crate::objects::bytes::Bytes>() {
                Some(bytes) => bytes.data.to_vec(),
                None => break,
            },
        };
        if bytes.is_empty() {
            break;
        }
        this.parse(vm, a.at(0), &bytes, false)?;
    }
    this.parse(vm, a.at(0), b"", true)?;
    Ok(this.built().unwrap_or(Value::NONE))
}

fn set_events(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TreeParser>();
    let target = this.target.get();
    match target.native::<Builder>().filter(|_| this.has_builder.get()) {
        Some(builder) => builder.set_events(vm, a.at(1), a.some(2)).map(|()| Value::NONE),
        None => {
            let message = "event handling only supported for ElementTree.TreeBuilder targets";
            Err(vm.type_error(message))
        }
    }
}

fn read_only(vm: &Vm, _: &Value, _: Value) -> VmResult<()> {
    Err(vm.error(Exc::AttributeError, "readonly attribute"))
}

macro_rules! member {
    ($name:literal, |$parser:ident| $get:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, this| {
                Ok(this.native::<TreeParser>().map_or(Value::NONE, |$parser| $get.or_none()))
            },
            set: Some(read_only),
        }
    };
}

/// `XMLParser`
pub(super) static CLASS: ClassDef = ClassDef {
    name: "XMLParser",
    module: "xml.etree.ElementTree",
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "", new),
        NativeDef::new("__init__(self, /, *, target=None, encoding=None)", "", init),
        NativeDef::new("_parse_whole(self, file, /)", "", parse_whole),
        NativeDef::new("_setevents(self, events_queue, events_to_report=None, /)", "", set_events),
        NativeDef::new("close(self, /)", "", close),
        NativeDef::new("feed(self, data, /)", "", feed),
        NativeDef::new("flush(self, /)", "", flush),
    ],
    properties: &[
        member!("entity", |parser| parser.entity.get()),
        member!("target", |parser| parser.target.get()),
        member!("version", |_parser| Value::from("Expat 2.6.3")),
    ],
    ..ClassDef::BASE
};
