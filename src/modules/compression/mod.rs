//! Compressed streams: the parts that `_bz2` and `_lzma` share.

pub mod bz2;
pub mod filters;
pub mod lzma;

use crate::event_loop::in_turn::InTurn;
use crate::event_loop::running;
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeObject};
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;

/// The maximum number of bytes that one step produces.
const PIECE: usize = 64 * 1024;

/// The progress of one step.
struct Progress {
    consumed: usize,
    written: usize,
    at_end: bool,
}

/// A compressor of bytes.
trait Encoder: 'static {
    /// Compresses a piece. With `finish`, no more will come.
    fn step(
        &mut self,
        vm: &Vm,
        input: &[u8],
        output: &mut [u8],
        finish: bool,
    ) -> VmResult<Progress>;
}

/// The data of a compressor object; none once it is flushed.
struct Compressor<E>(InTurn<Option<E>>);

impl<E: Encoder> NativeObject for Compressor<E> {}

impl<E: Encoder> Compressor<E> {
    fn new(encoder: E) -> Compressor<E> {
        Compressor(InTurn::new(Some(encoder)))
    }

    /// Compresses bytes.
    ///
    /// # Errors
    /// ValueError with this message if the object is flushed.
    fn run(&self, vm: &Vm, input: &[u8], finish: bool, flushed: &str) -> VmResult {
        let mut encoder = self.0.take(vm)?;
        let Some(state) = encoder.as_mut() else { return Err(vm.value_error(flushed)) };
        let (mut out, mut used) = (Vec::new(), 0);
        let mut chunk = vec![0; PIECE];
        loop {
            let piece = &input[used..input.len().min(used + PIECE)];
            // Compression takes tens of nanoseconds per byte.
            vm.tick_bytes(piece.len().saturating_mul(64))?;
            running(vm).threads.attend(vm);
            let last = finish && used + piece.len() == input.len();
            let step = state.step(vm, piece, &mut chunk, last)?;
            used += step.consumed;
            vm.grow(&mut out, step.written)?;
            out.extend_from_slice(&chunk[..step.written]);
            let is_done = if finish { step.at_end } else { used == input.len() };
            if is_done && (finish || step.written < chunk.len()) {
                break;
            }
        }
        if finish {
            *encoder = None;
        }
        Ok(Bytes::new(out).into_value())
    }
}

/// `compress(data)`
fn compress<E: Encoder>(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    a.data::<Compressor<E>>().run(vm, &data, false, "Compressor has been flushed")
}

/// `flush()`
fn flush<E: Encoder>(vm: &Vm, a: Args<'_>) -> VmResult {
    a.data::<Compressor<E>>().run(vm, &[], true, "Repeated call to flush()")
}

/// A decompressor of bytes.
trait Decoder: 'static {
    /// The message of the EOFError for data after the end.
    const ENDED: &'static str;

    /// Decompresses a piece.
    fn step(&mut self, vm: &Vm, input: &[u8], output: &mut [u8]) -> VmResult<Progress>;
}

/// The state of a decompressor between two calls.
struct State<D> {
    decoder: D,
    /// The input that has not been used yet; after the end, the bytes that follow the stream.
    rest: Vec<u8>,
}

/// The data of a decompressor object.
struct Decompressor<D> {
    state: InTurn<State<D>>,
    at_end: Cell<bool>,
    needs_input: Cell<bool>,
}

impl<D: Decoder> NativeObject for Decompressor<D> {}

impl<D: Decoder> Decompressor<D> {
    fn new(decoder: D) -> Decompressor<D> {
        Decompressor {
            state: InTurn::new(State { decoder, rest: Vec::new() }),
            at_end: Cell::new(false),
            needs_input: Cell::new(true),
        }
    }

    fn run(&self, vm: &Vm, input: &[u8], limit: Option<usize>) -> VmResult {
        if self.at_end.get() {
            return Err(vm.error(Exc::EOFError, D::ENDED));
        }
        let mut state = self.state.take(vm)?;
        let State { decoder, rest } = &mut *state;
        vm.grow(rest, input.len())?;
        rest.extend_from_slice(input);
        let (mut out, mut used, mut is_full) = (Vec::new(), 0, false);
        let mut chunk = vec![0; PIECE];
        let result = loop {
            let room = limit.map_or(PIECE, |limit| PIECE.min(limit - out.len()));
            let step = match decoder.step(vm, &rest[used..], &mut chunk[..room]) {
                Ok(step) => step,
                Err(raised) => break Err(raised),
            };
            used += step.consumed;
            vm.tick_bytes(step.written.saturating_mul(16))?;
            running(vm).threads.attend(vm);
            vm.grow(&mut out, step.written)?;
            out.extend_from_slice(&chunk[..step.written]);
            is_full = step.written == room;
            let has_more = is_full || (used < rest.len() && step.consumed > 0);
            if step.at_end {
                self.at_end.set(true);
                break Ok(());
            }
            if limit == Some(out.len()) || !has_more {
                break Ok(());
            }
        };
        rest.drain(..used);
        result?;
        self.needs_input.set(!self.at_end.get() && rest.is_empty() && !is_full);
        Ok(Bytes::new(out).into_value())
    }

    fn unused(&self, vm: &Vm) -> VmResult {
        Ok(match self.at_end.get() {
            true => Value::from(&self.state.take(vm)?.rest[..]),
            false => Value::from(&b""[..]),
        })
    }
}

/// `decompress(data, max_length=-1)`
fn decompress<D: Decoder>(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    let limit = a.opt(2).map_or(Ok(-1), |limit| vm.index_clipped(limit))?;
    a.data::<Decompressor<D>>().run(vm, &data, usize::try_from(limit).ok())
}

/// The attributes `eof`, `needs_input` and `unused_data` of a class of decompressors.
macro_rules! decompressor_properties {
    ($decoder:ty) => {
        [
            PropertyDef {
                name: "eof",
                doc: "True if the end-of-stream marker has been reached.",
                get: |_, this| {
                    let this = this.native::<Decompressor<$decoder>>();
                    Ok(Value::bool(this.is_some_and(|this| this.at_end.get())))
                },
                set: None,
            },
            PropertyDef {
                name: "needs_input",
                doc: "True if more input is needed before more decompressed data can be produced.",
                get: |_, this| {
                    let this = this.native::<Decompressor<$decoder>>();
                    Ok(Value::bool(this.is_some_and(|this| this.needs_input.get())))
                },
                set: None,
            },
            PropertyDef {
                name: "unused_data",
                doc: "Data found after the end of the compressed stream.",
                get: |vm, this| match this.native::<Decompressor<$decoder>>() {
                    Some(this) => this.unused(vm),
                    None => Ok(Value::NONE),
                },
                set: None,
            },
        ]
    };
}
use decompressor_properties;

/// An OSError with only a message.
fn os_error(vm: &Vm, message: &str) -> Raised {
    vm.error(Exc::OSError, message)
}
