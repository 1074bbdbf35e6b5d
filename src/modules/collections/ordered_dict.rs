//! `OrderedDict`: a dict whose order matters in comparisons and can be changed.

use crate::bytecode::Comparison;
use crate::objects::dict::Dict;
use crate::objects::dict_methods;
use crate::objects::dict_views::{self, DictView, Part};
use crate::objects::iterator;
use crate::objects::iterator_reduce::{REDUCE, Reduced};
use crate::objects::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator};
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.class_ref(&a[0]).name();
    let dict = a.this::<Dict>();
    if dict.is_empty() {
        return Ok(Value::from(format!("{name}()")));
    }
    let plain = dict.copy(vm)?;
    let shown =
        vm.guard_repr(&a[0], || Ok(format!("{name}({})", vm.repr(plain.as_value())?.as_str())))?;
    Ok(Value::from(shown.unwrap_or_else(|| "...".to_string())))
}

/// Whether two dicts have equal keys in the same order.
fn same_order(vm: &Vm, left: &Dict, right: &Dict) -> VmResult<bool> {
    if left.has_order_of(right) {
        return Ok(true);
    }
    for (ours, theirs) in left.keys().iter().zip(right.keys()) {
        if !vm.eq(ours, &theirs)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let Some(right) = other.get::<Dict>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let left = this.receiver::<Dict>();
    let equal = dict_methods::equal(vm, left, right)?
        && (!vm.is_instance_of(other, &vm.class_for(&CLASS)) || same_order(vm, left, right)?);
    Ok(Value::bool(equal == (op == Comparison::Eq)))
}

fn move_to_end(vm: &Vm, a: Args<'_>) -> VmResult {
    let dict = a.this::<Dict>();
    let last = a.opt(2).map_or(Ok(true), |last| vm.truthy(last))?;
    let hash = vm.hash(&a[1])?;
    let Some(i) = dict.find(vm, &a[1], hash)? else {
        return Err(vm.key_error(a[1].clone()));
    };
    // Existing entries stay in place: a search in progress need not restart.
    let end = if last { dict.previous_entry(usize::MAX) } else { dict.next_entry(0) };
    if end.is_some_and(|(at, ..)| at == i) {
        return Ok(Value::NONE);
    }
    let (key, value) = dict.remove_at(i);
    if last {
        drop(dict.insert_hashed(vm, key, hash, value)?);
        return Ok(Value::NONE);
    }
    let rest = dict.take();
    drop(dict.insert_hashed(vm, key, hash, value)?);
    for (key, value) in rest {
        drop(dict.insert(vm, key, value)?);
    }
    Ok(Value::NONE)
}

fn popitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let dict = a.this::<Dict>();
    let last = a.opt(1).map_or(Ok(true), |last| vm.truthy(last))?;
    let entry = if last { dict.previous_entry(usize::MAX) } else { dict.next_entry(0) };
    match entry {
        Some((i, ..)) => {
            let (key, value) = dict.remove_at(i);
            Ok(Tuple::new([key, value]).into_value())
        }
        None => Err(vm.key_error("dictionary is empty".into())),
    }
}

/// Whether a subclass overrides how items are stored.
fn stores_itself(vm: &Vm, this: &Value) -> bool {
    let plain = vm.types.dict.slot(SpecialMethod::SetItem);
    !vm.slot(this, SpecialMethod::SetItem).is(&plain)
}

/// `update`, which stores through the subclass's `__setitem__`, like that of a MutableMapping.
fn update(vm: &Vm, a: Args<'_>) -> VmResult {
    if !stores_itself(vm, &a[0]) {
        return dict_methods::fill(vm, a, "update");
    }
    let given = std::iter::once(&a[0]).chain(a.rest());
    let values = given.chain(a.keywords().iter().map(|(_, value)| value));
    let values: Vec<Value> = values.cloned().collect();
    let names = a.keywords().iter().map(|(name, _)| name.as_value().clone());
    vm.call_keywords(&mapping_update(vm)?, &values, &names.collect::<Vec<_>>())
}

/// `MutableMapping.update`
fn mapping_update(vm: &Vm) -> VmResult {
    let module = vm.import_module("_collections_abc")?;
    let mapping = vm.get_attribute(&module, &intern("MutableMapping"))?;
    vm.get_attribute(&mapping, &intern("update"))
}

fn ior(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    if stores_itself(vm, this) {
        vm.call(&mapping_update(vm)?, &[this.clone(), other.clone()])?;
    } else {
        dict_methods::update(vm, this.receiver::<Dict>(), other)?;
    }
    Ok(this.clone())
}

fn setdefault(vm: &Vm, a: Args<'_>) -> VmResult {
    if !stores_itself(vm, &a[0]) || vm.contains(&a[0], &a[1])? {
        return dict_methods::setdefault(vm, a);
    }
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    vm.set_item(&a[0], &a[1], default.clone())?;
    Ok(default)
}

fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_of(&a[0]);
    vm.call(class.as_value(), &[a[0].clone()])
}

fn or(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[1].get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let new = copy(vm, a)?;
    vm.in_place(BinaryOp::BitOr, &new, &a[1])
}

fn ror(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[1].get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let class = vm.class_of(&a[0]);
    let new = vm.call(class.as_value(), &[a[1].clone()])?;
    vm.in_place(BinaryOp::BitOr, &new, &a[0])
}

fn view(vm: &Vm, a: Args<'_>, part: Part, def: &'static ClassDef) -> VmResult {
    let view = DictView { dict: a.this::<Dict>().clone(), part };
    Ok(Ref::with_class(view, vm.class_for(def).into_value(), false).into_value())
}

/// An iterator that refuses to continue once an entry has been added, removed or moved.
struct Iterator {
    dict: Ref<Dict>,
    part: Part,
    reverse: bool,
    /// The position of the next entry; in reverse, one more.
    next: usize,
    /// The number of items left.
    left: usize,
    version: u64,
}

impl Iterator {
    fn make(vm: &Vm, dict: &Ref<Dict>, part: Part, reverse: bool) -> Value {
        let next = if reverse { dict.end() } else { 0 };
        let (left, version) = (dict.len(), dict.version());
        let state = Iterator { dict: dict.clone(), part, reverse, next, left, version };
        NativeIterator::exclusive(vm, &ITERATOR, state)
    }

    /// The position after the next entry, and that entry.
    fn entry(&self, next: usize) -> Option<(usize, Value, Value)> {
        match self.reverse {
            false => self.dict.next_entry(next).map(|(i, key, value)| (i + 1, key, value)),
            true => self.dict.previous_entry(next),
        }
    }
}

impl ExclusiveIterate for Iterator {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        // Changes after the last item go unnoticed.
        if self.left == 0 {
            return Ok(None);
        }
        if self.dict.version() != self.version {
            self.left = 0;
            return Err(vm.runtime_error("OrderedDict mutated during iteration"));
        }
        let Some((next, key, value)) = self.entry(self.next) else { return Ok(None) };
        self.next = next;
        self.left -= 1;
        Ok(Some(self.part.of(key, value)))
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let rest = (0..self.left).scan(self.next, |next, _| {
            let (after, key, value) = self.entry(*next)?;
            *next = after;
            Some(self.part.of(key, value))
        });
        let rest = vm.collect(rest)?;
        Reduced::call(vm, "iter", vec![Value::from(rest)]).map(Some)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
    }
}

/// The type of iterators over an `OrderedDict` and its views.
pub static ITERATOR: ClassDef = ClassDef {
    name: "odict_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: &[iterator::ITER, iterator::NEXT, REDUCE],
    ..ClassDef::BASE
};

fn iter_view(vm: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    Ok(Iterator::make(vm, &view.dict, view.part, false))
}

fn reversed_view(vm: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    Ok(Iterator::make(vm, &view.dict, view.part, true))
}

const VIEW_METHODS: &[NativeDef] = &[
    NativeDef::new("__iter__(self, /)", "Implement iter(self).", iter_view),
    NativeDef::new("__reversed__(self, /)", "", reversed_view),
];

/// `OrderedDict`
pub static CLASS: ClassDef = ClassDef {
    name: "OrderedDict",
    module: "collections",
    doc: "Dictionary that remembers insertion order",
    base: Some(&dict_methods::CLASS),
    kind: Kind::Dict,
    has_dict: true,
    methods: &[
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", update),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::binary(SpecialMethod::IOr, ior),
        NativeDef::new(
            "update(self, /, *args, **kwargs)",
            "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.",
            update,
        ),
        NativeDef::compare(Comparison::Eq, compare),
        NativeDef::compare(Comparison::Ne, compare),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", ror),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, a| {
            Ok(Iterator::make(vm, a.this::<Dict>(), Part::Keys, false))
        }),
        NativeDef::new("__reversed__(self, /)", "od.__reversed__() <==> reversed(od)", |vm, a| {
            Ok(Iterator::make(vm, a.this::<Dict>(), Part::Keys, true))
        }),
        NativeDef::new("copy(self, /)", "od.copy() -> a shallow copy of od", copy),
        NativeDef::new("__reduce__(self, /)", "Return state information for pickling", |vm, a| {
            let state = crate::objects::reduce::state_of(vm, &a[0])?;
            let items = vm.call_method(&a[0], &intern("items"), &[])?;
            let class = vm.class_of(&a[0]).into_value();
            let arguments = Tuple::new([]).into_value();
            Ok(Tuple::new([class, arguments, state, Value::NONE, vm.iter(&items)?]).into_value())
        }),
        NativeDef::class(
            "fromkeys(cls, /, iterable, value=None)",
            "Create a new ordered dictionary with keys from iterable and values set to value.",
            dict_methods::fromkeys,
        ),
        NativeDef::new(
            "setdefault(self, /, key, default=None)",
            "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
            setdefault,
        ),
        NativeDef::new(
            "pop(self, /, key, default=<unrepresentable>)",
            "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise, raise a KeyError.",
            dict_methods::pop,
        ),
        NativeDef::new("items(self, /)", "A view on the dict's items.", |vm, a| {
            view(vm, a, Part::Items, &ITEMS)
        }),
        NativeDef::new("keys(self, /)", "A view on the dict's keys.", |vm, a| {
            view(vm, a, Part::Keys, &KEYS)
        }),
        NativeDef::new("values(self, /)", "A view on the dict's values.", |vm, a| {
            view(vm, a, Part::Values, &VALUES)
        }),
        NativeDef::new(
            "move_to_end(self, /, key, last=True)",
            "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
            move_to_end,
        ),
        NativeDef::new(
            "popitem(self, /, last=True)",
            "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.",
            popitem,
        ),
    ],
    ..ClassDef::BASE
};

static KEYS: ClassDef = ClassDef {
    name: "odict_keys",
    base: Some(&dict_views::KEYS),
    subclassable: false,
    kind: Kind::DictView,
    methods: VIEW_METHODS,
    ..ClassDef::BASE
};
static VALUES: ClassDef = ClassDef {
    name: "odict_values",
    base: Some(&dict_views::VALUES),
    subclassable: false,
    kind: Kind::DictView,
    methods: VIEW_METHODS,
    ..ClassDef::BASE
};
static ITEMS: ClassDef = ClassDef {
    name: "odict_items",
    base: Some(&dict_views::ITEMS),
    subclassable: false,
    kind: Kind::DictView,
    methods: VIEW_METHODS,
    ..ClassDef::BASE
};
