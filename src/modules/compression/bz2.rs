//! `_bz2`: bzip2 streams.

use super::{
    Compressor, Decoder, Decompressor, Encoder, Progress, compress, decompress,
    decompressor_properties, flush, os_error,
};
use crate::modules::ModuleDef;
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

impl Encoder for Compress {
    fn step(
        &mut self,
        vm: &Vm,
        input: &[u8],
        output: &mut [u8],
        finish: bool,
    ) -> VmResult<Progress> {
        let before = (self.total_in(), self.total_out());
        if input.is_empty() && !finish {
            return Ok(Progress { consumed: 0, written: 0, at_end: false });
        }
        let action = if finish { Action::Finish } else { Action::Run };
        let status = self.compress(input, output, action).map_err(|error| failed(vm, error))?;
        Ok(Progress {
            consumed: (self.total_in() - before.0) as usize,
            written: (self.total_out() - before.1) as usize,
            at_end: matches!(status, Status::StreamEnd),
        })
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
    Ok(Native::new(class_argument(a), Compressor::new(state)).into_value())
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
            compress::<Compress>,
        ),
        NativeDef::new("flush(self, /)", "Finish the compression process.", flush::<Compress>),
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
