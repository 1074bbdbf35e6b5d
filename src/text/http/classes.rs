//! The classes of bytes.

/// The classes of a byte are bits.
type Classes = u8;

/// Letters.
pub const ALPHA: Classes = 1;
/// The bytes of names: RFC 9110's tokens.
pub const TOKEN: Classes = 1 << 1;
/// The bytes of header values.
pub const VALUE: Classes = 1 << 2;
/// The bytes of the path of a URL; queries and fragments have `?` as well.
pub const URL: Classes = 1 << 3;
/// The bytes of names of users.
pub const USER: Classes = 1 << 4;
/// The bytes between quotes, which are not escaped.
pub const QUOTED: Classes = 1 << 5;

static CLASSES: [Classes; 256] = {
    let mut classes = [0; 256];
    let mut index = 0;
    while index < 256 {
        let byte = index as u8;
        let mut found = 0;
        if byte.is_ascii_alphabetic() {
            found |= ALPHA;
        }
        if byte.is_ascii_alphanumeric() || contains(b"!#$%&'*+-.^_`|~", byte) {
            found |= TOKEN;
        }
        if byte == b'\t' || byte >= b' ' && byte != 0x7f {
            found |= VALUE;
            if byte != b'"' && byte != b'\\' {
                found |= QUOTED;
            }
        }
        if byte.is_ascii_graphic() && byte != b'#' && byte != b'?' {
            found |= URL;
        }
        if byte.is_ascii_alphanumeric() || contains(b"-_.!~*'()%;:&=+$,", byte) {
            found |= USER;
        }
        classes[index] = found;
        index += 1;
    }
    classes
};

const fn contains(bytes: &[u8], byte: u8) -> bool {
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == byte {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether a byte has one of the classes.
#[inline]
pub fn is(byte: u8, classes: Classes) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

/// The index of the first byte from `at` on that has none of the classes; the length if all have.
#[inline]
pub fn skip(data: &[u8], at: usize, classes: Classes) -> usize {
    data[at..].iter().position(|&byte| !is(byte, classes)).map_or(data.len(), |count| at + count)
}
