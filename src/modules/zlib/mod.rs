//! `zlib`: compression, over a port of zlib's algorithms; objects with state are in `zlib.py`.

use super::ModuleDef;
use crate::event_loop::in_turn::InTurn;
use crate::event_loop::running;
use crate::objects::bytes::{Bytes, require, require_steady};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::{MZError, MZFlush, MZStatus};
use std::cell::Cell;
use std::ops::RangeInclusive;
use zlib_rs::{InflateError, InflateFlush, Status};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "zlib",
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    functions: &[
        NativeDef::new("_inflated(data, wbits)", "", inflated),
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
                let mut sum = a.opt(1).map_or(Ok(1), |v| vm.index_clipped(v))? as u32;
                vm.in_parts(&data, |part| sum = adler32(sum, part))?;
                Ok(i64::from(sum).into())
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
struct Deflate(InTurn<Box<CompressorOxide>>);

impl Deflate {
    fn value(vm: &Vm, state: Box<CompressorOxide>) -> Value {
        Native::new(&vm.class_for(&DEFLATE), Deflate(InTurn::new(state))).into_value()
    }
}

impl NativeObject for Deflate {}

/// `_Deflate(level, strategy)`
fn new_deflate(vm: &Vm, a: Args<'_>) -> VmResult {
    let small = |i: usize| vm.index_clipped(a.at(i)).map(|n| n.clamp(-1, 9) as i32);
    let (level, strategy) = (small(1)?, small(2)?);
    let level = if level < 0 { 6 } else { level };
    // A negative window size means raw data.
    let flags = create_comp_flags_from_zip_params(level, -15, strategy);
    Ok(Deflate::value(vm, Box::new(CompressorOxide::new(flags))))
}

/// The number of bytes compressed in one piece, which takes a few milliseconds.
const PIECE: usize = 64 * 1024;

/// `feed(data, flush)`: the output so far.
fn feed_deflate(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = require_steady(vm, a.at(1))?;
    let flush = match vm.index_clipped(a.at(2))? {
        0 => MZFlush::None,
        1 => MZFlush::Partial,
        2 | 5 => MZFlush::Sync,
        3 => MZFlush::Full,
        _ => MZFlush::Finish,
    };
    let mut state = a.data::<Deflate>().0.take(vm)?;
    let (mut out, mut used) = (Vec::new(), 0);
    let mut chunk = vec![0; (data.len() + 64).min(32 * 1024)];
    loop {
        let piece = &data[used..data.len().min(used + PIECE)];
        vm.tick_bytes(piece.len().saturating_mul(16))?;
        let is_last = used + piece.len() == data.len();
        let flush = if is_last { flush } else { MZFlush::None };
        let result = deflate(&mut state, piece, &mut chunk, flush);
        used += result.bytes_consumed;
        vm.tick_bytes(data.len().min(chunk.len()))?;
        running(vm).threads.attend(vm);
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
            let state = a.data::<Deflate>().0.take(vm)?.clone();
            Ok(Deflate::value(vm, state))
        }),
    ],
    ..ClassDef::BASE
};

/// The data of a decompressor of raw data.
#[derive(Default)]
struct Inflate(InTurn<Option<zlib_rs::Inflate>>);

impl NativeObject for Inflate {}

/// The usual window size as a power of two, to which a decompressor is reset.
const WINDOW_BITS: i64 = 15;

/// A decompressor with such a window for the next stream: making one takes as long as a small stream.
#[derive(Default)]
struct SpareInflate(Cell<Option<zlib_rs::Inflate>>);

/// The sizes of the pieces in which output is made, in bytes.
const PIECES: RangeInclusive<usize> = 64..=32 * 1024;

/// The output of a piece of a stream.
struct Inflated {
    out: Vec<u8>,
    /// The number of bytes used.
    used: usize,
    is_end: bool,
}

/// Decompresses a piece of a stream, to at most `limit` bytes. The inner error is about the data.
fn inflate(
    vm: &Vm,
    state: &mut zlib_rs::Inflate,
    data: &[u8],
    limit: usize,
) -> VmResult<Result<Inflated, InflateError>> {
    let (mut out, mut used) = (Vec::new(), 0);
    let size = data.len().saturating_mul(8).min(limit).clamp(*PIECES.start(), *PIECES.end());
    let mut piece = vec![0; size];
    while out.len() < limit {
        let room = piece.len().min(limit - out.len());
        let (start, end) = (state.total_in(), state.total_out());
        let result = state.decompress(&data[used..], &mut piece[..room], InflateFlush::NoFlush);
        let (read, written) = (state.total_in() - start, state.total_out() - end);
        used += read as usize;
        vm.tick_bytes(written as usize)?;
        running(vm).threads.attend(vm);
        vm.grow(&mut out, written as usize)?;
        out.extend_from_slice(&piece[..written as usize]);
        match result {
            Ok(Status::StreamEnd) => return Ok(Ok(Inflated { out, used, is_end: true })),
            Ok(_) if read == 0 && written == 0 => break,
            Ok(_) => {}
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(Inflated { out, used, is_end: false }))
}

/// A decompressor with the usual window for a new stream.
fn usual_inflate(vm: &Vm, is_wrapped: bool) -> zlib_rs::Inflate {
    match vm.extension::<SpareInflate>().0.take() {
        Some(mut state) => {
            state.reset(is_wrapped);
            state
        }
        None => zlib_rs::Inflate::new(is_wrapped, WINDOW_BITS as u8),
    }
}

/// `feed(data, start, limit)`: the output, the position behind what was used, and whether it is the
/// end, after which there is nothing to feed.
fn feed(vm: &Vm, a: Args<'_>) -> VmResult {
    let (start, limit) = (vm.index_clipped(a.at(2))?, vm.index_clipped(a.at(3))?);
    let [start, limit] = [start, limit].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    let data = require_steady(vm, a.at(1))?;
    let start = start.min(data.len());
    let mut place = a.data::<Inflate>().0.take(vm)?;
    let state = place.get_or_insert_with(|| usual_inflate(vm, false));
    let Inflated { out, used, is_end } = inflate(vm, state, &data[start..], limit)?
        .map_err(|error| vm.value_error(state.error_message().unwrap_or(error.as_str())))?;
    if is_end {
        vm.extension::<SpareInflate>().0.set(place.take());
    }
    let parts = [Bytes::new(out).into_value(), Value::from(start + used), Value::bool(is_end)];
    Ok(Tuple::new(parts).into_value())
}

/// `_inflated(data, wbits)`: the output of a whole stream with its wrapping; None if it has errors,
/// or needs the decompressor in parts.
fn inflated(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = require_steady(vm, a.at(0))?;
    let bits = vm.index_clipped(a.at(1))?;
    let (is_wrapped, bits) = match bits {
        -15..=-8 => (false, -bits),
        0 | 8..=15 | 24..=31 | 40..=47 => (true, bits),
        _ => return Ok(Value::NONE),
    };
    let mut state = match bits {
        WINDOW_BITS => usual_inflate(vm, is_wrapped),
        _ => zlib_rs::Inflate::new(is_wrapped, bits as u8),
    };
    let inflated = inflate(vm, &mut state, &data, usize::MAX)?;
    if bits == WINDOW_BITS {
        vm.extension::<SpareInflate>().0.set(Some(state));
    }
    Ok(match inflated {
        Ok(Inflated { out, is_end: true, .. }) => Bytes::new(out).into_value(),
        _ => Value::NONE,
    })
}

static INFLATE: ClassDef = ClassDef {
    name: "_Inflate",
    module: "zlib",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, _| {
            Ok(Native::new(&vm.class_for(&INFLATE), Inflate::default()).into_value())
        }),
        NativeDef::new("feed(self, data, start, limit)", "", feed),
    ],
    ..ClassDef::BASE
};
