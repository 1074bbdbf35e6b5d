//! The methods of `Element`.

use super::element::{self, Element, check_is_element, not_an_element};
use super::walk;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::list_methods;
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::objects::sequence;
use crate::objects::slice::Slice;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

// --- Children as a sequence -----------------------------------------------------------------------

fn length(_: &Vm, this: &Value) -> VmResult<usize> {
    Ok(element::element(this).map_or(0, Element::len))
}

fn truth(vm: &Vm, this: &Value) -> VmResult<bool> {
    let message = "Testing an element's truth value will always return True in future versions.  Use specific 'len(elem)' or 'elem is not None' test instead.";
    vm.warn(Exc::DeprecationWarning, message, 1)?;
    Ok(length(vm, this)? > 0)
}

/// The children for indexing by `key`.
fn indexed(vm: &Vm, this: &Value, key: &Value) -> VmResult<Ref<List>> {
    if key.get::<Slice>().is_none() && !sequence::has_index(vm, key) {
        return Err(vm.type_error("element indices must be integers"));
    }
    Ok(element::element(this).map_or_else(|| List::new(Vec::new()), Element::children))
}

/// An error of the list of children, with the wording for elements.
fn reworded(vm: &Vm, raised: Raised, message: &str) -> Raised {
    match vm.is_exception(&raised, Exc::IndexError) {
        true => vm.index_error(message),
        false => raised,
    }
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let children = indexed(vm, this, key)?;
    vm.get_item(children.as_value(), key)
        .map_err(|raised| reworded(vm, raised, "child index out of range"))
}

/// The items of an iterable, which must be elements. `message` is the error for other objects.
fn elements(vm: &Vm, iterable: &Value, message: &str) -> VmResult<Vec<Value>> {
    let items = vm.to_vec(iterable).map_err(|raised| {
        let is_iterable = vm.has_usable_slot(iterable, SpecialMethod::Iter)
            || vm.has_usable_slot(iterable, SpecialMethod::GetItem);
        if is_iterable { raised } else { vm.type_error(message) }
    })?;
    items.iter().try_for_each(|item| check_is_element(vm, item))?;
    Ok(items)
}

fn set_item(vm: &Vm, this: &Value, key: &Value, value: &Value) -> VmResult<()> {
    let children = indexed(vm, this, key)?;
    if let Some(slice) = key.get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        let items = elements(vm, value, "assignment expects an iterable")?;
        return list_methods::set_slice(vm, &children, bounds, &Value::from(items));
    }
    let out_of_range = || vm.index_error("child assignment index out of range");
    let index = sequence::item_index(vm, "element", key, || children.len())?;
    let index = index.ok_or_else(out_of_range)?;
    check_is_element(vm, value)?;
    children.set(index, value.clone()).map(drop).ok_or_else(out_of_range)
}

fn delete_item(vm: &Vm, this: &Value, key: &Value) -> VmResult<()> {
    let children = indexed(vm, this, key)?;
    vm.delete_item(children.as_value(), key)
        .map_err(|raised| reworded(vm, raised, "child assignment index out of range"))
}

fn append(vm: &Vm, a: Args<'_>) -> VmResult {
    if element::element(a.at(1)).is_none() {
        return Err(not_an_element(vm, "append", " 1", a.at(1)));
    }
    a.data::<Element>().children().push(a[1].clone());
    Ok(Value::NONE)
}

fn extend(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = elements(vm, a.at(1), "'elements' must be an iterable")?;
    let children = a.data::<Element>().children();
    let mut children = children.borrow_mut();
    vm.grow(&mut children, items.len())?;
    children.extend(items);
    Ok(Value::NONE)
}

fn insert(vm: &Vm, a: Args<'_>) -> VmResult {
    let index = vm.index_clipped(a.at(1))?;
    if element::element(a.at(2)).is_none() {
        return Err(not_an_element(vm, "insert", " 2", a.at(2)));
    }
    let children = a.data::<Element>().children();
    let index = sequence::clip(index, children.len());
    children.borrow_mut().insert(index, a[2].clone());
    Ok(Value::NONE)
}

fn remove(vm: &Vm, a: Args<'_>) -> VmResult {
    if element::element(a.at(1)).is_none() {
        return Err(not_an_element(vm, "remove", "", a.at(1)));
    }
    let children = a.data::<Element>().children();
    vm.call_method(children.as_value(), &intern("remove"), &[a[1].clone()])
}

// --- Finding --------------------------------------------------------------------------------------

/// Whether a path needs the module `ElementPath`: it is more than the tag of a child.
fn needs_path(path: &Value) -> bool {
    let text = match (path.get::<Str>(), path.get::<Bytes>()) {
        (Some(text), _) => text.as_str().as_bytes(),
        (_, Some(bytes)) => &bytes.data,
        _ => return true,
    };
    if text.starts_with(b"{}") && text.len() > 2 || text.starts_with(b"{*}") {
        return true;
    }
    let mut is_outside = true;
    text.iter().any(|byte| {
        match byte {
            b'{' => is_outside = false,
            b'}' => is_outside = true,
            b'/' | b'*' | b'[' | b'@' | b'.' => return is_outside,
            _ => {}
        }
        false
    })
}

/// Calls a function of `ElementPath`.
fn by_path(vm: &Vm, function: &str, args: &[Value]) -> VmResult {
    let module = vm.import_module("xml.etree.ElementPath")?;
    let function = vm.get_attribute(&module, &intern(function))?;
    vm.call(&function, args)
}

fn is_path(path: &Value, namespaces: Option<&Value>) -> bool {
    namespaces.is_some() || needs_path(path)
}

/// Calls `found` with the children that have this tag until it returns false.
fn each_with_tag(
    vm: &Vm,
    this: &Element,
    tag: &Value,
    mut found: impl FnMut(Value) -> bool,
) -> VmResult<()> {
    let Some(children) = this.known_children() else { return Ok(()) };
    let mut index = 0;
    while let Some(child) = children.get(index) {
        vm.tick(1)?;
        let own = element::element(&child).map(|child| child.tag.get());
        if let Some(own) = own
            && vm.eq(&own, tag)?
            && !found(child)
        {
            break;
        }
        index += 1;
    }
    Ok(())
}

fn first_with_tag(vm: &Vm, this: &Element, tag: &Value) -> VmResult<Option<Value>> {
    let mut first = None;
    each_with_tag(vm, this, tag, |child| {
        first = Some(child);
        false
    })?;
    Ok(first)
}

fn namespaces(a: Args<'_>, index: usize) -> Value {
    a.some(index).cloned().unwrap_or(Value::NONE)
}

fn find(vm: &Vm, a: Args<'_>) -> VmResult {
    if is_path(a.at(1), a.some(2)) {
        return by_path(vm, "find", &[a[0].clone(), a[1].clone(), namespaces(a, 2)]);
    }
    Ok(first_with_tag(vm, a.data::<Element>(), a.at(1))?.unwrap_or(Value::NONE))
}

fn find_text(vm: &Vm, a: Args<'_>) -> VmResult {
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    if is_path(a.at(1), a.some(3)) {
        let args = [a[0].clone(), a[1].clone(), default, namespaces(a, 3)];
        return by_path(vm, "findtext", &args);
    }
    let Some(found) = first_with_tag(vm, a.data::<Element>(), a.at(1))? else { return Ok(default) };
    let text = element::element(&found).map_or(Value::NONE, |found| found.text.get());
    Ok(if text.is_none() { "".into() } else { text })
}

fn find_all(vm: &Vm, a: Args<'_>) -> VmResult {
    if is_path(a.at(1), a.some(2)) {
        return by_path(vm, "findall", &[a[0].clone(), a[1].clone(), namespaces(a, 2)]);
    }
    let mut all = Vec::new();
    each_with_tag(vm, a.data::<Element>(), a.at(1), |child| {
        all.push(child);
        true
    })?;
    Ok(all.into())
}

fn iterate_found(vm: &Vm, a: Args<'_>) -> VmResult {
    by_path(vm, "iterfind", &[a[0].clone(), a[1].clone(), namespaces(a, 2)])
}

// --- Attributes -----------------------------------------------------------------------------------

fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = match a.data::<Element>().known_attributes() {
        Some(attributes) => attributes.get(vm, a.at(1))?,
        None => None,
    };
    Ok(found.unwrap_or_else(|| a.opt(2).cloned().unwrap_or(Value::NONE)))
}

fn set(vm: &Vm, a: Args<'_>) -> VmResult {
    a.data::<Element>().attributes().insert(vm, a[1].clone(), a[2].clone())?;
    Ok(Value::NONE)
}

fn keys(vm: &Vm, a: Args<'_>) -> VmResult {
    let attributes = a.data::<Element>().known_attributes();
    let keys = attributes.map_or(Ok(Vec::new()), |dict| vm.to_vec(dict.as_value()))?;
    Ok(keys.into())
}

fn items(vm: &Vm, a: Args<'_>) -> VmResult {
    let attributes = a.data::<Element>().known_attributes();
    let entries = attributes.map(|attributes| attributes.entries()).unwrap_or_default();
    let pair = |(key, value)| Tuple::new([key, value]).into_value();
    Ok(vm.collect(entries.into_iter().map(pair))?.into())
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let tag = a.data::<Element>().tag.get();
    let shown = vm.guard_repr(a.at(0), || {
        Ok(format!("<Element {} at {:#x}>", vm.repr(&tag)?.as_str(), a[0].bits()))
    })?;
    shown.map(Value::from).ok_or_else(|| {
        vm.runtime_error(format!("reentrant call inside {}.__repr__", element::NAME))
    })
}

macro_rules! part {
    ($name:literal, |$this:ident| $get:expr, |$vm:ident, $element:ident, $value:ident| $set:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, this| Ok(element::element(this).map_or(Value::NONE, |$this| $get)),
            set: Some(|$vm, this, $value| {
                let Some($element) = element::element(this) else { return Ok(()) };
                if $value.is_unset() {
                    let message = "can't delete element attribute";
                    return Err($vm.error(Exc::AttributeError, message));
                }
                $set
            }),
        }
    };
}

macro_rules! field {
    ($name:literal, $field:ident) => {
        part!($name, |this| this.$field.get(), |vm, this, value| {
            this.$field.set(value);
            Ok(())
        })
    };
}

/// `Element`
pub(super) static CLASS: ClassDef = ClassDef {
    name: "Element",
    module: "xml.etree.ElementTree",
    iterates_by_index: true,
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "", element::new),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "", element::init),
        NativeDef::length(length),
        NativeDef::truth(truth),
        NativeDef::binary(SpecialMethod::GetItem, get_item),
        NativeDef::store(SpecialMethod::SetItem, set_item),
        NativeDef::remove(SpecialMethod::DelItem, delete_item),
        NativeDef::new("__repr__(self, /)", "", repr),
        NativeDef::new("__copy__(self, /)", "", element::copy),
        NativeDef::new("__deepcopy__(self, memo, /)", "", element::deep_copy),
        NativeDef::new("__getstate__(self, /)", "", element::state),
        NativeDef::new("__setstate__(self, state, /)", "", element::set_state),
        NativeDef::new("__sizeof__(self, /)", "", |_, a| {
            Ok(Value::from(96 + 8 * a.data::<Element>().len()))
        }),
        NativeDef::new("append(self, subelement, /)", "", append),
        NativeDef::new("clear(self, /)", "", |_, a| {
            a.data::<Element>().reset();
            Ok(Value::NONE)
        }),
        NativeDef::new("extend(self, elements, /)", "", extend),
        NativeDef::new("find(self, /, path, namespaces=None)", "", find),
        NativeDef::new("findall(self, /, path, namespaces=None)", "", find_all),
        NativeDef::new("findtext(self, /, path, default=None, namespaces=None)", "", find_text),
        NativeDef::new("get(self, /, key, default=None)", "", get),
        NativeDef::new("insert(self, index, subelement, /)", "", insert),
        NativeDef::new("items(self, /)", "", items),
        NativeDef::new("iter(self, /, tag=None)", "", walk::iter),
        NativeDef::new("iterfind(self, /, path, namespaces=None)", "", iterate_found),
        NativeDef::new("itertext(self, /)", "", walk::iter_text),
        NativeDef::new("keys(self, /)", "", keys),
        NativeDef::new("makeelement(self, tag, attrib, /)", "", element::make_element),
        NativeDef::new("remove(self, subelement, /)", "", remove),
        NativeDef::new("set(self, key, value, /)", "", set),
    ],
    properties: &[
        field!("tag", tag),
        field!("text", text),
        field!("tail", tail),
        part!("attrib", |this| this.attributes().into_value(), |vm, this, value| {
            element::set_attrib(vm, this, value)
        }),
    ],
    ..ClassDef::BASE
};
