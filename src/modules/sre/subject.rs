//! Subjects: the text or bytes that patterns are matched against.

use crate::objects::bytes::{self, Bytes};
use crate::objects::str::{Str, character};
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// Text or bytes. Offsets in it count bytes; positions count characters, as a program does.
pub enum Subject {
    /// Text.
    Text(Ref<Str>),
    /// Bytes.
    Bytes(Ref<Bytes>),
    /// The bytes of another buffer, copied, since the program may change them.
    Copied(Vec<u8>),
}

impl Subject {
    /// The subject in a value, if it fits the kind of pattern.
    ///
    /// # Errors
    /// TypeError if it is neither text nor bytes, or not of the pattern's kind.
    pub fn of(vm: &Vm, value: &Value, bytes_pattern: Option<bool>) -> VmResult<Subject> {
        if let Some(text) = value.get::<Str>() {
            return match bytes_pattern {
                Some(true) => {
                    Err(vm.type_error("cannot use a bytes pattern on a string-like object"))
                }
                _ => Ok(Subject::Text(text.clone())),
            };
        }
        let subject = match value.get::<Bytes>() {
            Some(bytes) => Subject::Bytes(bytes.clone()),
            None => match bytes::copied(vm, value)? {
                Some(bytes) => Subject::Copied(bytes),
                None => {
                    let shown = vm.class_ref(value).message_name();
                    return Err(vm.type_error(format!(
                        "expected string or bytes-like object, got '{shown}'"
                    )));
                }
            },
        };
        match bytes_pattern {
            Some(false) => Err(vm.type_error("cannot use a string pattern on a bytes-like object")),
            _ => Ok(subject),
        }
    }

    /// Whether it is text.
    pub fn is_text(&self) -> bool {
        matches!(self, Subject::Text(_))
    }

    /// The text or bytes.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Subject::Text(text) => text.as_str().as_bytes(),
            Subject::Bytes(bytes) => &bytes.data,
            Subject::Copied(bytes) => bytes,
        }
    }

    /// Whether some characters have more than one byte.
    #[inline]
    pub fn is_wide(&self) -> bool {
        match self {
            Subject::Text(text) => !text.is_ascii(),
            _ => false,
        }
    }

    /// The number of characters or bytes.
    pub fn len(&self) -> usize {
        match self {
            Subject::Text(text) => text.len(),
            _ => self.bytes().len(),
        }
    }

    /// The offset of a position.
    pub fn place(&self, position: usize) -> usize {
        match self {
            Subject::Text(text) => text.byte_offset(position),
            _ => position,
        }
    }

    /// The position of an offset.
    pub fn position(&self, place: usize) -> usize {
        match self {
            Subject::Text(text) => text.char_index(place),
            _ => place,
        }
    }

    /// The part between two offsets, as far as it exists: a bytearray may be shorter now than when
    /// it was searched.
    pub fn slice(&self, (start, end): (usize, usize)) -> Value {
        let (start, end) = (start.min(self.bytes().len()), end.min(self.bytes().len()));
        match self {
            Subject::Text(text) => {
                if end - start == text.as_str().len() && text.header().is_exactly(Kind::Str) {
                    return text.as_value().clone();
                }
                match text.as_str().as_bytes()[start..end] {
                    [byte] => character(char::from(byte)).into_value(),
                    _ => Value::from(&text.as_str()[start..end]),
                }
            }
            _ => Bytes::new(&self.bytes()[start..end]).into_value(),
        }
    }
}
