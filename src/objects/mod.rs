//! The built-in types: what an object of each holds, and the methods a program sees.
//!
//! The payload of a type is in the file of its name, with what Rust code does with it; where the
//! methods that a program sees fill a file of their own, that is `NAME_methods`.

pub mod alias;
pub mod arith;
pub mod bound;
pub mod bound_methods;
pub mod bytes;
pub mod class;
pub mod code;
pub mod complex;
pub mod construct;
pub mod dict;
pub mod dict_methods;
pub mod dict_views;
pub mod encoding;
pub mod exception;
pub mod exception_group;
pub mod exception_methods;
pub mod float;
pub mod function;
pub mod function_methods;
pub mod generator;
pub mod generator_methods;
pub mod instance;
pub mod int;
pub mod int_methods;
pub mod iterator;
pub mod list;
pub mod list_methods;
pub mod mapping_proxy;
pub mod module;
pub mod module_methods;
pub mod native;
pub mod object;
pub mod os_error;
pub mod range;
pub mod scalar;
pub mod sequence;
pub mod set;
pub mod set_methods;
pub mod singletons;
pub mod slice;
pub mod sort;
pub mod str;
pub mod str_format;
pub mod str_methods;
pub mod traceback;
pub mod tuple;
pub mod tuple_methods;
pub mod type_;
pub mod unicode_errors;
pub mod union;
pub mod weak;
