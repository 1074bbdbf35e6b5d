//! `Element`: the data of an element, and how elements are made, copied and pickled.

use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, Field, Native, NativeObject};
use crate::objects::object;
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

/// The class as messages name it.
pub(super) const NAME: &str = "xml.etree.ElementTree.Element";

/// The data of an element.
pub(super) struct Element {
    pub(super) tag: Field,
    pub(super) text: Field,
    pub(super) tail: Field,
    /// A dict; unset until there are attributes, or a program reads them.
    attributes: Field,
    /// A list; unset until there are children.
    children: Field,
}

impl NativeObject for Element {
    fn traverse(&self, visit: Visitor<'_>) {
        self.fields().into_iter().for_each(|field| visit(&field.get()));
    }

    fn clear(&self) {
        self.fields().into_iter().for_each(|field| drop(field.take()));
    }
}

impl Element {
    /// An element without text and children.
    pub(super) fn with(tag: Value, attributes: Option<Ref<Dict>>) -> Element {
        let attributes = attributes.map_or(Value::UNSET, Ref::into_value);
        Element {
            tag: Field::new(tag),
            text: Field::new(Value::NONE),
            tail: Field::new(Value::NONE),
            attributes: Field::new(attributes),
            children: Field::new(Value::UNSET),
        }
    }

    fn fields(&self) -> [&Field; 5] {
        [&self.tag, &self.text, &self.tail, &self.attributes, &self.children]
    }

    /// The attributes, if there may be any.
    pub(super) fn known_attributes(&self) -> Option<Ref<Dict>> {
        self.attributes.get().into_ref().ok()
    }

    /// The attributes.
    pub(super) fn attributes(&self) -> Ref<Dict> {
        self.known_attributes().unwrap_or_else(|| {
            let new = Dict::new();
            self.attributes.set(new.as_value().clone());
            new
        })
    }

    /// Replaces the attributes. No attributes are the same as an empty dict.
    pub(super) fn set_attributes(&self, attributes: Option<Ref<Dict>>) {
        self.attributes.set(attributes.map_or(Value::UNSET, Ref::into_value));
    }

    /// The children, if there may be any.
    pub(super) fn known_children(&self) -> Option<Ref<List>> {
        self.children.get().into_ref().ok()
    }

    /// The children.
    pub(super) fn children(&self) -> Ref<List> {
        self.known_children().unwrap_or_else(|| {
            let new = List::new(Vec::new());
            self.children.set(new.as_value().clone());
            new
        })
    }

    /// The number of children.
    pub(super) fn len(&self) -> usize {
        self.known_children().map_or(0, |children| children.len())
    }

    /// Removes attributes, children and texts.
    pub(super) fn reset(&self) {
        drop(self.attributes.take());
        drop(self.children.take());
        self.text.set(Value::NONE);
        self.tail.set(Value::NONE);
    }
}

/// The element, if the value is one, including instances of derived classes.
pub(super) fn element(value: &Value) -> Option<&Element> {
    value.native::<Element>()
}

/// The element, if the value's class is `Element` itself.
pub(super) fn exact<'a>(vm: &Vm, value: &'a Value) -> Option<&'a Element> {
    element(value).filter(|_| !vm.class_ref(value).is_heap)
}

/// An element of the class `Element`.
pub(super) fn make(class: &Ref<Class>, tag: Value, attributes: Option<Ref<Dict>>) -> Value {
    Native::new(class, Element::with(tag, attributes)).into_value()
}

/// `Element.__new__`
pub(super) fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let made = make(class_argument(a), Value::NONE, None);
    vm.note_finalizer(&made);
    Ok(made)
}

/// The attributes from the arguments of a function: a dict by position, or `attrib` by name, and
/// further names.
fn given_attributes(
    vm: &Vm,
    function: &str,
    positional: &[Value],
    index: usize,
    keywords: &[(Ref<Str>, Value)],
) -> VmResult<Option<Ref<Dict>>> {
    let (least, most, given) = (index, index + 1, positional.len());
    if !(least..=most).contains(&given) {
        let (word, limit) = if given < least { ("least", least) } else { ("most", most) };
        let plural = if limit == 1 { "" } else { "s" };
        let message =
            format!("{function}() takes at {word} {limit} argument{plural} ({given} given)");
        return Err(vm.type_error(message));
    }
    let mut attributes = None;
    if let Some(dict) = positional.get(index) {
        let Some(dict) = dict.get::<Dict>() else {
            let (place, shown) = (index + 1, vm.argument_type(dict));
            let message = format!("{function}() argument {place} must be dict, not {shown}");
            return Err(vm.type_error(message));
        };
        attributes = Some(dict.copy(vm)?);
    }
    let by_position = attributes.is_some();
    for (name, value) in keywords {
        if !by_position && name.as_str() == "attrib" {
            let Some(dict) = value.get::<Dict>() else { return Err(not_a_dict(vm, value)) };
            let copy = dict.copy(vm)?;
            if let Some(others) = &attributes {
                copy.merge(vm, others)?;
            }
            attributes = Some(copy);
        } else {
            drop(attributes.get_or_insert_with(Dict::new).set_str(name, value.clone()));
        }
    }
    Ok(attributes.filter(|attributes| !attributes.is_empty()))
}

#[cold]
fn not_a_dict(vm: &Vm, value: &Value) -> Raised {
    vm.type_error(format!("attrib must be dict, not {}", vm.class_ref(value).message_name()))
}

/// `Element.__init__`
pub(super) fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let attributes = given_attributes(vm, "Element", a.rest(), 1, a.keywords())?;
    let this = a.data::<Element>();
    this.tag.set(a.rest()[0].clone());
    this.set_attributes(attributes);
    this.text.set(Value::NONE);
    this.tail.set(Value::NONE);
    Ok(Value::NONE)
}

/// Refuses a child that is not an element.
pub(super) fn check_is_element(vm: &Vm, value: &Value) -> VmResult<()> {
    match element(value) {
        Some(_) => Ok(()),
        None => {
            let shown = vm.class_ref(value).message_name();
            Err(vm.type_error(format!("expected an Element, not \"{shown}\"")))
        }
    }
}

/// The TypeError for an argument that is not an element.
#[cold]
pub(super) fn not_an_element(vm: &Vm, function: &str, argument: &str, value: &Value) -> Raised {
    let shown = vm.argument_type(value);
    vm.type_error(format!("{function}() argument{argument} must be {NAME}, not {shown}"))
}

/// `SubElement(parent, tag, attrib={}, **extra)`
pub(super) fn sub_element(vm: &Vm, a: Args<'_>) -> VmResult {
    let attributes = given_attributes(vm, "SubElement", a.rest(), 2, a.keywords())?;
    let [parent, tag, ..] = a.rest() else { return Ok(Value::NONE) };
    let Some(to) = element(parent) else {
        return Err(not_an_element(vm, "SubElement", " 1", parent));
    };
    let made = make(&vm.class_for(&super::methods::CLASS), tag.clone(), attributes);
    to.children().push(made.clone());
    Ok(made)
}

/// `makeelement(tag, attrib)`
pub(super) fn make_element(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(attributes) = a[2].get::<Dict>() else {
        let shown = vm.argument_type(a.at(2));
        return Err(vm.type_error(format!("makeelement() argument 2 must be dict, not {shown}")));
    };
    let attributes = attributes.copy(vm)?;
    Ok(make(&vm.class_for(&super::methods::CLASS), a[1].clone(), Some(attributes)))
}

/// `attrib = value`
pub(super) fn set_attrib(vm: &Vm, this: &Element, value: Value) -> VmResult<()> {
    match value.into_ref::<Dict>() {
        Ok(attributes) => {
            this.set_attributes(Some(attributes));
            Ok(())
        }
        Err(value) => Err(not_a_dict(vm, &value)),
    }
}

/// `__copy__`: an element that shares attributes and children.
pub(super) fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Element>();
    let copy = Element::with(this.tag.get(), this.known_attributes());
    copy.text.set(this.text.get());
    copy.tail.set(this.tail.get());
    if let Some(children) = this.known_children() {
        copy.children().replace(vm.copied(&children.borrow())?);
    }
    Ok(Native::new(&vm.class_for(&super::methods::CLASS), copy).into_value())
}

/// `__deepcopy__(memo)`
pub(super) fn deep_copy(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(memo) = a[1].get::<Dict>() else {
        let shown = vm.argument_type(a.at(1));
        return Err(vm.type_error(format!("__deepcopy__() argument must be dict, not {shown}")));
    };
    let module = vm.import_module("copy")?;
    let deepcopy = vm.get_attribute(&module, &intern("deepcopy"))?;
    deep_copy_of(vm, a.at(0), memo, &deepcopy)
}

fn deep_copy_of(vm: &Vm, original: &Value, memo: &Ref<Dict>, deepcopy: &Value) -> VmResult {
    vm.check_native_stack()?;
    vm.tick(1)?;
    let Some(this) = element(original) else { return Ok(Value::NONE) };
    let of = |value: Value| match value.get_exact::<Str>() {
        Some(_) => Ok(value),
        None if value.is_none() => Ok(value),
        None => vm.call(deepcopy, &[value, memo.as_value().clone()]),
    };
    let copy = Element::with(of(this.tag.get())?, None);
    copy.text.set(of(this.text.get())?);
    copy.tail.set(of(this.tail.get())?);
    if let Some(attributes) = this.known_attributes() {
        copy.set_attributes(of(attributes.into_value())?.into_ref().ok());
    }
    if let Some(children) = this.known_children() {
        let mut copies = vm.vec_with_capacity(children.len())?;
        let mut index = 0;
        while let Some(child) = children.get(index) {
            let known = match exact(vm, &child) {
                Some(_) => memo.get(vm, &object::id(&child))?,
                None => Some(of(child.clone())?),
            };
            let copy = known.map_or_else(|| deep_copy_of(vm, &child, memo, deepcopy), Ok)?;
            check_is_element(vm, &copy)?;
            copies.push(copy);
            index += 1;
        }
        copy.children().replace(copies);
    }
    let copy = Native::new(&vm.class_for(&super::methods::CLASS), copy).into_value();
    memo.insert(vm, object::id(original), copy.clone())?;
    Ok(copy)
}

/// The names of a state's parts.
const STATE: [&str; 5] = ["tag", "_children", "attrib", "text", "tail"];

/// `__getstate__`: a dict with the attributes of the class written in Python.
pub(super) fn state(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Element>();
    let children = match this.known_children() {
        Some(children) => vm.copied(&children.borrow())?,
        None => Vec::new(),
    };
    let attributes = match this.known_attributes() {
        Some(attributes) => attributes.copy(vm)?,
        None => Dict::new(),
    };
    let parts = [
        this.tag.get(),
        children.into(),
        attributes.into_value(),
        this.text.get(),
        this.tail.get(),
    ];
    let state = Dict::new();
    for (name, part) in STATE.into_iter().zip(parts) {
        state.set_text(name, part);
    }
    Ok(state.into_value())
}

/// `__setstate__(state)`
pub(super) fn set_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(state) = a[1].get::<Dict>() else {
        let shown = vm.repr(a.at(1))?;
        let shown = shown.as_str();
        return Err(vm.type_error(format!("Don't know how to unpickle \"{shown}\" as an Element")));
    };
    let this = a.data::<Element>();
    let [tag, children, attributes, text, tail] = STATE.map(|name| state.get_text(name));
    let mut kept = None;
    if let Some(children) = children.filter(|children| !children.is_none()) {
        let Some(children) = children.get::<List>() else {
            return Err(vm.type_error("'_children' is not a list"));
        };
        let children = vm.copied(&children.borrow())?;
        children.iter().try_for_each(|child| check_is_element(vm, child))?;
        kept = Some(children);
    }
    this.reset();
    if let Some(children) = kept {
        this.children().replace(children);
    }
    this.tag.set(tag.unwrap_or(Value::NONE));
    this.text.set(text.unwrap_or(Value::NONE));
    this.tail.set(tail.unwrap_or(Value::NONE));
    match attributes.filter(|attributes| !attributes.is_none()) {
        Some(attributes) => set_attrib(vm, this, attributes)?,
        None => this.set_attributes(None),
    }
    Ok(Value::NONE)
}
