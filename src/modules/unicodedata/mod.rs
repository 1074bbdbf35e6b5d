//! `unicodedata`: properties of characters in the Unicode Character Database.
//!
//! Names, normal forms, categories and directions come from crates, and are limited to the characters of
//! version 15.1 (or 3.2, for `ucd_3_2_0`); [`tables`] has the rest. The old database has the old
//! characters with their new properties.

mod tables;

use super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::text::{numbers, surrogate, unicode};
use crate::vm::{Vm, VmResult};
use hob_grammar::unicode::{
    AHOM_CONSONANT, GeneralCategory as Category, general_category, is_assigned, is_in,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Whether the database has a character: the current one, or that of Unicode 3.2.
fn knows<const OLD: bool>(c: char) -> bool {
    is_assigned(c) && (!OLD || is_in(&tables::IN_3_2, c))
}

/// The character in the first argument; `only` says that the function has no other.
fn character(vm: &Vm, a: Args<'_>, function: &str, only: bool) -> VmResult<char> {
    let text = a[0].get::<Str>();
    let mut characters = text.map_or("", |text| text.as_str()).chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) => Ok(c),
        _ => {
            let (place, class) = (if only { "" } else { " 1" }, vm.class_ref(&a[0]).message_name());
            Err(vm.type_error(format!(
                "{function}() argument{place} must be a unicode character, not {class}"
            )))
        }
    }
}

/// The result, or the default that was passed, or a ValueError.
fn or_default(vm: &Vm, a: Args<'_>, found: Option<Value>, message: &str) -> VmResult {
    found.or_else(|| a.opt(1).cloned()).ok_or_else(|| vm.value_error(message))
}

fn name<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "name", false)?;
    let name = hob_grammar::unicode::name(c).filter(|_| knows::<OLD>(c));
    or_default(vm, a, name.map(Value::from), "no such name")
}

fn lookup<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.str(a.at(0))?;
    match hob_grammar::unicode::with_name(name.as_str()).filter(|c| knows::<OLD>(*c)) {
        Some(c) => Ok(Value::from(c.to_string())),
        None => {
            let message = format!("undefined character name '{}'", name.as_str());
            Err(vm.error(Exc::KeyError, message))
        }
    }
}

fn category<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "category", true)?;
    if surrogate::surrogate_of(c).is_some() {
        return Ok("Cs".into());
    }
    let name = match general_category(c) {
        _ if !knows::<OLD>(c) => "Cn",
        Category::UppercaseLetter => "Lu",
        Category::LowercaseLetter => "Ll",
        Category::TitlecaseLetter => "Lt",
        Category::ModifierLetter => "Lm",
        Category::OtherLetter => "Lo",
        Category::NonspacingMark => "Mn",
        Category::SpacingMark => "Mc",
        Category::EnclosingMark => "Me",
        Category::DecimalNumber => "Nd",
        Category::LetterNumber => "Nl",
        Category::OtherNumber => "No",
        Category::ConnectorPunctuation => "Pc",
        Category::DashPunctuation => "Pd",
        Category::OpenPunctuation => "Ps",
        Category::ClosePunctuation => "Pe",
        Category::InitialPunctuation => "Pi",
        Category::FinalPunctuation => "Pf",
        Category::OtherPunctuation => "Po",
        Category::MathSymbol => "Sm",
        Category::CurrencySymbol => "Sc",
        Category::ModifierSymbol => "Sk",
        Category::OtherSymbol => "So",
        Category::SpaceSeparator => "Zs",
        Category::LineSeparator => "Zl",
        Category::ParagraphSeparator => "Zp",
        Category::Control => "Cc",
        Category::Format => "Cf",
        Category::Surrogate => "Cs",
        Category::PrivateUse => "Co",
        _ => "Cn",
    };
    Ok(name.into())
}

fn bidirectional<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "bidirectional", true)?;
    Ok(match c {
        _ if !knows::<OLD>(c) => "".into(),
        // The crate has a later version's, in which nablas may be mirrored.
        '\u{1d6c1}' | '\u{1d6fb}' | '\u{1d735}' | '\u{1d76f}' | '\u{1d7a9}' => "L".into(),
        AHOM_CONSONANT => "NSM".into(),
        _ => Value::from(format!("{:?}", unicode_bidi::bidi_class(c))),
    })
}

fn combining<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "combining", true)?;
    let class = if knows::<OLD>(c) { canonical_combining_class(c) } else { 0 };
    Ok(i64::from(class).into())
}

fn east_asian_width<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "east_asian_width", true)?;
    let is_surrogate = surrogate::surrogate_of(c).is_some();
    let width = tables::find(&tables::WIDTHS, c).filter(|_| !is_surrogate);
    // Planes of ideographs are wide even where they are not assigned.
    let is_known = !OLD || knows::<OLD>(c);
    Ok(width.filter(|_| is_known).unwrap_or("N").into())
}

fn mirrored<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "mirrored", true)?;
    Ok(i64::from(knows::<OLD>(c) && is_in(&tables::MIRRORED, c)).into())
}

/// The numeric value of a character, as numerator and denominator.
fn number<const OLD: bool>(c: char) -> Option<(i64, i64)> {
    let digit = unicode::decimal_value(c).map(|digit| (digit.into(), 1));
    digit.or_else(|| numbers::number(c)).filter(|_| knows::<OLD>(c))
}

fn decimal<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "decimal", false)?;
    let found = unicode::decimal_value(c).filter(|_| knows::<OLD>(c));
    or_default(vm, a, found.map(|digit| i64::from(digit).into()), "not a decimal")
}

fn digit<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "digit", false)?;
    let found = number::<OLD>(c).filter(|(digit, _)| unicode::is_digit(c) && *digit < 10);
    or_default(vm, a, found.map(|(digit, _)| digit.into()), "not a digit")
}

fn numeric<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = number::<OLD>(character(vm, a, "numeric", false)?);
    let found = found.map(|(over, under)| Value::from(over as f64 / under as f64));
    or_default(vm, a, found, "not a numeric character")
}

/// The mapping of one step. Most follow from the full ones: of a canonical one, everything before the
/// last character is composed again.
fn decomposition<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "decomposition", true)?;
    // Syllables of Hangul are composed by a rule, and have no mappings.
    if !knows::<OLD>(c) || ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        return Ok("".into());
    }
    let kind = tables::find(&tables::COMPATIBLE, c);
    let listed = tables::ONE_STEP.binary_search_by_key(&c, |&(c, _)| c);
    let itself = std::iter::once(c);
    let parts: Vec<char> = match (listed, kind) {
        (Ok(at), _) => tables::ONE_STEP[at].1.chars().collect(),
        (Err(_), Some(_)) => itself.nfkd().collect(),
        (Err(_), None) => {
            let full: Vec<char> = itself.nfd().collect();
            match full.split_last() {
                Some((last, before)) => before.iter().copied().nfc().chain([*last]).collect(),
                None => full,
            }
        }
    };
    if parts == [c] {
        return Ok("".into());
    }
    let kind = kind.map(|kind| format!("<{kind}>"));
    let codes = parts.iter().map(|part| format!("{:04X}", *part as u32));
    let words: Vec<String> = kind.into_iter().chain(codes).collect();
    Ok(Value::from(words.join(" ")))
}

/// Whether a short text has only characters before the first that is combined with others.
fn has_own_form(text: &str) -> bool {
    const SHORT: usize = 4096;
    text.len() <= SHORT && text.chars().all(|c| c < '\u{300}')
}

/// A normal form of a text. Characters that the database does not have stay as they are, and are not
/// composed with others.
fn normal_form<const OLD: bool>(vm: &Vm, form: &Value, text: &str) -> VmResult<String> {
    let form = vm.str(form)?;
    let is_form = matches!(form.as_str(), "NFC" | "NFD" | "NFKC" | "NFKD");
    if text.is_ascii() && is_form || form.as_str() == "NFC" && has_own_form(text) {
        return vm.collect_text(text.chars());
    }
    let of_known = |text: &str| match form.as_str() {
        "NFC" => vm.collect_text(text.nfc()),
        "NFD" => vm.collect_text(text.nfd()),
        "NFKC" => vm.collect_text(text.nfkc()),
        "NFKD" => vm.collect_text(text.nfkd()),
        _ => Err(vm.value_error("invalid normalization form")),
    };
    let is_unknown = |c: char| !knows::<OLD>(c);
    if !text.contains(is_unknown) {
        return of_known(text);
    }
    let mut normal = String::new();
    for part in text.split_inclusive(is_unknown) {
        let known = part.strip_suffix(is_unknown).unwrap_or(part);
        let new = of_known(known)?;
        vm.grow_text(&mut normal, new.len() + part.len() - known.len())?;
        normal.push_str(&new);
        normal.push_str(&part[known.len()..]);
    }
    Ok(normal)
}

/// The two texts that the arguments are.
fn form_and_text<'a>(vm: &Vm, a: Args<'a>, function: &str) -> VmResult<(&'a Value, &'a Ref<Str>)> {
    for (i, value) in [a.at(0), a.at(1)].into_iter().enumerate() {
        if value.get::<Str>().is_none() {
            let class = vm.argument_type(value);
            let place = i + 1;
            return Err(
                vm.type_error(format!("{function}() argument {place} must be str, not {class}"))
            );
        }
    }
    let text = a.at(1).get::<Str>().expect("was checked");
    Ok((a.at(0), text))
}

fn normalize<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let (form, text) = form_and_text(vm, a, "normalize")?;
    let normal = normal_form::<OLD>(vm, form, text.as_str())?;
    Ok(if normal == text.as_str() { text.as_value().clone() } else { Value::from(normal) })
}

fn is_normalized<const OLD: bool>(vm: &Vm, a: Args<'_>) -> VmResult {
    let (form, text) = form_and_text(vm, a, "is_normalized")?;
    Ok(Value::bool(normal_form::<OLD>(vm, form, text.as_str())? == text.as_str()))
}

/// The functions over a database.
const fn functions<const OLD: bool>() -> [NativeDef; 13] {
    [
        NativeDef::new(
            "name(chr, default=None, /)",
            "Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.",
            name::<OLD>,
        ),
        NativeDef::new(
            "lookup(name, /)",
            "Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.",
            lookup::<OLD>,
        ),
        NativeDef::new(
            "category(chr, /)",
            "Returns the general category assigned to the character chr as string.",
            category::<OLD>,
        ),
        NativeDef::new(
            "bidirectional(chr, /)",
            "Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.",
            bidirectional::<OLD>,
        ),
        NativeDef::new(
            "combining(chr, /)",
            "Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.",
            combining::<OLD>,
        ),
        NativeDef::new(
            "east_asian_width(chr, /)",
            "Returns the east asian width assigned to the character chr as string.",
            east_asian_width::<OLD>,
        ),
        NativeDef::new(
            "mirrored(chr, /)",
            "Returns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise.",
            mirrored::<OLD>,
        ),
        NativeDef::new(
            "decimal(chr, default=None, /)",
            "Converts a Unicode character into its equivalent decimal value.",
            decimal::<OLD>,
        ),
        NativeDef::new(
            "digit(chr, default=None, /)",
            "Converts a Unicode character into its equivalent digit value.",
            digit::<OLD>,
        ),
        NativeDef::new(
            "numeric(chr, default=None, /)",
            "Converts a Unicode character into its equivalent numeric value.",
            numeric::<OLD>,
        ),
        NativeDef::new(
            "decomposition(chr, /)",
            "Returns the character decomposition mapping assigned to the character chr as string.",
            decomposition::<OLD>,
        ),
        NativeDef::new(
            "normalize(form, unistr, /)",
            "Return the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
            normalize::<OLD>,
        ),
        NativeDef::new(
            "is_normalized(form, unistr, /)",
            "Return whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
            is_normalized::<OLD>,
        ),
    ]
}

static CURRENT: [NativeDef; 13] = functions::<false>();
static OLD: [NativeDef; 13] = functions::<true>();

/// `unicodedata`
pub static MODULE: ModuleDef = ModuleDef {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters.",
    functions: &CURRENT,
    constants: &[("unidata_version", |_| "15.1.0".into())],
    init: Some(|_, module: &Ref<Module>| {
        // The old database, with which host names are prepared.
        let old = Module::new("unicodedata.ucd_3_2_0");
        for def in &OLD {
            old.dict.set_text(def.name(), NativeFunction::new(def, "unicodedata"));
        }
        old.dict.set_text("unidata_version", "3.2.0");
        module.dict.set_text("ucd_3_2_0", old.into_value());
        Ok(())
    }),
    ..ModuleDef::BASE
};
