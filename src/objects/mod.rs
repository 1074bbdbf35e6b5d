//! The built-in types: what an object of each holds, and the methods a program sees.
//!
//! The payload of a type is in the file of its name, with what Rust code does with it; where the
//! methods that a program sees fill a file of their own, that is `NAME_methods`.

pub mod alias;
pub mod argument_messages;
pub mod arith;
pub mod bound;
pub mod bound_methods;
pub mod bytearray_methods;
pub mod bytes;
pub mod bytes_methods;
pub mod class;
pub mod code;
pub mod code_methods;
pub mod complex;
pub mod construct;
pub mod counterpart;
pub mod dict;
pub mod dict_methods;
pub mod dict_views;
pub mod encoding;
pub mod exception;
pub mod exception_group;
pub mod exception_methods;
pub mod float;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod function_methods;
pub mod generator;
pub mod generator_methods;
pub mod instance;
pub mod int;
pub mod int_methods;
pub mod int_work;
pub mod iterator;
pub mod iterator_reduce;
pub mod list;
pub mod list_methods;
pub mod mapping_proxy;
pub mod memoryview;
pub mod module;
pub mod module_methods;
pub mod native;
pub mod native_call;
pub mod object;
pub mod os_error;
pub mod packed;
pub mod range;
pub mod reduce;
pub mod scalar;
pub mod sequence;
pub mod set;
pub mod set_methods;
pub mod singletons;
pub mod slice;
pub mod slots;
pub mod sort;
pub mod special;
pub mod str;
pub mod str_format;
pub mod str_methods;
pub mod str_sequence;
pub mod traceback;
pub mod tuple;
pub mod tuple_methods;
pub mod type_;
pub mod type_alias;
pub mod type_variable;
pub mod unicode_errors;
pub mod union;
pub mod weak;

use crate::runtime::kind;

/// Registers the kinds of all built-in types with this thread's heap. Needed before the first object
/// is made; [`Vm::new`](crate::vm::Vm::new) does it.
pub fn register_kinds() {
    kind::register::<instance::Instance>();
    kind::register::<int::Int>();
    kind::register::<float::Float>();
    kind::register::<complex::Complex>();
    kind::register::<str::Str>();
    kind::register::<bytes::Bytes>();
    kind::register::<bytes::ByteArray>();
    kind::register::<list::List>();
    kind::register::<tuple::Tuple>();
    kind::register::<dict::Dict>();
    kind::register::<set::Set>();
    kind::register::<range::Range>();
    kind::register::<slice::Slice>();
    kind::register::<function::Cell>();
    kind::register::<code::Code>();
    kind::register::<function::Function>();
    kind::register::<native::NativeFunction>();
    kind::register::<bound::BoundMethod>();
    kind::register::<class::Class>();
    kind::register::<module::Module>();
    kind::register::<exception::Exception>();
    kind::register::<traceback::Traceback>();
    kind::register::<generator::Generator>();
    kind::register::<generator::NativeCoroutine>();
    kind::register::<range::RangeIterator>();
    kind::register::<list_methods::ListIterator>();
    kind::register::<tuple_methods::TupleIterator>();
    kind::register::<dict_views::DictIterator>();
    kind::register::<native::NativeIterator>();
    kind::register::<dict_views::DictView>();
    kind::register::<mapping_proxy::MappingProxy>();
    kind::register::<bound::Property>();
    kind::register::<bound::StaticMethod>();
    kind::register::<bound::ClassMethod>();
    kind::register::<bound::NativeProperty>();
    kind::register::<bound::Super>();
    kind::register::<weak::WeakRef>();
    kind::register::<native::Native>();
}
