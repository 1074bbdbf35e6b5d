//! `_bz2`: bzip2 streams.

use super::{
    Compressor, Decoder, Decompressor, Encoder, Progress, compress, decompress,
    decompressor_properties, flush, os_error,
};
use crate::modules::ModuleDef;
use crate::modules::os::blocking;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use bzip2::{Action, Compress, Compression, Decompress, Error, Status};

/// `_bz2`
pub static MODULE: ModuleDef =
    ModuleDef { name: "_bz2", classes: &[&COMPRESSOR, &DECOMPRESSOR], ..ModuleDef::BASE };

fn failed(vm: &Vm, error: Error) -> Raised {
    match error {
        Error::Data | Error::DataMagic => os_error(vm, "Invalid data stream"),
        Error::Param => vm.value_error("Internal error - invalid parameters passed to libbzip2"),
        _ => vm.error(
            crate::objects::exception::Exc::RuntimeError,
            "Internal error - Invalid sequence of commands sent to libbzip2",
        ),
    }
}

/// The number of bytes that are sorted in a few milliseconds.
const QUICK: u64 = 100_000;

/// A compressor. To sort a full block takes up to a fifth of a second and cannot be interrupted, so
/// another OS thread does it; none while it does, and after an interrupt.
struct Bzip2(Option<Compress>);

impl Encoder for Bzip2 {
    fn step(
        &mut self,
        vm: &Vm,
        input: &[u8],
        output: &mut [u8],
        finish: bool,
    ) -> VmResult<Progress> {
        if input.is_empty() && !finish {
            return Ok(Progress { consumed: 0, written: 0, at_end: false });
        }
        let Some(mut state) = self.0.take() else {
            return Err(os_error(vm, "the compressor was interrupted"));
        };
        let action = if finish { Action::Finish } else { Action::Run };
        let before = (state.total_in(), state.total_out());
        let (state, status) = if before.0 + (input.len() as u64) < QUICK {
            let status = state.compress(input, output, action);
            (state, status)
        } else {
            let (input, mut written) = (input.to_vec(), vec![0; output.len()]);
            let (state, status, written) = blocking::compute(vm, move || {
                let status = state.compress(&input, &mut written, action);
                (state, status, written)
            })?;
            output.copy_from_slice(&written);
            (state, status)
        };
        let status = status.map_err(|error| failed(vm, error))?;
        let progress = Progress {
            consumed: (state.total_in() - before.0) as usize,
            written: (state.total_out() - before.1) as usize,
            at_end: matches!(status, Status::StreamEnd),
        };
        self.0 = Some(state);
        Ok(progress)
    }
}

impl Decoder for Decompress {
    const ENDED: &'static str = "End of stream already reached";

    fn step(&mut self, vm: &Vm, input: &[u8], output: &mut [u8]) -> VmResult<Progress> {
        let before = (self.total_in(), self.total_out());
        let status = self.decompress(input, output).map_err(|error| failed(vm, error))?;
        Ok(Progress {
            consumed: (self.total_in() - before.0) as usize,
            written: (self.total_out() - before.1) as usize,
            at_end: matches!(status, Status::StreamEnd),
        })
    }
}

fn new_compressor(vm: &Vm, a: Args<'_>) -> VmResult {
    let level = a.opt(1).map_or(Ok(9), |level| vm.index_clipped(level))?;
    if !(1..=9).contains(&level) {
        return Err(vm.value_error("compresslevel must be between 1 and 9"));
    }
    // The default work factor is 30.
    let state = Compress::new(Compression::new(level as u32), 0);
    Ok(Native::new(class_argument(a), Compressor::new(Bzip2(Some(state)))).into_value())
}

fn new_decompressor(_: &Vm, a: Args<'_>) -> VmResult {
    Ok(Native::new(class_argument(a), Decompressor::new(Decompress::new(false))).into_value())
}

/// `bz2.BZ2Compressor`
static COMPRESSOR: ClassDef = ClassDef {
    name: "BZ2Compressor",
    subclassable: false,
    module: "_bz2",
    doc: "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
    methods: &[
        NativeDef::static_method("__new__(cls, compresslevel=9, /)", "", new_compressor),
        NativeDef::new(
            "compress(self, data, /)",
            "Provide data to the compressor object.",
            compress::<Bzip2>,
        ),
        NativeDef::new("flush(self, /)", "Finish the compression process.", flush::<Bzip2>),
    ],
    ..ClassDef::BASE
};

/// `bz2.BZ2Decompressor`
static DECOMPRESSOR: ClassDef = ClassDef {
    name: "BZ2Decompressor",
    subclassable: false,
    module: "_bz2",
    doc: "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
    methods: &[
        NativeDef::static_method("__new__(cls, /)", "", new_decompressor),
        NativeDef::new(
            "decompress(self, data, max_length=-1)",
            "Decompress *data*, returning uncompressed data as bytes.",
            decompress::<Decompress>,
        ),
    ],
    properties: &decompressor_properties!(Decompress),
    ..ClassDef::BASE
};
