//! `str.translate` and `str.maketrans`.

use super::dict::Dict;
use super::exception::Exc;
use super::int;
use super::native::Args;
use super::str::Str;
use super::str_sequence::count_of_chars;
use crate::runtime::Value;
use crate::text::str_ops::{self, Translation};
use crate::text::surrogate::{code_of, to_char};
use crate::vm::{Vm, VmResult};

/// What a dict said about ASCII characters: most texts repeat few of them.
struct Known([u8; 128]);

impl Known {
    const UNKNOWN: u8 = 0xff;
    const DELETED: u8 = 0x80;

    fn get(&self, c: char) -> Option<Translation> {
        match *self.0.get(c as usize)? {
            Known::UNKNOWN => None,
            Known::DELETED => Some(Translation::Delete),
            code => Some(Translation::Char(code.into())),
        }
    }

    fn set(&mut self, c: char, translation: &Translation) {
        let code = match translation {
            Translation::Keep => c as u8,
            Translation::Delete => Known::DELETED,
            Translation::Char(other) if other.is_ascii() => *other as u8,
            _ => Known::UNKNOWN,
        };
        if let Some(known) = self.0.get_mut(c as usize) {
            *known = code;
        }
    }
}

pub(super) fn translate(vm: &Vm, args: Args<'_>) -> VmResult {
    let table = &args[1];
    let dict = table.get_exact::<Dict>();
    // The length so far of what replaced characters, and the length for which there is room.
    let (mut length, mut room) = (0, 0);
    let mut look_up = |c: char| {
        let code = Value::from(i64::from(code_of(c)));
        let entry = match dict {
            Some(dict) => dict.get(vm, &code)?,
            None => match vm.get_item(table, &code) {
                Ok(entry) => Some(entry),
                Err(error) if vm.is_exception(&error, Exc::LookupError) => None,
                Err(error) => return Err(error),
            },
        };
        let Some(entry) = entry else { return Ok(Translation::Keep) };
        if entry.is_none() {
            return Ok(Translation::Delete);
        }
        if let Some(text) = entry.get::<Str>() {
            length += text.as_str().len();
            if length > room {
                room = length.saturating_mul(2);
                vm.reserve(room.saturating_mul(2))?;
            }
            return Ok(Translation::Text(text.as_str().to_string()));
        }
        if !int::is_int(&entry) {
            let message = "character mapping must return integer, None or str";
            return Err(vm.type_error(message));
        }
        let code = int::to_i64(&entry).and_then(|code| u32::try_from(code).ok());
        match code.and_then(to_char) {
            Some(c) => Ok(Translation::Char(c)),
            None => Err(vm.value_error("character mapping must be in range(0x110000)")),
        }
    };
    let mut known = Known([Known::UNKNOWN; 128]);
    let mut asked = 0;
    let translated = str_ops::translate(args.this::<Str>().as_str(), |c| {
        asked += 1;
        if asked % 256 == 0 {
            vm.tick(256)?;
        }
        if let Some(translation) = known.get(c) {
            return Ok(translation);
        }
        let translation = look_up(c)?;
        if dict.is_some() {
            known.set(c, &translation);
        }
        Ok(translation)
    })?;
    Ok(translated.into())
}

pub(super) fn make_table(vm: &Vm, args: Args<'_>) -> VmResult {
    let code = |c: char| Value::from(i64::from(code_of(c)));
    let table = Dict::new();
    if args.opt(1).is_none() && args.opt(2).is_none() {
        let Some(pairs) = args[0].get::<Dict>() else {
            let message = "if you give only one argument to maketrans it must be a dict";
            return Err(vm.type_error(message));
        };
        for (key, value) in pairs.entries() {
            let key = match key.get::<Str>() {
                None if int::is_int(&key) => key,
                None => {
                    let message = "keys in translate table must be strings or integers";
                    return Err(vm.type_error(message));
                }
                Some(text) => {
                    let mut chars = text.as_str().chars();
                    match (chars.next(), chars.next()) {
                        (Some(c), None) => code(c),
                        _ => {
                            let message = "string keys in translate table must be of length 1";
                            return Err(vm.value_error(message));
                        }
                    }
                }
            };
            table.insert(vm, key, value)?;
        }
        return Ok(table.into_value());
    }
    let texts: Vec<&str> = (0..3)
        .filter_map(|i| args.opt(i).map(|value| (i, value)))
        .map(|(i, value)| match value.get::<Str>() {
            Some(text) => Ok(text.as_str()),
            None if i == 0 && args.opt(1).is_some_and(|value| value.get::<Str>().is_some()) => {
                let message =
                    "first maketrans argument must be a string if there is a second argument";
                Err(vm.type_error(message))
            }
            // If the first argument is not a string, CPython's message names the second.
            None => {
                let (at, value) =
                    if i == 0 { (2, args.opt(1).unwrap_or(value)) } else { (i + 1, value) };
                let shown = vm.argument_type(value);
                let message = format!("maketrans() argument {at} must be str, not {shown}");
                Err(vm.type_error(message))
            }
        })
        .collect::<VmResult<_>>()?;
    let (from, to) = (texts[0], texts.get(1).copied().unwrap_or_default());
    if count_of_chars(from) != count_of_chars(to) {
        let message = "the first two maketrans arguments must have equal length";
        return Err(vm.value_error(message));
    }
    for (a, b) in from.chars().zip(to.chars()) {
        vm.tick(1)?;
        table.insert(vm, code(a), code(b))?;
    }
    for c in texts.get(2).copied().unwrap_or_default().chars() {
        vm.tick(1)?;
        table.insert(vm, code(c), Value::NONE)?;
    }
    Ok(table.into_value())
}
