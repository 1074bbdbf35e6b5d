//! The class of parsers.

use super::error;
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::dict::Dict;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, ClassDef, Field, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::text::xml::{Code, ParameterEntities, Parser as Xml, Position};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The functions of the program that handle events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Handler {
    StartElement,
    EndElement,
    Pi,
    Characters,
    UnparsedEntityDecl,
    NotationDecl,
    StartNamespace,
    EndNamespace,
    Comment,
    StartCdata,
    EndCdata,
    Default,
    DefaultExpand,
    NotStandalone,
    ExternalEntity,
    StartDoctype,
    EndDoctype,
    EntityDecl,
    XmlDecl,
    ElementDecl,
    AttlistDecl,
    SkippedEntity,
}

const HANDLERS: usize = Handler::SkippedEntity as usize + 1;

/// The default size of a character buffer.
const BUFFER_SIZE: usize = 8 * 1024;

/// The number of bytes read from a file at a time.
const READ_SIZE: usize = 2048;

/// The data of a parser.
pub(super) struct Parser {
    /// Not borrowed while a handler runs.
    pub(super) xml: RefCell<Xml>,
    handlers: [Field; HANDLERS],
    /// Characters held back until another event, if the parser joins them.
    buffer: RefCell<Option<String>>,
    buffer_size: Cell<usize>,
    pub(super) ordered_attributes: Cell<bool>,
    pub(super) specified_attributes: Cell<bool>,
    /// The dictionary of names.
    intern: Value,
    in_callback: Cell<bool>,
    error: Cell<Option<(Code, Position)>>,
    /// Whether the start of an empty tag or of the document type was reported.
    pub(super) start_heard: Cell<bool>,
}

impl NativeObject for Parser {
    fn traverse(&self, visit: Visitor<'_>) {
        self.handlers.iter().for_each(|handler| visit(&handler.get()));
        visit(&self.intern);
    }

    fn clear(&self) {
        self.handlers.iter().for_each(|handler| drop(handler.take()));
    }
}

impl Parser {
    fn new(xml: Xml, intern: Value) -> Parser {
        Parser {
            xml: RefCell::new(xml),
            handlers: std::array::from_fn(|_| Field::new(Value::NONE)),
            buffer: RefCell::new(None),
            buffer_size: Cell::new(BUFFER_SIZE),
            ordered_attributes: Cell::new(false),
            specified_attributes: Cell::new(false),
            intern,
            in_callback: Cell::new(false),
            error: Cell::new(None),
            start_heard: Cell::new(false),
        }
    }

    /// The function that handles an event, if the program has set one.
    pub(super) fn handler(&self, handler: Handler) -> Option<Value> {
        let function = self.handlers[handler as usize].get();
        (!function.is_none() && !function.is_unset()).then_some(function)
    }

    /// Calls a handler.
    pub(super) fn call(&self, vm: &Vm, function: &Value, args: &[Value]) -> VmResult {
        let outer = self.in_callback.replace(true);
        let result = vm.call(function, args);
        self.in_callback.set(outer);
        result
    }

    /// The str of a name, the same object each time.
    pub(super) fn name(&self, vm: &Vm, name: &str) -> VmResult {
        let Some(known) = self.intern.get::<Dict>() else { return Ok(name.into()) };
        let name = Value::from(name);
        if let Some(same) = known.get(vm, &name)? {
            return Ok(same);
        }
        known.insert(vm, name.clone(), name.clone())?;
        Ok(name)
    }

    /// Passes characters on, or keeps them for later.
    pub(super) fn characters(&self, vm: &Vm, text: String) -> VmResult<()> {
        let Some(handler) = self.handler(Handler::Characters) else { return Ok(()) };
        let used = self.buffer.borrow().as_ref().map(String::len);
        let Some(used) = used else {
            return self.call(vm, &handler, &[text.into()]).map(drop);
        };
        if used + text.len() > self.buffer_size.get() {
            self.flush(vm)?;
        }
        if text.len() > self.buffer_size.get() {
            let Some(handler) = self.handler(Handler::Characters) else { return Ok(()) };
            return self.call(vm, &handler, &[text.into()]).map(drop);
        }
        if let Some(buffer) = &mut *self.buffer.borrow_mut() {
            buffer.push_str(&text);
        }
        Ok(())
    }

    /// Passes on the characters that wait.
    pub(super) fn flush(&self, vm: &Vm) -> VmResult<()> {
        let text = match &mut *self.buffer.borrow_mut() {
            Some(text) if !text.is_empty() => std::mem::take(text),
            _ => return Ok(()),
        };
        match self.handler(Handler::Characters) {
            Some(handler) => self.call(vm, &handler, &[text.into()]).map(drop),
            None => Ok(()),
        }
    }

    fn fail(&self, vm: &Vm, code: Code) -> crate::vm::Raised {
        let place = self.xml.borrow_mut().position();
        self.error.set(Some((code, place)));
        error(vm, code, place)
    }

    /// Parses a piece.
    fn parse(&self, vm: &Vm, bytes: &[u8], is_last: bool) -> VmResult {
        vm.reserve(bytes.len().saturating_mul(2))?;
        vm.tick_bytes(bytes.len().saturating_mul(8))?;
        let fed = self.xml.borrow_mut().feed(bytes, is_last);
        fed.map_err(|code| self.fail(vm, code))?;
        loop {
            let event = {
                let mut xml = self.xml.borrow_mut();
                let settings = &mut xml.settings;
                settings.expands_entities = self.handler(Handler::Default).is_none();
                settings.hears_external = self.handler(Handler::ExternalEntity).is_some();
                settings.hears_not_standalone = self.handler(Handler::NotStandalone).is_some();
                xml.next()
            };
            match event {
                Ok(Some(event)) => {
                    vm.tick(1)?;
                    self.dispatch(vm, event).inspect_err(|_| {
                        // Nobody hears of the rest of the document.
                        self.handlers.iter().for_each(|handler| handler.set(Value::NONE));
                        if let Some(buffer) = &mut *self.buffer.borrow_mut() {
                            buffer.clear();
                        }
                    })?;
                }
                Ok(None) => break,
                Err(code) => {
                    let raised = self.fail(vm, code);
                    return Err(raised);
                }
            }
        }
        self.flush(vm)?;
        Ok(Value::small_int(1))
    }
}

/// `ParserCreate(encoding=None, namespace_separator=None, intern=…)`
pub(super) fn create(vm: &Vm, a: Args<'_>) -> VmResult {
    let text = |index: usize, name: &str| match a.opt(index) {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) => match value.get::<Str>() {
            Some(text) => Ok(Some(text.as_str().to_string())),
            None => {
                let class = vm.argument_type(value);
                Err(vm.type_error(format!(
                    "ParserCreate() argument '{name}' must be str or None, not {class}"
                )))
            }
        },
    };
    let encoding = text(0, "encoding")?;
    let separator = match text(1, "namespace_separator")? {
        None => None,
        Some(text) if text.len() > 1 => {
            return Err(vm.value_error(
                "namespace_separator must be at most one character, omitted, or None",
            ));
        }
        Some(text) => Some(text.chars().next()),
    };
    let intern = match a.opt(2) {
        None => Dict::new().into_value(),
        Some(given) if given.is_none() || given.get::<Dict>().is_some() => given.clone(),
        Some(_) => return Err(vm.type_error("intern must be a dictionary")),
    };
    let parser = Parser::new(Xml::new(encoding, separator), intern);
    Ok(Native::new(&vm.class_for(&CLASS), parser).into_value())
}

fn parse(vm: &Vm, a: Args<'_>) -> VmResult {
    let parser = a.data::<Parser>();
    let is_last = a.opt(2).map_or(Ok(false), |last| vm.truthy(last))?;
    match a[1].get::<Str>() {
        Some(text) => {
            let bytes = crate::objects::encoding::encode(vm, text, "utf-8", "strict")?;
            parser.xml.borrow_mut().set_encoding("utf-8");
            parser.parse(vm, &bytes, is_last)
        }
        None => {
            let bytes = with_required(vm, a.at(1), <[u8]>::to_vec)?;
            parser.parse(vm, &bytes, is_last)
        }
    }
}

fn parse_file(vm: &Vm, a: Args<'_>) -> VmResult {
    let parser = a.data::<Parser>();
    let read = vm
        .get_attribute(a.at(1), &intern("read"))
        .map_err(|_| vm.type_error("argument must have 'read' attribute"))?;
    loop {
        let piece = vm.call(&read, &[Value::from(READ_SIZE)])?;
        let bytes = match (piece.get::<Str>(), piece.get::<Bytes>()) {
            (Some(text), _) => text.as_str().as_bytes().to_vec(),
            (_, Some(bytes)) => bytes.data.to_vec(),
            _ => match with_required(vm, &piece, <[u8]>::to_vec) {
                Ok(bytes) => bytes,
                Err(_) => {
                    let class = vm.class_ref(&piece).message_name();
                    return Err(vm.type_error(format!(
                        "read() did not return a bytes object (type={class})"
                    )));
                }
            },
        };
        if bytes.len() > READ_SIZE {
            return Err(vm.value_error(format!(
                "read() returned too much data: {READ_SIZE} bytes requested, {} returned",
                bytes.len()
            )));
        }
        let result = parser.parse(vm, &bytes, bytes.is_empty())?;
        if bytes.is_empty() {
            return Ok(result);
        }
    }
}

fn external_parser(vm: &Vm, a: Args<'_>) -> VmResult {
    let parser = a.data::<Parser>();
    let text = |value: Option<&Value>| {
        value.and_then(|value| value.get::<Str>()).map(|text| text.as_str().to_string())
    };
    if !a[1].is_none() && a[1].get::<Str>().is_none() {
        let class = vm.argument_type(&a[1]);
        return Err(vm.type_error(format!(
            "ExternalEntityParserCreate() argument 1 must be str or None, not {class}"
        )));
    }
    let child = parser.xml.borrow().of_entity(text(Some(&a[1])).as_deref(), text(a.opt(2)));
    let new = Parser::new(child, parser.intern.clone());
    for (to, from) in new.handlers.iter().zip(&parser.handlers) {
        to.set(from.get());
    }
    new.buffer_size.set(parser.buffer_size.get());
    new.ordered_attributes.set(parser.ordered_attributes.get());
    new.specified_attributes.set(parser.specified_attributes.get());
    *new.buffer.borrow_mut() = parser.buffer.borrow().as_ref().map(|_| String::new());
    Ok(Native::new(&vm.class_for(&CLASS), new).into_value())
}

fn get_handler<const HANDLER: usize>(_: &Vm, this: &Value) -> VmResult {
    Ok(this.native::<Parser>().map_or(Value::NONE, |parser| parser.handlers[HANDLER].get()))
}

fn set_handler<const HANDLER: usize>(vm: &Vm, this: &Value, value: Value) -> VmResult<()> {
    let Some(parser) = this.native::<Parser>() else { return Ok(()) };
    if value.is_unset() {
        return Err(vm.runtime_error("Cannot delete attribute"));
    }
    if HANDLER == Handler::Characters as usize {
        // Buffered characters belong to the old handler.
        parser.flush(vm)?;
    }
    parser.handlers[HANDLER].set(value);
    Ok(())
}

macro_rules! handler {
    ($name:literal, $handler:ident) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: get_handler::<{ Handler::$handler as usize }>,
            set: Some(set_handler::<{ Handler::$handler as usize }>),
        }
    };
}

macro_rules! place {
    ($name:literal, |$parser:ident| $place:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, this| {
                let Some($parser) = this.native::<Parser>() else { return Ok(Value::NONE) };
                Ok(Value::from($place))
            },
            set: None,
        }
    };
}

fn current(parser: &Parser) -> Position {
    parser.xml.borrow_mut().position()
}

fn at_error(parser: &Parser) -> Position {
    parser.error.get().map_or_else(|| current(parser), |(_, place)| place)
}

macro_rules! switch {
    ($name:literal, |$parser:ident| $get:expr, |$vm:ident, $set_parser:ident, $on:ident| $set:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, this| {
                let Some($parser) = this.native::<Parser>() else { return Ok(Value::NONE) };
                Ok(Value::bool($get))
            },
            set: Some(|$vm, this, value| {
                let Some($set_parser) = this.native::<Parser>() else { return Ok(()) };
                if value.is_unset() {
                    return Err($vm.runtime_error("Cannot delete attribute"));
                }
                let $on = $vm.truthy(&value)?;
                $set
            }),
        }
    };
}

fn set_buffer_size(vm: &Vm, this: &Value, value: Value) -> VmResult<()> {
    let Some(parser) = this.native::<Parser>() else { return Ok(()) };
    if value.is_unset() {
        return Err(vm.runtime_error("Cannot delete attribute"));
    }
    if !crate::objects::int::is_int(&value) {
        return Err(vm.type_error("buffer_size must be an integer"));
    }
    let Some(size) = to_i64(&value) else {
        return Err(vm.overflow_error("Python int too large to convert to C long"));
    };
    if size <= 0 {
        return Err(vm.value_error("buffer_size must be greater than zero"));
    }
    if size > i64::from(i32::MAX) {
        return Err(vm.value_error(format!("buffer_size must not be greater than {}", i32::MAX)));
    }
    if parser.buffer.borrow().is_some() {
        parser.flush(vm)?;
    }
    parser.buffer_size.set(size as usize);
    Ok(())
}

static PROPERTIES: &[PropertyDef] = &[
    handler!("StartElementHandler", StartElement),
    handler!("EndElementHandler", EndElement),
    handler!("ProcessingInstructionHandler", Pi),
    handler!("CharacterDataHandler", Characters),
    handler!("UnparsedEntityDeclHandler", UnparsedEntityDecl),
    handler!("NotationDeclHandler", NotationDecl),
    handler!("StartNamespaceDeclHandler", StartNamespace),
    handler!("EndNamespaceDeclHandler", EndNamespace),
    handler!("CommentHandler", Comment),
    handler!("StartCdataSectionHandler", StartCdata),
    handler!("EndCdataSectionHandler", EndCdata),
    handler!("DefaultHandler", Default),
    handler!("DefaultHandlerExpand", DefaultExpand),
    handler!("NotStandaloneHandler", NotStandalone),
    handler!("ExternalEntityRefHandler", ExternalEntity),
    handler!("StartDoctypeDeclHandler", StartDoctype),
    handler!("EndDoctypeDeclHandler", EndDoctype),
    handler!("EntityDeclHandler", EntityDecl),
    handler!("XmlDeclHandler", XmlDecl),
    handler!("ElementDeclHandler", ElementDecl),
    handler!("AttlistDeclHandler", AttlistDecl),
    handler!("SkippedEntityHandler", SkippedEntity),
    place!("CurrentLineNumber", |parser| current(parser).line + 1),
    place!("CurrentColumnNumber", |parser| current(parser).column),
    place!("CurrentByteIndex", |parser| current(parser).byte),
    place!("ErrorLineNumber", |parser| at_error(parser).line + 1),
    place!("ErrorColumnNumber", |parser| at_error(parser).column),
    place!("ErrorByteIndex", |parser| at_error(parser).byte),
    place!("ErrorCode", |parser| parser.error.get().map_or(0, |(code, _)| code as i64)),
    place!("buffer_used", |parser| parser.buffer.borrow().as_ref().map_or(0, String::len)),
    PropertyDef {
        name: "buffer_size",
        doc: "",
        get: |_, this| {
            Ok(Value::from(this.native::<Parser>().map_or(0, |parser| parser.buffer_size.get())))
        },
        set: Some(set_buffer_size),
    },
    switch!("buffer_text", |parser| parser.buffer.borrow().is_some(), |vm, parser, on| {
        let is_on = parser.buffer.borrow().is_some();
        if is_on != on {
            parser.flush(vm)?;
            *parser.buffer.borrow_mut() = on.then(String::new);
        }
        Ok(())
    }),
    switch!("ordered_attributes", |parser| parser.ordered_attributes.get(), |_vm, parser, on| {
        parser.ordered_attributes.set(on);
        Ok(())
    }),
    switch!(
        "specified_attributes",
        |parser| parser.specified_attributes.get(),
        |_vm, parser, on| {
            parser.specified_attributes.set(on);
            Ok(())
        }
    ),
    switch!(
        "namespace_prefixes",
        |parser| parser.xml.borrow().settings.shows_prefixes,
        |_vm, parser, on| {
            parser.xml.borrow_mut().settings.shows_prefixes = on;
            Ok(())
        }
    ),
    PropertyDef {
        name: "intern",
        doc: "",
        get: |_, this| {
            Ok(this.native::<Parser>().map_or(Value::NONE, |parser| parser.intern.clone()))
        },
        set: None,
    },
];

static METHODS: &[NativeDef] = &[
    NativeDef::new(
        "Parse(self, data, isfinal=False, /)",
        "Parse XML data.\n\n`isfinal' should be true at end of input.",
        parse,
    ),
    NativeDef::new("ParseFile(self, file, /)", "Parse XML data from file-like object.", parse_file),
    NativeDef::new("SetBase(self, base, /)", "Set the base URL for the parser.", |vm, a| {
        let Some(base) = a[1].get::<Str>() else {
            let class = vm.argument_type(&a[1]);
            return Err(vm.type_error(format!("SetBase() argument must be str, not {class}")));
        };
        a.data::<Parser>().xml.borrow_mut().settings.base = Some(base.as_str().to_string());
        Ok(Value::NONE)
    }),
    NativeDef::new("GetBase(self, /)", "Return base URL string for the parser.", |_, a| {
        let xml = a.data::<Parser>().xml.borrow();
        Ok(xml.settings.base.as_deref().map_or(Value::NONE, Value::from))
    }),
    NativeDef::new(
        "GetInputContext(self, /)",
        "Return the untranslated text of the input that caused the current event.\n\nIf the event was generated by a large amount of text (such as a start tag\nfor an element with many attributes), not all of the text may be available.",
        |_, a| {
            let parser = a.data::<Parser>();
            match parser.in_callback.get() {
                true => Ok(Bytes::new(parser.xml.borrow().context().as_bytes()).into_value()),
                false => Ok(Value::NONE),
            }
        },
    ),
    NativeDef::new(
        "ExternalEntityParserCreate(self, context, encoding=<unrepresentable>, /)",
        "Create a parser for parsing an external entity based on the information passed to the ExternalEntityRefHandler.",
        external_parser,
    ),
    NativeDef::new(
        "SetParamEntityParsing(self, flag, /)",
        "Controls parsing of parameter entities (including the external DTD subset).\n\nPossible flag values are XML_PARAM_ENTITY_PARSING_NEVER,\nXML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE and\nXML_PARAM_ENTITY_PARSING_ALWAYS. Returns true if setting the flag\nwas successful.",
        |vm, a| {
            let flag = to_i64(&vm.index(a.at(1))?).unwrap_or(-1);
            let mut xml = a.data::<Parser>().xml.borrow_mut();
            if xml.has_started() {
                return Ok(Value::small_int(0));
            }
            xml.settings.parameter_entities = match flag {
                0 => ParameterEntities::Never,
                1 => ParameterEntities::UnlessStandalone,
                _ => ParameterEntities::Always,
            };
            Ok(Value::small_int(1))
        },
    ),
    NativeDef::new(
        "UseForeignDTD(self, flag=True, /)",
        "Allows the application to provide an artificial external subset if one is not specified as part of the document instance.\n\nThis readily allows the use of a 'default' document type controlled by the\napplication, while still getting the advantage of providing document type\ninformation to the parser. 'flag' defaults to True if not provided.",
        |vm, a| {
            let parser = a.data::<Parser>();
            let flag = a.opt(1).map_or(Ok(true), |flag| vm.truthy(flag))?;
            if parser.xml.borrow().has_started() {
                return Err(parser.fail(vm, Code::CantChangeFeature));
            }
            parser.xml.borrow_mut().settings.foreign_dtd = flag;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "SetReparseDeferralEnabled(self, enabled, /)",
        "Enable/Disable reparse deferral; enabled by default with Expat >=2.6.0.",
        |vm, a| {
            let on = vm.truthy(a.at(1))?;
            a.data::<Parser>().xml.borrow_mut().settings.defers_reparsing = on;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "GetReparseDeferralEnabled(self, /)",
        "Retrieve reparse deferral enabled status; always returns false with Expat <2.6.0.",
        |_, a| Ok(Value::bool(a.data::<Parser>().xml.borrow().settings.defers_reparsing)),
    ),
];

pub(super) static CLASS: ClassDef = ClassDef {
    name: "xmlparser",
    module: "pyexpat",
    doc: "XML parser",
    subclassable: false,
    methods: METHODS,
    properties: PROPERTIES,
    ..ClassDef::BASE
};
