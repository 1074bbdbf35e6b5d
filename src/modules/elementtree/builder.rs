//! `TreeBuilder`: builds a tree of elements from the events of a document.

use super::element::{exact, make};
use super::methods::CLASS as ELEMENT;
use super::{Factories, parse_error};
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Field, Native, NativeDef, NativeObject};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use std::cell::{Cell, RefCell};

/// Data received since the last tag.
#[derive(Default)]
enum Pending {
    #[default]
    Nothing,
    Text(String),
    /// Data that is not all `str`.
    Items(Vec<Value>),
}

/// The kinds of events that a queue may want.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(super) enum Kind {
    Start,
    End,
    StartNamespace,
    EndNamespace,
    Comment,
    Pi,
}

/// The names of the kinds, in their order.
const KINDS: [&str; 6] = ["start", "end", "start-ns", "end-ns", "comment", "pi"];

/// The data of a builder. Absent fields are unset.
pub(super) struct Builder {
    /// The class `Element`.
    class: Ref<crate::objects::class::Class>,
    root: Field,
    /// The open elements.
    open: RefCell<Vec<Value>>,
    /// The element that began or ended last.
    last: Field,
    /// The element after which text goes; unset while text goes into the last one.
    last_for_tail: Field,
    pending: RefCell<Pending>,
    element_factory: Field,
    comment_factory: Field,
    pi_factory: Field,
    inserts_comments: Cell<bool>,
    inserts_pis: Cell<bool>,
    /// The method that receives events.
    append_event: Field,
    /// The names of the wanted events, by [`Kind`].
    wanted: [Field; KINDS.len()],
}

impl Builder {
    fn fields(&self) -> impl Iterator<Item = &Field> {
        let single = [
            &self.root,
            &self.last,
            &self.last_for_tail,
            &self.element_factory,
            &self.comment_factory,
            &self.pi_factory,
            &self.append_event,
        ];
        single.into_iter().chain(&self.wanted)
    }
}

impl NativeObject for Builder {
    fn traverse(&self, visit: Visitor<'_>) {
        self.fields().for_each(|field| visit(&field.get()));
        self.open.borrow().iter().for_each(&mut *visit);
        if let Pending::Items(items) = &*self.pending.borrow() {
            items.iter().for_each(visit);
        }
    }

    fn clear(&self) {
        self.fields().for_each(|field| drop(field.take()));
        drop(self.open.take());
        drop(self.pending.take());
    }
}

/// The value of a field, if it has one.
fn known(field: &Field) -> Option<Value> {
    Some(field.get()).filter(|value| !value.is_unset())
}

/// Joins data, like the builder in C: a single item is unchanged.
fn joined(vm: &Vm, mut items: Vec<Value>) -> VmResult {
    match items.len() {
        1 => Ok(items.remove(0)),
        _ => {
            let empty = match items[0].get::<Bytes>() {
                Some(_) => Value::from(&b""[..]),
                None => Value::from(""),
            };
            vm.call_method(&empty, &intern("join"), &[items.into()])
        }
    }
}

impl Builder {
    /// A builder of usual elements.
    pub(super) fn with_defaults(vm: &Vm) -> Builder {
        let factories = vm.extension::<Factories>();
        Builder {
            class: vm.class_for(&ELEMENT),
            root: Field::new(Value::UNSET),
            open: RefCell::default(),
            last: Field::new(Value::UNSET),
            last_for_tail: Field::new(Value::UNSET),
            pending: RefCell::default(),
            element_factory: Field::new(Value::UNSET),
            comment_factory: Field::new(factories.comment()),
            pi_factory: Field::new(factories.pi()),
            inserts_comments: Cell::new(false),
            inserts_pis: Cell::new(false),
            append_event: Field::new(Value::UNSET),
            wanted: std::array::from_fn(|_| Field::new(Value::UNSET)),
        }
    }

    /// Whether anybody hears of processing instructions.
    pub(super) fn hears_pis(&self) -> bool {
        self.inserts_pis.get() || self.wants(Kind::Pi)
    }

    /// Whether the queue wants events of a kind.
    pub(super) fn wants(&self, kind: Kind) -> bool {
        !self.wanted[kind as usize].is_unset()
    }

    /// Puts an event into the queue, if that wants it.
    pub(super) fn tell(&self, vm: &Vm, kind: Kind, object: &Value) -> VmResult<()> {
        if let Some(name) = known(&self.wanted[kind as usize]) {
            let event = Tuple::new([name, object.clone()]).into_value();
            vm.call(&self.append_event.get(), &[event])?;
        }
        Ok(())
    }

    /// Adds the received text to its element.
    fn flush(&self, vm: &Vm) -> VmResult<()> {
        let data = match self.pending.take() {
            Pending::Nothing => return Ok(()),
            Pending::Text(text) => Value::from(text),
            Pending::Items(items) => joined(vm, items)?,
        };
        let (element, name) = match known(&self.last_for_tail) {
            Some(element) => (element, "tail"),
            None => (self.last.get(), "text"),
        };
        if let Some(element) = exact(vm, &element) {
            let field = if name == "tail" { &element.tail } else { &element.text };
            let previous = field.take();
            let whole = match (previous.is_none(), data.get_exact::<Str>()) {
                (true, _) => data,
                // A text divided by comments grows in place.
                (false, Some(more)) if previous.get_exact::<Str>().is_some() => {
                    match previous.into_ref::<Str>() {
                        Ok(text) => match text.try_append(more) {
                            Ok(whole) => whole.into_value(),
                            Err(text) => vm.binary(BinaryOp::Add, text.as_value(), &data)?,
                        },
                        Err(_) => data,
                    }
                }
                _ => vm.binary(BinaryOp::Add, &previous, &data)?,
            };
            field.set(whole);
            return Ok(());
        }
        let name = intern(name);
        let previous = vm.get_attribute(&element, &name)?;
        let whole = match previous.is_none() {
            true => data,
            false => vm.binary(BinaryOp::Add, &previous, &data)?,
        };
        vm.set_attribute(&element, &name, whole)
    }

    /// Appends a child to the innermost open element. Returns whether there is one.
    fn insert(&self, vm: &Vm, child: &Value) -> VmResult<bool> {
        let Some(parent) = self.open.borrow().last().cloned() else { return Ok(false) };
        match exact(vm, &parent) {
            Some(parent) => parent.children().push(child.clone()),
            None => {
                drop(vm.call_method(&parent, &intern("append"), std::slice::from_ref(child))?)
            }
        }
        Ok(true)
    }

    /// Begins an element.
    ///
    /// # Errors
    /// ParseError next to the root; any exception raised by a factory, `append` or the queue.
    pub(super) fn start(&self, vm: &Vm, tag: Value, attributes: Option<Ref<Dict>>) -> VmResult {
        self.flush(vm)?;
        let element = match known(&self.element_factory) {
            None => make(&self.class, tag, attributes),
            Some(factory) => {
                let attributes = attributes.unwrap_or_else(Dict::new);
                vm.call(&factory, &[tag, attributes.into_value()])?
            }
        };
        drop(self.last_for_tail.take());
        if !self.insert(vm, &element)? {
            if !self.root.is_unset() {
                return Err(parse_error(vm, "multiple elements on top level", &[]));
            }
            self.root.set(element.clone());
        }
        self.open.borrow_mut().push(element.clone());
        self.last.set(element.clone());
        self.tell(vm, Kind::Start, &element)?;
        Ok(element)
    }

    /// Ends the innermost open element.
    ///
    /// # Errors
    /// IndexError if there is none; any exception raised by the queue.
    pub(super) fn end(&self, vm: &Vm) -> VmResult {
        self.flush(vm)?;
        let element = self.open.borrow_mut().pop();
        let element = element.ok_or_else(|| vm.index_error("pop from empty stack"))?;
        self.last.set(element.clone());
        self.last_for_tail.set(element.clone());
        self.tell(vm, Kind::End, &element)?;
        Ok(element)
    }

    /// Takes text of the parser.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn text(&self, vm: &Vm, text: String) -> VmResult<()> {
        // Anything before the first element is ignored.
        if self.last.is_unset() {
            return Ok(());
        }
        match &mut *self.pending.borrow_mut() {
            Pending::Items(items) => items.push(text.into()),
            Pending::Text(all) => {
                vm.grow_text(all, text.len())?;
                all.push_str(&text);
            }
            pending => *pending = Pending::Text(text),
        }
        Ok(())
    }

    fn data(&self, vm: &Vm, data: &Value) -> VmResult<()> {
        if let Some(text) = data.get_exact::<Str>() {
            return self.text(vm, text.as_str().to_string());
        }
        if self.last.is_unset() {
            return Ok(());
        }
        let mut pending = self.pending.borrow_mut();
        let mut items = match std::mem::take(&mut *pending) {
            Pending::Nothing => Vec::new(),
            Pending::Text(text) => vec![text.into()],
            Pending::Items(items) => items,
        };
        items.push(data.clone());
        *pending = Pending::Items(items);
        Ok(())
    }

    /// Takes a comment or a processing instruction.
    fn single(
        &self,
        vm: &Vm,
        (factory, inserts, kind): (&Field, &Cell<bool>, Kind),
        parts: &[Value],
    ) -> VmResult {
        self.flush(vm)?;
        let made = match known(factory) {
            Some(factory) => {
                let made = vm.call(&factory, parts)?;
                if inserts.get() && self.insert(vm, &made)? {
                    self.last_for_tail.set(made.clone());
                }
                made
            }
            None => match parts {
                [text] => text.clone(),
                parts => Tuple::new(parts.to_vec()).into_value(),
            },
        };
        self.tell(vm, kind, &made)?;
        Ok(made)
    }

    /// Takes a comment.
    ///
    /// # Errors
    /// Any exception raised by the factory, `append` or the queue.
    pub(super) fn comment(&self, vm: &Vm, text: Value) -> VmResult {
        let rule = (&self.comment_factory, &self.inserts_comments, Kind::Comment);
        self.single(vm, rule, &[text])
    }

    /// Takes a processing instruction.
    ///
    /// # Errors
    /// Same as [`Builder::comment`].
    pub(super) fn pi(&self, vm: &Vm, target: Value, text: Value) -> VmResult {
        let rule = (&self.pi_factory, &self.inserts_pis, Kind::Pi);
        self.single(vm, rule, &[target, text])
    }

    /// The root, or None.
    pub(super) fn close(&self) -> Value {
        known(&self.root).unwrap_or(Value::NONE)
    }

    /// Sets the queue of events and the kinds for it: the ends of elements if `wanted` is None.
    ///
    /// # Errors
    /// AttributeError if the queue has no `append`; TypeError or ValueError for other kinds.
    pub(super) fn set_events(
        &self,
        vm: &Vm,
        queue: &Value,
        wanted: Option<&Value>,
    ) -> VmResult<()> {
        self.append_event.set(vm.get_attribute(queue, &intern("append"))?);
        self.wanted.iter().for_each(|field| drop(field.take()));
        let Some(wanted) = wanted else {
            self.wanted[Kind::End as usize].set("end".into());
            return Ok(());
        };
        let names =
            vm.to_vec(wanted).map_err(|raised| match vm.is_exception(&raised, Exc::TypeError) {
                true => vm.type_error("events must be a sequence"),
                false => raised,
            })?;
        for name in names {
            let text = match (name.get::<Str>(), name.get::<Bytes>()) {
                (Some(text), _) => text.as_str(),
                (_, Some(bytes)) => std::str::from_utf8(&bytes.data).unwrap_or_default(),
                _ => return Err(vm.value_error("invalid events sequence")),
            };
            match KINDS.iter().position(|kind| *kind == text) {
                Some(kind) => self.wanted[kind].set(name.clone()),
                None => return Err(vm.value_error(format!("unknown event '{text}'"))),
            }
        }
        Ok(())
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let made = Native::new(class_argument(a), Builder::with_defaults(vm)).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Builder>();
    let set = |field: &Field, index: usize| {
        if let Some(factory) = a.some(index) {
            field.set(factory.clone());
        }
    };
    set(&this.element_factory, 1);
    set(&this.comment_factory, 2);
    set(&this.pi_factory, 3);
    let flag = |index: usize| a.opt(index).map_or(Ok(false), |flag| vm.truthy(flag));
    this.inserts_comments.set(flag(4)?);
    this.inserts_pis.set(flag(5)?);
    Ok(Value::NONE)
}

fn start(vm: &Vm, a: Args<'_>) -> VmResult {
    let Ok(attributes) = a[2].clone().into_ref::<Dict>() else {
        let shown = vm.argument_type(a.at(2));
        return Err(vm.type_error(format!("start() argument 2 must be dict, not {shown}")));
    };
    a.data::<Builder>().start(vm, a[1].clone(), Some(attributes))
}

/// `TreeBuilder`
pub(super) static CLASS: ClassDef = ClassDef {
    name: "TreeBuilder",
    module: "xml.etree.ElementTree",
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "", new),
        NativeDef::new(
            "__init__(self, /, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False)",
            "",
            init,
        ),
        NativeDef::new("close(self, /)", "", |_, a| Ok(a.data::<Builder>().close())),
        NativeDef::new("comment(self, text, /)", "", |vm, a| {
            a.data::<Builder>().comment(vm, a[1].clone())
        }),
        NativeDef::new("data(self, data, /)", "", |vm, a| {
            a.data::<Builder>().data(vm, a.at(1)).map(|()| Value::NONE)
        }),
        NativeDef::new("end(self, tag, /)", "", |vm, a| a.data::<Builder>().end(vm)),
        NativeDef::new("pi(self, target, text=None, /)", "", |vm, a| {
            let text = a.opt(2).cloned().unwrap_or(Value::NONE);
            a.data::<Builder>().pi(vm, a[1].clone(), text)
        }),
        NativeDef::new("start(self, tag, attrs, /)", "", start),
    ],
    ..ClassDef::BASE
};
