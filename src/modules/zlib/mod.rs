//! `zlib`: compression, over a port of zlib's algorithms; the objects with state are in `zlib.py`.

use super::ModuleDef;
use crate::objects::bytes::{Bytes, require};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};
use std::cell::RefCell;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "zlib",
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    functions: &[
        NativeDef::new(
            "crc32(data, value=0, /)",
            "Compute a CRC-32 checksum of data.",
            super::binascii::crc32,
        ),
        NativeDef::new(
            "adler32(data, value=1, /)",
            "Compute an Adler-32 checksum of data.",
            |vm, a| {
                let data = require(vm, a.at(0))?;
                let start = a.opt(1).map_or(Ok(1), |v| vm.index_clipped(v))? as u32;
                Ok(i64::from(adler32(start, &data)).into())
            },
        ),
    ],
    classes: &[&DEFLATE, &INFLATE],
    source: include_str!("zlib.py"),
    ..ModuleDef::BASE
};

/// The checksum of RFC 1950.
fn adler32(start: u32, data: &[u8]) -> u32 {
    const PRIME: u32 = 65521;
    let (mut low, mut high) = (start & 0xFFFF, start >> 16);
    // So many bytes cannot overflow the sums.
    for part in data.chunks(5552) {
        for byte in part {
            low += u32::from(*byte);
            high += low;
        }
        low %= PRIME;
        high %= PRIME;
    }
    high << 16 | low
}

/// The data of a compressor to raw data.
struct Deflate(RefCell<Box<CompressorOxide>>);

impl NativeObject for Deflate {}

/// `_Deflate(level, strategy)`
fn new_deflate(vm: &Vm, a: Args<'_>) -> VmResult {
    let small = |i: usize| vm.index_clipped(a.at(i)).map(|n| n.clamp(-1, 9) as i32);
    let (level, strategy) = (small(1)?, small(2)?);
    let level = if level < 0 { 6 } else { level };
    // A negative size of the window asks for raw data.
    let flags = create_comp_flags_from_zip_params(level, -15, strategy);
    let state = RefCell::new(Box::new(CompressorOxide::new(flags)));
    Ok(Native::new(&vm.class_for(&DEFLATE), Deflate(state)).into_value())
}

/// The number of bytes compressed in one piece, which takes some milliseconds.
const PIECE: usize = 64 * 1024;

/// `feed(data, flush)`: the output so far.
fn feed_deflate(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = require(vm, a.at(1))?;
    vm.reserve(data.len())?;
    let data = data.to_vec();
    let flush = match vm.index_clipped(a.at(2))? {
        0 => MZFlush::None,
        1 => MZFlush::Partial,
        2 | 5 => MZFlush::Sync,
        3 => MZFlush::Full,
        _ => MZFlush::Finish,
    };
    let mut state = a.data::<Deflate>().0.borrow_mut();
    let (mut out, mut used) = (Vec::new(), 0);
    let mut chunk = vec![0; 32 * 1024];
    loop {
        let piece = &data[used..data.len().min(used + PIECE)];
        vm.tick_bytes(piece.len().saturating_mul(16))?;
        let is_last = used + piece.len() == data.len();
        let flush = if is_last { flush } else { MZFlush::None };
        let result = deflate(&mut state, piece, &mut chunk, flush);
        used += result.bytes_consumed;
        vm.tick_bytes(data.len().min(chunk.len()))?;
        vm.grow(&mut out, result.bytes_written)?;
        out.extend_from_slice(&chunk[..result.bytes_written]);
        let full = result.bytes_written == chunk.len();
        match result.status {
            Ok(MZStatus::Ok) if full || used < data.len() => {}
            Ok(_) | Err(MZError::Buf) => break,
            Err(_) => return Err(vm.value_error("inconsistent stream state")),
        }
    }
    vm.reserve(out.len())?;
    Ok(Bytes::new(out).into_value())
}

static DEFLATE: ClassDef = ClassDef {
    name: "_Deflate",
    module: "zlib",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, level, strategy)", "", new_deflate),
        NativeDef::new("feed(self, data, flush)", "", feed_deflate),
        NativeDef::new("copy(self)", "", |vm, a| {
            let state = RefCell::new(a.data::<Deflate>().0.borrow().clone());
            Ok(Native::new(&vm.class_for(&DEFLATE), Deflate(state)).into_value())
        }),
    ],
    ..ClassDef::BASE
};

/// The data of a decompressor of raw data.
struct Inflate(RefCell<Option<Box<InflateState>>>);

impl NativeObject for Inflate {}

/// The most compressed bytes that are tried as a whole stream.
const SMALL: usize = 4096;

/// The output of a small stream that is complete, and the number of bytes used. It takes none of
/// the memory that a stream in pieces needs.
fn inflate_small(data: &[u8]) -> Option<(Vec<u8>, usize)> {
    if data.len() > SMALL {
        return None;
    }
    let mut state = Box::<DecompressorOxide>::default();
    let mut out = vec![0; data.len() * 8];
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, used, written) = decompress(&mut state, data, &mut out, 0, flags);
    out.truncate(written);
    (status == TINFLStatus::Done).then_some((out, used))
}

/// `feed(data, limit)`: the output, the number of bytes used, and whether it is the end.
fn feed(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = require(vm, a.at(1))?;
    vm.reserve(data.len())?;
    let data = data.to_vec();
    let limit = vm.index_clipped(a.at(2))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut state = a.data::<Inflate>().0.borrow_mut();
    if state.is_none()
        && limit == usize::MAX
        && let Some((out, used)) = inflate_small(&data)
    {
        let parts = [Bytes::new(out).into_value(), Value::from(used), Value::TRUE];
        return Ok(Tuple::new(parts).into_value());
    }
    let state = state.get_or_insert_with(|| InflateState::new_boxed(DataFormat::Raw));
    let (mut out, mut used, mut at_end) = (Vec::new(), 0, false);
    let mut chunk = vec![0; 32 * 1024];
    while out.len() < limit && !at_end {
        let room = chunk.len().min(limit - out.len());
        let result = inflate(state, &data[used..], &mut chunk[..room], MZFlush::None);
        used += result.bytes_consumed;
        vm.tick_bytes(result.bytes_written)?;
        vm.grow(&mut out, result.bytes_written)?;
        out.extend_from_slice(&chunk[..result.bytes_written]);
        match result.status {
            Ok(MZStatus::StreamEnd) => at_end = true,
            Ok(_) if result.bytes_written > 0 || result.bytes_consumed > 0 => {}
            Ok(_) | Err(MZError::Buf) => break,
            Err(_) => return Err(vm.value_error("invalid data")),
        }
    }
    let parts = [Bytes::new(out).into_value(), Value::from(used), Value::bool(at_end)];
    Ok(Tuple::new(parts).into_value())
}

static INFLATE: ClassDef = ClassDef {
    name: "_Inflate",
    module: "zlib",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, _| {
            Ok(Native::new(&vm.class_for(&INFLATE), Inflate(RefCell::default())).into_value())
        }),
        NativeDef::new("feed(self, data, limit)", "", feed),
    ],
    ..ClassDef::BASE
};
