//! `unicodedata`: properties of characters in the Unicode Character Database.
//!
//! Names, normal forms, categories and directions come from crates. The rest is derived: widths
//! from the rules of UAX #11, numbers from compatibility decompositions.

use super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::text::{surrogate, unicode};
use crate::vm::{Vm, VmResult};
use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_width::UnicodeWidthChar;

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

fn name(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = unicode_names2::name(character(vm, a, "name", false)?);
    or_default(vm, a, found.map(|name| Value::from(name.to_string())), "no such name")
}

fn lookup(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.str(a.at(0))?;
    match unicode_names2::character(name.as_str()) {
        Some(c) => Ok(Value::from(c.to_string())),
        None => {
            let message = format!("undefined character name '{}'", name.as_str());
            Err(vm.error(Exc::KeyError, message))
        }
    }
}

fn category(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "category", true)?;
    if surrogate::surrogate_of(c).is_some() {
        return Ok("Cs".into());
    }
    let name = match get_general_category(c) {
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

fn bidirectional(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "bidirectional", true)?;
    if get_general_category(c) == Category::Unassigned {
        return Ok("".into());
    }
    Ok(Value::from(format!("{:?}", unicode_bidi::bidi_class(c))))
}

/// Latin letters and signs among letters that are wide in East Asian fonts; terminals still show
/// them narrow.
const AMBIGUOUS: &str =
    "¨ª´¸ºÆÐØÞßàáæèéêìíðòóøùúüþāđēěĦħīıĲĳĸĿŀŁłńňŉŊŋōŒœŦŧūǎǐǒǔǖǘǚǜɑɡ˄ˇˉˊˋˍː˘˙˚˛˝˟";

/// UAX #11. Narrow, half-width and full-width characters form few ranges; wide and ambiguous ones
/// are recognised by their number of columns inside and outside East Asian context.
fn east_asian_width(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "east_asian_width", true)?;
    let width = match c {
        ' '..='~' | '¢' | '£' | '¥' | '¦' | '¬' | '¯' | '⟦'..='⟭' | '⦅' | '⦆' => "Na",
        '₩' | '｡'..='ￜ' | '￨'..='￮' => "H",
        '\u{3000}' | '！'..='｠' | '￠'..='￦' => "F",
        _ if surrogate::surrogate_of(c).is_some() => "N",
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e000}'..='\u{f8ff}' | '\u{ad}' => "A",
        _ if AMBIGUOUS.contains(c) => "A",
        _ => match (c.width().unwrap_or(0), c.width_cjk().unwrap_or(0)) {
            (2, _) => "W",
            (1, 2) => "A",
            _ => "N",
        },
    };
    Ok(width.into())
}

/// The numeric value of a character, as numerator and denominator.
fn number(c: char) -> Option<(i64, i64)> {
    if let Some(digit) = unicode::decimal_value(c) {
        return Some((digit.into(), 1));
    }
    const ROMAN: [i64; 16] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 50, 100, 500, 1000];
    const HAN: &str = "〇一二三四五六七八九十";
    match c {
        'Ⅰ'..='Ⅿ' => return Some((ROMAN[c as usize - 'Ⅰ' as usize], 1)),
        'ⅰ'..='ⅿ' => return Some((ROMAN[c as usize - 'ⅰ' as usize], 1)),
        '百' => return Some((100, 1)),
        '千' => return Some((1000, 1)),
        '万' | '萬' => return Some((10_000, 1)),
        '億' | '亿' => return Some((100_000_000, 1)),
        _ => {}
    }
    if let Some(place) = HAN.chars().position(|han| han == c) {
        return Some((place as i64, 1));
    }
    if !unicode::is_numeric(c) {
        return None;
    }
    let text: String = std::iter::once(c).nfkd().collect();
    let text = text.trim_matches(['(', ')', '.', ',']);
    match text.split_once('\u{2044}') {
        Some((over, under)) => Some((over.parse().ok()?, under.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    }
}

fn decimal(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = unicode::decimal_value(character(vm, a, "decimal", false)?);
    or_default(vm, a, found.map(|digit| i64::from(digit).into()), "not a decimal")
}

fn digit(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "digit", false)?;
    let found = number(c).filter(|(digit, _)| unicode::is_digit(c) && *digit < 10);
    or_default(vm, a, found.map(|(digit, _)| digit.into()), "not a digit")
}

fn numeric(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = number(character(vm, a, "numeric", false)?);
    let found = found.map(|(over, under)| Value::from(over as f64 / under as f64));
    or_default(vm, a, found, "not a numeric character")
}

/// The canonical mapping of one step, from the full one: everything before the last character is
/// composed again.
fn decomposition(vm: &Vm, a: Args<'_>) -> VmResult {
    let c = character(vm, a, "decomposition", true)?;
    let mut parts = Vec::new();
    decompose_canonical(c, |part| parts.push(part));
    if parts == [c] {
        if std::iter::once(c).nfkd().ne([c]) {
            return Err(vm.error(
                Exc::NotImplementedError,
                "unicodedata.decomposition() of compatibility characters is not supported",
            ));
        }
        return Ok("".into());
    }
    if let Some((last, first)) = parts.split_last() {
        let mut before = first.iter().copied();
        let composed = before.next().and_then(|start| before.try_fold(start, compose));
        parts = composed.into_iter().chain([*last]).collect();
    }
    let codes: Vec<String> = parts.iter().map(|part| format!("{:04X}", *part as u32)).collect();
    Ok(Value::from(codes.join(" ")))
}

/// Whether a short text has only characters before the first that is combined with others.
fn has_own_form(text: &str) -> bool {
    const SHORT: usize = 4096;
    text.len() <= SHORT && text.chars().all(|c| c < '\u{300}')
}

fn normal_form(vm: &Vm, form: &Value, text: &str) -> VmResult<String> {
    let form = vm.str(form)?;
    let is_form = matches!(form.as_str(), "NFC" | "NFD" | "NFKC" | "NFKD");
    if text.is_ascii() && is_form || form.as_str() == "NFC" && has_own_form(text) {
        return vm.collect_text(text.chars());
    }
    match form.as_str() {
        "NFC" => vm.collect_text(text.nfc()),
        "NFD" => vm.collect_text(text.nfd()),
        "NFKC" => vm.collect_text(text.nfkc()),
        "NFKD" => vm.collect_text(text.nfkd()),
        _ => Err(vm.value_error("invalid normalization form")),
    }
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

fn normalize(vm: &Vm, a: Args<'_>) -> VmResult {
    let (form, text) = form_and_text(vm, a, "normalize")?;
    let normal = normal_form(vm, form, text.as_str())?;
    Ok(if normal == text.as_str() { text.as_value().clone() } else { Value::from(normal) })
}

fn is_normalized(vm: &Vm, a: Args<'_>) -> VmResult {
    let (form, text) = form_and_text(vm, a, "is_normalized")?;
    Ok(Value::bool(normal_form(vm, form, text.as_str())? == text.as_str()))
}

/// `unicodedata`
pub static MODULE: ModuleDef = ModuleDef {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters.",
    functions: &[
        NativeDef::new(
            "name(chr, default=None, /)",
            "Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.",
            name,
        ),
        NativeDef::new(
            "lookup(name, /)",
            "Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.",
            lookup,
        ),
        NativeDef::new(
            "category(chr, /)",
            "Returns the general category assigned to the character chr as string.",
            category,
        ),
        NativeDef::new(
            "bidirectional(chr, /)",
            "Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.",
            bidirectional,
        ),
        NativeDef::new(
            "combining(chr, /)",
            "Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.",
            |vm, a| {
                let c = character(vm, a, "combining", true)?;
                Ok(i64::from(canonical_combining_class(c)).into())
            },
        ),
        NativeDef::new(
            "east_asian_width(chr, /)",
            "Returns the east asian width assigned to the character chr as string.",
            east_asian_width,
        ),
        NativeDef::new("mirrored(chr, /)", "Not supported.", |vm, _| {
            Err(vm.error(Exc::NotImplementedError, "unicodedata.mirrored() is not supported"))
        }),
        NativeDef::new(
            "decimal(chr, default=None, /)",
            "Converts a Unicode character into its equivalent decimal value.",
            decimal,
        ),
        NativeDef::new(
            "digit(chr, default=None, /)",
            "Converts a Unicode character into its equivalent digit value.",
            digit,
        ),
        NativeDef::new(
            "numeric(chr, default=None, /)",
            "Converts a Unicode character into its equivalent numeric value.",
            numeric,
        ),
        NativeDef::new(
            "decomposition(chr, /)",
            "Returns the character decomposition mapping assigned to the character chr as string.",
            decomposition,
        ),
        NativeDef::new(
            "normalize(form, unistr, /)",
            "Return the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
            normalize,
        ),
        NativeDef::new(
            "is_normalized(form, unistr, /)",
            "Return whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
            is_normalized,
        ),
    ],
    constants: &[("unidata_version", |_| "15.1.0".into())],
    init: Some(|_, module: &Ref<Module>| {
        // The old database, which is used to prepare host names: here the same rules.
        let old = Module::new("unicodedata.ucd_3_2_0");
        for (name, value) in module.dict.entries() {
            if let Some(name) = name.get::<Str>() {
                old.dict.set_text(name.as_str(), value);
            }
        }
        old.dict.set_text("unidata_version", "3.2.0");
        module.dict.set_text("ucd_3_2_0", old.into_value());
        Ok(())
    }),
    ..ModuleDef::BASE
};
