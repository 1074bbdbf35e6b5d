//! Filter chains of `lzma`: dicts that describe filters, and their encoded properties.

use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use liblzma::stream::{Filters, LzmaOptions, MatchFinder, Mode};

pub const DELTA: u64 = 3;
pub const X86: u64 = 4;
pub const POWERPC: u64 = 5;
pub const IA64: u64 = 6;
pub const ARM: u64 = 7;
pub const ARM_THUMB: u64 = 8;
pub const SPARC: u64 = 9;
pub const LZMA2: u64 = 0x21;
pub const LZMA1: u64 = 0x4000_0000_0000_0001;

const DEFAULT_PRESET: u32 = 6;
const INVALID: &str = "Invalid or unsupported options";

/// The options of an LZMA filter.
pub struct Lzma {
    pub options: LzmaOptions,
    dict_size: u32,
    /// Literal context bits, literal position bits and position bits.
    bits: [u32; 3],
}

/// A filter as a program describes it.
pub enum Filter {
    Lzma1(Lzma),
    Lzma2(Lzma),
    /// The distance.
    Delta(u32),
    /// A filter for machine code by its number, and the offset.
    Branch(u64, u32),
}

/// An `LZMAError`.
pub fn lzma_error(vm: &Vm, message: &str) -> Raised {
    let or = || vm.error(Exc::OSError, message);
    vm.module_error(("_lzma", "LZMAError"), &[message.into()], or)
}

/// A number of 32 bits.
fn number(vm: &Vm, value: &Value) -> VmResult<u32> {
    let number = vm.index_clipped(value)?;
    u32::try_from(number).map_err(|_| vm.overflow_error("Value too large for uint32_t type"))
}

/// The dictionary sizes and bits of the presets 0 to 9.
pub fn preset_size(preset: u32) -> u32 {
    const SIZES: [u32; 10] = [18, 20, 21, 22, 22, 23, 23, 24, 25, 26];
    SIZES.get((preset & 0x1f) as usize).map_or(0, |bits| 1 << bits)
}

/// The options of a preset.
///
/// # Errors
/// LZMAError if the number is unknown.
pub fn preset_options(vm: &Vm, preset: u32) -> VmResult<LzmaOptions> {
    LzmaOptions::new_preset(preset)
        .map_err(|_| lzma_error(vm, &format!("Invalid compression preset: {preset}")))
}

impl Lzma {
    fn parse(vm: &Vm, entries: &[(String, Value)]) -> VmResult<Lzma> {
        let invalid = || vm.value_error("Invalid filter specifier for LZMA filter");
        let mut preset = DEFAULT_PRESET;
        if let Some((_, value)) = entries.iter().find(|(name, _)| name == "preset") {
            preset = number(vm, value)?;
        }
        let mut options = preset_options(vm, preset)?;
        let (mut dict_size, mut bits) = (preset_size(preset), [3, 0, 2]);
        for (name, value) in entries.iter().filter(|(name, _)| name != "id" && name != "preset") {
            let value = number(vm, value)?;
            match name.as_str() {
                "dict_size" => {
                    dict_size = value;
                    options.dict_size(value);
                }
                "lc" => {
                    bits[0] = value;
                    options.literal_context_bits(value);
                }
                "lp" => {
                    bits[1] = value;
                    options.literal_position_bits(value);
                }
                "pb" => {
                    bits[2] = value;
                    options.position_bits(value);
                }
                "mode" => {
                    options.mode(match value {
                        1 => Mode::Fast,
                        2 => Mode::Normal,
                        _ => return Err(lzma_error(vm, INVALID)),
                    });
                }
                "nice_len" => {
                    options.nice_len(value);
                }
                "mf" => {
                    options.match_finder(match value {
                        0x03 => MatchFinder::HashChain3,
                        0x04 => MatchFinder::HashChain4,
                        0x12 => MatchFinder::BinaryTree2,
                        0x13 => MatchFinder::BinaryTree3,
                        0x14 => MatchFinder::BinaryTree4,
                        _ => return Err(lzma_error(vm, INVALID)),
                    });
                }
                "depth" => {
                    options.depth(value);
                }
                _ => return Err(invalid()),
            }
        }
        Ok(Lzma { options, dict_size, bits })
    }

    /// The properties of the first version: the bits in one byte, and the size.
    fn properties(&self) -> Option<Vec<u8>> {
        let [lc, lp, pb] = self.bits;
        if lc + lp > 4 || pb > 4 {
            return None;
        }
        let mut bytes = vec![((pb * 5 + lp) * 9 + lc) as u8];
        bytes.extend_from_slice(&self.dict_size.to_le_bytes());
        Some(bytes)
    }
}

/// The size for a code of LZMA2.
fn size_of_code(code: u8) -> Option<u32> {
    match code {
        0..40 => Some((2 | u32::from(code & 1)) << (code / 2 + 11)),
        40 => Some(u32::MAX),
        _ => None,
    }
}

impl Filter {
    /// The size of its dictionary in bytes.
    pub fn dictionary(&self) -> u32 {
        match self {
            Filter::Lzma1(lzma) | Filter::Lzma2(lzma) => lzma.dict_size,
            Filter::Delta(_) | Filter::Branch(..) => 0,
        }
    }

    /// Reads a filter specifier.
    ///
    /// # Errors
    /// TypeError for objects that are not mappings, ValueError for missing or unknown entries,
    /// LZMAError for invalid values.
    pub fn parse(vm: &Vm, spec: &Value) -> VmResult<Filter> {
        if vm.find_attribute(spec, &intern("keys"))?.is_none() {
            return Err(vm.type_error("Filter specifier must be a dict or dict-like object"));
        }
        let mut entries = Vec::new();
        for name in vm.to_vec(&vm.call_method(spec, &intern("keys"), &[])?)? {
            entries.push((vm.str(&name)?.as_str().to_string(), vm.get_item(spec, &name)?));
        }
        let Some((_, id)) = entries.iter().find(|(name, _)| name == "id") else {
            return Err(vm.value_error("Filter specifier must have an \"id\" entry"));
        };
        let id = vm.index_clipped(id)? as u64;
        let only = |name: &str, default: u32, kind: &str| -> VmResult<u32> {
            if entries.iter().any(|(key, _)| key != "id" && key != name) {
                let message = format!("Invalid filter specifier for {kind} filter");
                return Err(vm.value_error(message));
            }
            let given = entries.iter().find(|(key, _)| key == name);
            given.map_or(Ok(default), |(_, value)| number(vm, value))
        };
        Ok(match id {
            LZMA1 => Filter::Lzma1(Lzma::parse(vm, &entries)?),
            LZMA2 => Filter::Lzma2(Lzma::parse(vm, &entries)?),
            DELTA => Filter::Delta(only("dist", 1, "delta")?),
            X86..=SPARC => Filter::Branch(id, only("start_offset", 0, "BCJ")?),
            _ => return Err(vm.value_error(format!("Invalid filter ID: {id}"))),
        })
    }

    /// The encoded properties; none if the options are invalid.
    pub fn properties(&self) -> Option<Vec<u8>> {
        match self {
            Filter::Lzma1(lzma) => lzma.properties(),
            Filter::Lzma2(lzma) => {
                let enough = |code: &u8| size_of_code(*code).is_some_and(|n| n >= lzma.dict_size);
                (0..=40).find(enough).map(|code| vec![code])
            }
            Filter::Delta(distance @ 1..=256) => Some(vec![(distance - 1) as u8]),
            Filter::Delta(_) => None,
            Filter::Branch(_, 0) => Some(Vec::new()),
            Filter::Branch(_, offset) => Some(offset.to_le_bytes().to_vec()),
        }
    }

    /// The specifier of a filter with these properties.
    ///
    /// # Errors
    /// ValueError for an unknown filter, LZMAError for invalid properties.
    pub fn decode_properties(vm: &Vm, id: u64, bytes: &[u8]) -> VmResult {
        let spec = Dict::new();
        let set = |name: &str, value: u32| spec.set_text(name, Value::from(i64::from(value)));
        let id_value = crate::objects::int::from_i64(id as i64);
        spec.set_text("id", id_value);
        let understood = match (id, bytes) {
            (LZMA1, [bits, size @ ..]) if size.len() == 4 && *bits < 225 => {
                let mut dict_size = [0; 4];
                dict_size.copy_from_slice(size);
                let bits = u32::from(*bits);
                set("lc", bits % 9);
                set("lp", bits / 9 % 5);
                set("pb", bits / 45);
                set("dict_size", u32::from_le_bytes(dict_size));
                bits % 9 + bits / 9 % 5 <= 4
            }
            (LZMA2, [code]) => match size_of_code(*code) {
                Some(size) => {
                    set("dict_size", size);
                    true
                }
                None => false,
            },
            (DELTA, [distance]) => {
                set("dist", u32::from(*distance) + 1);
                true
            }
            (X86..=SPARC, []) => true,
            (X86..=SPARC, &[a, b, c, d]) => {
                set("start_offset", u32::from_le_bytes([a, b, c, d]));
                true
            }
            (LZMA1 | LZMA2 | DELTA..=SPARC, _) => false,
            _ => return Err(vm.value_error(format!("Invalid filter ID: {id}"))),
        };
        if understood { Ok(spec.into_value()) } else { Err(lzma_error(vm, INVALID)) }
    }
}

/// The filters of a chain.
///
/// # Errors
/// Same as [`Filter::parse`]; ValueError for more than four.
pub fn parse_chain(vm: &Vm, specs: &Value) -> VmResult<Vec<Filter>> {
    let specs = vm.to_vec(specs)?;
    if specs.len() > 4 {
        return Err(vm.value_error("Too many filters - liblzma supports a maximum of 4"));
    }
    specs.iter().map(|spec| Filter::parse(vm, spec)).collect()
}

/// A chain for the codec.
///
/// # Errors
/// LZMAError for invalid options.
pub fn chain(vm: &Vm, filters: &[Filter]) -> VmResult<Filters> {
    let mut chain = Filters::new();
    for filter in filters {
        let properties = filter.properties().ok_or_else(|| lzma_error(vm, INVALID))?;
        let added = match filter {
            Filter::Lzma1(lzma) => Ok(chain.lzma1(&lzma.options)),
            Filter::Lzma2(lzma) => Ok(chain.lzma2(&lzma.options)),
            Filter::Delta(_) => chain.delta_properties(&properties),
            Filter::Branch(X86, _) => chain.x86_properties(&properties),
            Filter::Branch(POWERPC, _) => chain.powerpc_properties(&properties),
            Filter::Branch(IA64, _) => chain.ia64_properties(&properties),
            Filter::Branch(ARM, _) => chain.arm_properties(&properties),
            Filter::Branch(ARM_THUMB, _) => chain.arm_thumb_properties(&properties),
            Filter::Branch(..) => chain.sparc_properties(&properties),
        };
        added.map_err(|_| lzma_error(vm, INVALID))?;
    }
    Ok(chain)
}
