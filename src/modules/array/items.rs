//! The types of items, and values in and out of their bits.

use crate::objects::float;
use crate::objects::int::to_big;
use crate::objects::packed::{Form, Item, store};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::text::surrogate;
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::Sign;
use num_traits::ToPrimitive;

const LITTLE: bool = cfg!(target_endian = "little");

/// A type of items.
pub struct Type {
    /// Its character.
    pub code: char,
    /// The character as text.
    pub text: &'static str,
    /// The format of an item for views.
    pub format: &'static str,
    /// The size of an item in bytes.
    pub size: usize,
    /// The packing of numbers; none for characters.
    item: Option<Item>,
}

const fn number(code: char, text: &'static str, form: Form, size: usize) -> Type {
    Type { code, text, format: text, size, item: Some(Item { form, size }) }
}

const fn text_type(code: char, text: &'static str) -> Type {
    Type { code, text, format: "w", size: 4, item: None }
}

/// All types, in CPython's order.
pub static TYPES: &[Type] = &[
    number('b', "b", Form::Signed, 1),
    number('B', "B", Form::Unsigned, 1),
    text_type('u', "u"),
    text_type('w', "w"),
    number('h', "h", Form::Signed, 2),
    number('H', "H", Form::Unsigned, 2),
    number('i', "i", Form::Signed, 4),
    number('I', "I", Form::Unsigned, 4),
    number('l', "l", Form::Signed, 8),
    number('L', "L", Form::Unsigned, 8),
    number('q', "q", Form::Signed, 8),
    number('Q', "Q", Form::Unsigned, 8),
    number('f', "f", Form::Float, 4),
    number('d', "d", Form::Float, 8),
];

/// The type with this character.
pub fn type_of(code: char) -> Option<&'static Type> {
    TYPES.iter().find(|item| item.code == code)
}

impl Type {
    /// Whether the items are characters.
    pub fn is_text(&self) -> bool {
        self.item.is_none()
    }

    /// Whether the items are integers.
    pub fn is_integer(&self) -> bool {
        self.item.is_some_and(|item| item.form != Form::Float)
    }

    /// The value of an item.
    ///
    /// # Errors
    /// ValueError if the bits are not a character.
    #[inline]
    pub fn read(&self, vm: &Vm, bits: &[u8]) -> VmResult {
        match self.item {
            Some(item) => Ok(item.read(bits, LITTLE)),
            None => text(vm, bits).map(Value::from),
        }
    }

    /// The bits of a value, in the first bytes.
    ///
    /// # Errors
    /// TypeError and OverflowError in CPython's words; any exception raised by the conversion.
    #[inline]
    pub fn bits(&self, vm: &Vm, value: &Value) -> VmResult<[u8; 8]> {
        let mut out = [0; 8];
        let bits = match self.item {
            Some(item) if item.form == Form::Float => {
                let x = float::require(vm, value)?;
                // Too large a number becomes infinite, as in C.
                if item.size == 4 { u64::from((x as f32).to_bits()) } else { x.to_bits() }
            }
            Some(item) => match item.integer(vm, value)? {
                Some(bits) => bits,
                None => return Err(self.out_of_range(vm, value)),
            },
            None => {
                let text = value.get::<Str>().map(|text| text.as_str());
                let mut chars = text.into_iter().flat_map(str::chars);
                let (Some(c), None) = (chars.next(), chars.next()) else {
                    return Err(vm.type_error("array item must be unicode character"));
                };
                u64::from(surrogate::code_of(c))
            }
        };
        store(&mut out[..self.size], bits, LITTLE);
        Ok(out)
    }

    /// The error for an int that does not fit: CPython goes through C types of several sizes.
    #[cold]
    fn out_of_range(&self, vm: &Vm, value: &Value) -> Raised {
        let index = match vm.index(value) {
            Ok(index) => index,
            Err(error) => return error,
        };
        let Some(big) = to_big(&index) else { return vm.overflow_error("int too big to convert") };
        let negative = big.sign() == Sign::Minus;
        let fits_long = big.to_i64().is_some();
        let beyond = if negative { "less than minimum" } else { "greater than maximum" };
        let within = |least: i64, most: i64| {
            big.to_i64().is_some_and(|number| (least..=most).contains(&number))
        };
        vm.overflow_error(match self.code {
            'q' => "int too big to convert".to_string(),
            'Q' if negative => "can't convert negative int to unsigned".to_string(),
            'Q' => "int too big to convert".to_string(),
            'I' | 'L' if negative => "can't convert negative value to unsigned int".to_string(),
            'I' if big.to_u64().is_some() => "unsigned int is greater than maximum".to_string(),
            'I' | 'L' => "Python int too large to convert to C unsigned long".to_string(),
            _ if !fits_long => "Python int too large to convert to C long".to_string(),
            'b' if within(i16::MIN.into(), i16::MAX.into()) => format!("signed char is {beyond}"),
            'b' | 'h' => format!("signed short integer is {beyond}"),
            'B' => format!("unsigned byte integer is {beyond}"),
            'H' if within(i32::MIN.into(), i32::MAX.into()) => {
                format!("unsigned short is {beyond}")
            }
            _ => format!("signed integer is {beyond}"),
        })
    }
}

/// The bits of text: four bytes a character.
pub fn text_bytes(text: &str) -> Vec<u8> {
    text.chars().flat_map(|c| surrogate::code_of(c).to_ne_bytes()).collect()
}

/// Text from its bits.
///
/// # Errors
/// ValueError for a number beyond the last character.
pub fn text(vm: &Vm, bits: &[u8]) -> VmResult<String> {
    let mut text = String::new();
    vm.grow_text(&mut text, bits.len() / 4)?;
    for bits in bits.chunks_exact(4) {
        vm.tick(1)?;
        vm.grow_text(&mut text, 4)?;
        let code = u32::from_ne_bytes([bits[0], bits[1], bits[2], bits[3]]);
        text.push(surrogate::to_char(code).ok_or_else(|| {
            vm.value_error(format!("character U+{code:x} is not in range [U+0000; U+10ffff]"))
        })?);
    }
    Ok(text)
}
