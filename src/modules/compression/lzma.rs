//! `_lzma`: XZ, LZMA and raw streams, by liblzma.

use super::filters::{self, Filter, lzma_error};
use super::{
    Compressor, Decoder, Decompressor, Encoder, Progress, compress, decompress,
    decompressor_properties, flush,
};
use crate::modules::ModuleDef;
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use liblzma::stream::{Action, Check, Error, Status, Stream};

const FORMAT_AUTO: i64 = 0;
const FORMAT_XZ: i64 = 1;
const FORMAT_ALONE: i64 = 2;
const FORMAT_RAW: i64 = 3;

/// A check that is not known yet.
const CHECK_UNKNOWN: i64 = 16;

/// The bytes with which an XZ stream begins.
const XZ_MAGIC: &[u8; 6] = b"\xfd7zXZ\0";

macro_rules! numbers {
    ($($name:literal: $value:expr,)*) => {
        &[$(($name, |_| Value::from($value as i64)),)*]
    };
}

/// `_lzma`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_lzma",
    functions: &[
        NativeDef::new(
            "is_check_supported(check_id, /)",
            "Test whether the given integrity check is supported.",
            |vm, a| Ok(Value::bool(check_of(vm.index_clipped(a.at(0))?).is_some())),
        ),
        NativeDef::new(
            "_encode_filter_properties(filter, /)",
            "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).",
            |vm, a| {
                let properties = Filter::parse(vm, a.at(0))?.properties();
                let invalid = || lzma_error(vm, "Invalid or unsupported options");
                Ok(Bytes::new(properties.ok_or_else(invalid)?).into_value())
            },
        ),
        NativeDef::new(
            "_decode_filter_properties(filter_id, encoded_props, /)",
            "Return a dict describing a filter with ID *filter_id*, and options (properties) decoded from the bytes object *encoded_props*.",
            |vm, a| {
                let id = vm.index_clipped(a.at(0))? as u64;
                let properties = with_required(vm, a.at(1), <[u8]>::to_vec)?;
                Filter::decode_properties(vm, id, &properties)
            },
        ),
    ],
    classes: &[&COMPRESSOR, &DECOMPRESSOR],
    constants: numbers! {
        "FORMAT_AUTO": FORMAT_AUTO,
        "FORMAT_XZ": FORMAT_XZ,
        "FORMAT_ALONE": FORMAT_ALONE,
        "FORMAT_RAW": FORMAT_RAW,
        "CHECK_NONE": 0,
        "CHECK_CRC32": 1,
        "CHECK_CRC64": 4,
        "CHECK_SHA256": 10,
        "CHECK_ID_MAX": 15,
        "CHECK_UNKNOWN": CHECK_UNKNOWN,
        "FILTER_LZMA1": filters::LZMA1,
        "FILTER_LZMA2": filters::LZMA2,
        "FILTER_DELTA": filters::DELTA,
        "FILTER_X86": filters::X86,
        "FILTER_POWERPC": filters::POWERPC,
        "FILTER_IA64": filters::IA64,
        "FILTER_ARM": filters::ARM,
        "FILTER_ARMTHUMB": filters::ARM_THUMB,
        "FILTER_SPARC": filters::SPARC,
        "MF_HC3": 0x03,
        "MF_HC4": 0x04,
        "MF_BT2": 0x12,
        "MF_BT3": 0x13,
        "MF_BT4": 0x14,
        "MODE_FAST": 1,
        "MODE_NORMAL": 2,
        "PRESET_DEFAULT": 6,
        "PRESET_EXTREME": 1u32 << 31,
    },
    source: "class LZMAError(Exception):\n    \"\"\"Call to liblzma failed.\"\"\"\n    __module__ = '_lzma'\n",
    ..ModuleDef::BASE
};

fn check_of(id: i64) -> Option<Check> {
    Some(match id {
        0 => Check::None,
        1 => Check::Crc32,
        4 => Check::Crc64,
        10 => Check::Sha256,
        _ => return None,
    })
}

fn failed(vm: &Vm, error: Error) -> Raised {
    let message = match error {
        Error::Data => "Corrupt input data",
        Error::Options => "Invalid or unsupported options",
        Error::Format => "Input format not supported by decoder",
        Error::MemLimit => "Memory usage limit exceeded",
        Error::Mem => return vm.memory_error(),
        Error::UnsupportedCheck => "Unsupported integrity check",
        _ => "Internal error",
    };
    lzma_error(vm, message)
}

/// One step of a stream. Lack of progress is not an error: more input may come.
fn step(
    vm: &Vm,
    stream: &mut Stream,
    input: &[u8],
    output: &mut [u8],
    action: Action,
) -> VmResult<Progress> {
    let before = (stream.total_in(), stream.total_out());
    let status = stream.process(input, output, action).map_err(|error| failed(vm, error))?;
    Ok(Progress {
        consumed: (stream.total_in() - before.0) as usize,
        written: (stream.total_out() - before.1) as usize,
        at_end: matches!(status, Status::StreamEnd),
    })
}

/// The memory of liblzma for a stream, as far as it has been touched. It comes from C's allocator;
/// so that it counts towards the limit on the heap, the same amount is kept here, unused.
struct Counted {
    kept: Vec<u8>,
    /// The maximum that the stream can need, in bytes.
    most: u64,
}

impl Counted {
    /// The bytes that a stream uses before its first byte of data.
    const FIRST: usize = 1 << 19;

    fn begin(vm: &Vm, most: u64) -> VmResult<Counted> {
        let mut kept = Vec::new();
        if vm.meter.limits().heap_bytes.is_some() {
            vm.grow(&mut kept, Counted::FIRST)?;
        }
        Ok(Counted { kept, most })
    }

    fn cover(&mut self, vm: &Vm, bytes: u64) -> VmResult<()> {
        let bytes = bytes.min(self.most) as usize;
        if self.kept.capacity() > 0 && bytes > self.kept.capacity() {
            vm.grow(&mut self.kept, bytes)?;
        }
        Ok(())
    }
}

/// The bytes that a compressor uses per byte of its dictionary.
const ENCODER_BYTES: u64 = 12;

/// The state of a compressor.
struct Xz(Stream, Counted);

impl Encoder for Xz {
    fn step(
        &mut self,
        vm: &Vm,
        input: &[u8],
        output: &mut [u8],
        finish: bool,
    ) -> VmResult<Progress> {
        let seen = self.0.total_in().saturating_add(input.len() as u64);
        self.1.cover(vm, seen.saturating_mul(ENCODER_BYTES))?;
        step(vm, &mut self.0, input, output, if finish { Action::Finish } else { Action::Run })
    }
}

/// The state of a decompressor.
struct Unxz {
    stream: Stream,
    memory: Counted,
    format: i64,
    /// The beginning of the stream, which gives the type of check.
    start: Vec<u8>,
}

impl Unxz {
    /// The number of the integrity check.
    fn check(&self) -> i64 {
        match (self.format, &self.start[..]) {
            (FORMAT_ALONE | FORMAT_RAW, _) => 0,
            (_, start) if start.starts_with(XZ_MAGIC) && start.len() == 8 => {
                i64::from(start[7] & 0xf)
            }
            (FORMAT_AUTO, [first, ..]) if *first != XZ_MAGIC[0] => 0,
            _ => CHECK_UNKNOWN,
        }
    }
}

impl Decoder for Unxz {
    const ENDED: &'static str = "Already at end of stream";

    fn step(&mut self, vm: &Vm, input: &[u8], output: &mut [u8]) -> VmResult<Progress> {
        self.memory.cover(vm, self.stream.total_out().saturating_add(output.len() as u64))?;
        let missing = 8 - self.start.len();
        self.start.extend_from_slice(&input[..missing.min(input.len())]);
        step(vm, &mut self.stream, input, output, Action::Run)
    }
}

fn new_compressor(vm: &Vm, a: Args<'_>) -> VmResult {
    let format = a.opt(1).map_or(Ok(FORMAT_XZ), |format| vm.index_clipped(format))?;
    let check = a.opt(2).map_or(Ok(-1), |check| vm.index_clipped(check))?;
    let (preset, filters) = (a.some(3), a.some(4));
    if preset.is_some() && filters.is_some() {
        return Err(vm.value_error("Cannot specify both preset and filter chain"));
    }
    if format != FORMAT_XZ && check != -1 && check != 0 {
        return Err(vm.value_error("Integrity checks are only supported by FORMAT_XZ"));
    }
    let preset = match preset {
        None => 6,
        Some(preset) => u32::try_from(vm.index_clipped(preset)?)
            .map_err(|_| vm.overflow_error("Value too large for uint32_t type"))?,
    };
    let parse = |specs: &Value| filters::parse_chain(vm, specs);
    let dictionary = match filters {
        None => filters::preset_size(preset),
        Some(specs) => parse(specs)?.iter().map(Filter::dictionary).max().unwrap_or(0),
    };
    let stream = match (format, filters) {
        (FORMAT_XZ, filters) => {
            let check = check_of(if check == -1 { 4 } else { check })
                .ok_or_else(|| failed(vm, Error::UnsupportedCheck))?;
            match filters {
                None => Stream::new_easy_encoder(preset, check),
                Some(specs) => {
                    Stream::new_stream_encoder(&filters::chain(vm, &parse(specs)?)?, check)
                }
            }
        }
        (FORMAT_ALONE, None) => {
            let options = filters::preset_options(vm, preset)?;
            Stream::new_lzma_encoder(&options)
        }
        (FORMAT_ALONE, Some(specs)) => match &parse(specs)?[..] {
            [Filter::Lzma1(lzma)] => Stream::new_lzma_encoder(&lzma.options),
            _ => {
                return Err(vm.value_error(
                    "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter",
                ));
            }
        },
        (FORMAT_RAW, None) => {
            return Err(vm.value_error("Must specify filters for FORMAT_RAW"));
        }
        (FORMAT_RAW, Some(specs)) => Stream::new_raw_encoder(&filters::chain(vm, &parse(specs)?)?),
        _ => return Err(vm.value_error(format!("Invalid container format: {format}"))),
    };
    let memory = Counted::begin(vm, u64::from(dictionary).saturating_mul(ENCODER_BYTES))?;
    let state = Xz(stream.map_err(|error| failed(vm, error))?, memory);
    Ok(Native::new(class_argument(a), Compressor::new(state)).into_value())
}

fn new_decompressor(vm: &Vm, a: Args<'_>) -> VmResult {
    let format = a.opt(1).map_or(Ok(FORMAT_AUTO), |format| vm.index_clipped(format))?;
    let (limit, filters) = (a.some(2), a.some(3));
    if limit.is_some() && format == FORMAT_RAW {
        return Err(vm.value_error("Cannot specify memory limit with FORMAT_RAW"));
    }
    if format == FORMAT_RAW && filters.is_none() {
        return Err(vm.value_error("Must specify filters for FORMAT_RAW"));
    }
    if format != FORMAT_RAW && filters.is_some() {
        return Err(vm.value_error("Cannot specify filters except with FORMAT_RAW"));
    }
    let given = limit.map_or(Ok(u64::MAX), |limit| vm.index_clipped(limit).map(|n| n as u64))?;
    // A stream itself says how much memory it needs.
    let limit = vm.meter.limits().heap_bytes.map_or(given, |most| given.min(most as u64));
    let stream = match (format, filters) {
        (FORMAT_AUTO, _) => Stream::new_auto_decoder(limit, 0),
        (FORMAT_XZ, _) => Stream::new_stream_decoder(limit, 0),
        (FORMAT_ALONE, _) => Stream::new_lzma_decoder(limit),
        (FORMAT_RAW, Some(specs)) => {
            Stream::new_raw_decoder(&filters::chain(vm, &filters::parse_chain(vm, specs)?)?)
        }
        _ => return Err(vm.value_error(format!("Invalid container format: {format}"))),
    };
    let stream = stream.map_err(|error| failed(vm, error))?;
    // Its dictionary is not known. A quarter of the heap is enough to bound the number of streams.
    let memory = Counted::begin(vm, limit / 4)?;
    let state = Unxz { stream, memory, format, start: Vec::new() };
    Ok(Native::new(class_argument(a), Decompressor::new(state)).into_value())
}

/// `lzma.LZMACompressor`
static COMPRESSOR: ClassDef = ClassDef {
    name: "LZMACompressor",
    subclassable: false,
    module: "_lzma",
    doc: "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nCreate a compressor object for compressing data incrementally.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, format=1, check=-1, preset=None, filters=None)",
            "",
            new_compressor,
        ),
        NativeDef::new(
            "compress(self, data, /)",
            "Provide data to the compressor object.",
            compress::<Xz>,
        ),
        NativeDef::new("flush(self, /)", "Finish the compression process.", flush::<Xz>),
    ],
    ..ClassDef::BASE
};

const PROPERTIES: [PropertyDef; 3] = decompressor_properties!(Unxz);

/// `lzma.LZMADecompressor`
static DECOMPRESSOR: ClassDef = ClassDef {
    name: "LZMADecompressor",
    subclassable: false,
    module: "_lzma",
    doc: "Create a decompressor object for decompressing data incrementally.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, format=0, memlimit=None, filters=None)",
            "",
            new_decompressor,
        ),
        NativeDef::new(
            "decompress(self, data, max_length=-1)",
            "Decompress *data*, returning uncompressed data as bytes.",
            decompress::<Unxz>,
        ),
    ],
    properties: &{
        let [eof, needs_input, unused_data] = PROPERTIES;
        [
            eof,
            needs_input,
            unused_data,
            PropertyDef {
                name: "check",
                doc: "ID of the integrity check used by the input stream.",
                get: |vm, this| match this.native::<Decompressor<Unxz>>() {
                    Some(this) => Ok(this.state.take(vm)?.decoder.check().into()),
                    None => Ok(CHECK_UNKNOWN.into()),
                },
                set: None,
            },
        ]
    },
    ..ClassDef::BASE
};
