//! The classes that the VM itself uses.

use super::Vm;
use crate::objects::class::{Class, OBJECT};
use crate::objects::exception::Exc;
use crate::objects::generator::{FUTURE_ITER, Flavor, Generator, NativeCoroutine};
use crate::objects::native::ClassDef;
use crate::objects::set::Set;
use crate::objects::*;
use crate::runtime::{Kind, Ref, Value, View};

macro_rules! types {
    ($($(#[$doc:meta])* $field:ident = $def:path;)*) => {
        /// Classes of the values without a class pointer, and others that the VM uses.
        #[allow(missing_docs)]
        pub struct Types {
            $(pub $field: Ref<Class>,)*
            /// For each kind, the class of its plain objects.
            pub by_kind: [Ref<Class>; Kind::COUNT],
            /// The built-in exception classes, by [`Exc`].
            pub exceptions: Vec<Ref<Class>>,
        }

        impl Types {
            /// Makes the classes through `class_for`, which caches them. The kinds that the event
            /// loop defines have the classes `of_loop`.
            pub fn new(
                of_loop: [&'static ClassDef; 2],
                mut class_for: impl FnMut(&'static ClassDef) -> Ref<Class>,
            ) -> Types {
                $(let $field = class_for(&$def);)*
                let mut by_kind = std::array::from_fn(|_| class_for(&OBJECT));
                for def in of_loop {
                    by_kind[def.kind as usize] = class_for(def);
                }
                for class in [$(&$field),*].into_iter().rev() {
                    by_kind[class.kind as usize].clone_from(class);
                }
                let exceptions = Exc::ALL.iter().map(|exc| class_for(exc.def())).collect();
                Types { $($field,)* by_kind, exceptions }
            }
        }
    };
}

// The first class of each kind is the one that plain objects of the kind belong to.
types! {
    object = OBJECT;
    type_ = type_::CLASS;
    int = int_methods::CLASS;
    bool = int_methods::BOOL;
    float = float::CLASS;
    complex = complex::CLASS;
    str = str_methods::CLASS;
    bytes = bytes::CLASS;
    bytearray = bytes::BYTEARRAY;
    list = list_methods::CLASS;
    tuple = tuple_methods::CLASS;
    dict = dict_methods::CLASS;
    set = set_methods::CLASS;
    frozenset = set_methods::FROZENSET;
    range = range::CLASS;
    slice = slice::CLASS;
    none = singletons::NONE;
    ellipsis = singletons::ELLIPSIS;
    not_implemented = singletons::NOT_IMPLEMENTED;
    cell = function_methods::CELL;
    code = function_methods::CODE;
    function = function_methods::FUNCTION;
    native_function = function_methods::NATIVE_FUNCTION;
    method_descriptor = function_methods::METHOD_DESCRIPTOR;
    method = function_methods::METHOD;
    native_method = function_methods::NATIVE_METHOD;
    method_wrapper = function_methods::METHOD_WRAPPER;
    class_method_descriptor = function_methods::CLASS_METHOD_DESCRIPTOR;
    wrapper_descriptor = function_methods::WRAPPER_DESCRIPTOR;
    module = module_methods::CLASS;
    traceback = traceback::CLASS;
    frame = frame::CLASS;
    generator = generator_methods::GENERATOR;
    coroutine = generator_methods::COROUTINE;
    async_generator = generator_methods::ASYNC_GENERATOR;
    native_coroutine = generator_methods::NATIVE_COROUTINE;
    async_generator_asend = generator_methods::ASYNC_GENERATOR_ASEND;
    async_generator_athrow = generator_methods::ASYNC_GENERATOR_ATHROW;
    future_iter = generator_methods::FUTURE_ITER;
    range_iterator = range::ITERATOR;
    list_iterator = list_methods::ITERATOR;
    tuple_iterator = tuple_methods::ITERATOR;
    dict_key_iterator = dict_views::KEY_ITERATOR;
    dict_value_iterator = dict_views::VALUE_ITERATOR;
    dict_item_iterator = dict_views::ITEM_ITERATOR;
    dict_keys = dict_views::KEYS;
    dict_values = dict_views::VALUES;
    dict_items = dict_views::ITEMS;
    mapping_proxy = mapping_proxy::CLASS;
    property = bound_methods::PROPERTY;
    static_method = bound_methods::STATIC_METHOD;
    class_method = bound_methods::CLASS_METHOD;
    getset_descriptor = bound_methods::GETSET_DESCRIPTOR;
    member_descriptor = bound_methods::MEMBER_DESCRIPTOR;
    super_ = bound_methods::SUPER;
    weak_ref = weak::CLASS;
}

/// Whether the class of a plain object of the kind depends on the object.
#[inline(always)]
const fn has_several_classes(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Generator
            | Kind::NativeCoroutine
            | Kind::NativeFunction
            | Kind::BoundMethod
            | Kind::NativeProperty
            | Kind::Set
            | Kind::DictIterator
            | Kind::DictView
    )
}

/// The kinds, as bits, whose plain objects without attributes of their own have one layout: that of
/// an instance of the kind's class.
const OF_ONE_LAYOUT: u64 = {
    let (mut kinds, mut i) = (0, 0);
    while i < Kind::COUNT {
        let kind = Kind::ALL[i];
        let is_apart = matches!(kind, Kind::Free | Kind::Instance | Kind::Class | Kind::Native);
        if !is_apart && !has_several_classes(kind) {
            kinds |= 1 << i;
        }
        i += 1;
    }
    kinds
};

/// Whether plain objects of a kind without attributes of their own have one layout.
#[inline(always)]
pub(super) fn has_one_layout(kind: Kind) -> bool {
    OF_ONE_LAYOUT >> kind as u8 & 1 == 1
}

impl Vm {
    /// The class of a value: `type(value)`.
    #[inline]
    pub fn class_of(&self, value: &Value) -> Ref<Class> {
        self.class_ref(value).clone()
    }

    /// The class of a value, borrowed.
    #[inline]
    pub fn class_ref<'a>(&'a self, value: &'a Value) -> &'a Ref<Class> {
        let types = &self.types;
        match value.view() {
            View::Int(_) => &types.int,
            View::Float(_) => &types.float,
            View::Bool(_) => &types.bool,
            View::Obj(header) => match header.class().and_then(|c| c.get::<Class>()) {
                Some(class) => class,
                None => match header.kind() {
                    kind if has_several_classes(kind) => self.class_of_plain(value, kind),
                    kind => &types.by_kind[kind as usize],
                },
            },
            View::None | View::Unset => &types.none,
            View::Ellipsis => &types.ellipsis,
            View::NotImplemented => &types.not_implemented,
        }
    }

    /// The class of an object without a class pointer whose kind has several classes.
    #[inline(never)]
    fn class_of_plain<'a>(&'a self, value: &'a Value, kind: Kind) -> &'a Ref<Class> {
        let types = &self.types;
        match kind {
            Kind::Generator => match value.get::<Generator>().map(|g| g.flavor) {
                Some(Flavor::Coroutine) => &types.coroutine,
                Some(Flavor::AsyncGenerator) => &types.async_generator,
                _ => &types.generator,
            },
            Kind::NativeCoroutine => {
                match value.get::<NativeCoroutine>().and_then(|native| native.step_of) {
                    None => &types.native_coroutine,
                    Some("asend") => &types.async_generator_asend,
                    Some(FUTURE_ITER) => &types.future_iter,
                    Some(_) => &types.async_generator_athrow,
                }
            }
            Kind::NativeFunction => {
                let function = value.get::<native::NativeFunction>();
                let Some(method) = function.filter(|f| f.owner.is_some()) else {
                    return &types.native_function;
                };
                match method.def.role {
                    native::Role::Static => &types.native_function,
                    native::Role::Class => &types.class_method_descriptor,
                    native::Role::Plain => match method.def.name() {
                        name if function_methods::is_slot_name(name) => &types.wrapper_descriptor,
                        _ => &types.method_descriptor,
                    },
                }
            }
            Kind::BoundMethod => {
                let function = value.get::<bound::BoundMethod>();
                match function.and_then(|m| m.function.get::<native::NativeFunction>()) {
                    Some(native) if function_methods::is_slot_name(native.def.name()) => {
                        &types.method_wrapper
                    }
                    Some(_) => &types.native_method,
                    None => &types.method,
                }
            }
            Kind::NativeProperty => match value.get::<bound::NativeProperty>() {
                Some(property) if property.is_member() => &types.member_descriptor,
                _ => &types.getset_descriptor,
            },
            Kind::Set => match value.get::<Set>() {
                Some(set) if set.is_frozen() => &types.frozenset,
                _ => &types.set,
            },
            Kind::DictIterator => dict_views::iterator_class(types, value),
            Kind::DictView => dict_views::view_class(types, value),
            _ => &types.by_kind[kind as usize],
        }
    }

    /// Whether `isinstance(value, class)` is true by class alone (without `__instancecheck__`).
    #[inline]
    pub fn is_instance_of(&self, value: &Value, class: &Ref<Class>) -> bool {
        let actual = self.class_ref(value);
        actual.is(class) || actual.is_subclass_of(class)
    }
}
