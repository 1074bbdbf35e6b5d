//! `_hob_xxhash`: the fast hashes of the package xxhash, whose stand-in takes them from here.

use super::{Algorithm, with_state};
use crate::modules::ModuleDef;
use crate::objects::bytes::require;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::vm::{Vm, VmResult};
use xxhash_rust::xxh3::Xxh3;
use xxhash_rust::xxh32::Xxh32;
use xxhash_rust::xxh64::Xxh64;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hob_xxhash",
    doc: "Hashes of the family xxHash.",
    functions: &[NativeDef::new(
        "start(name, seed, /)",
        "A hash object without data. The seed is eight bytes.",
        start,
    )],
    ..ModuleDef::BASE
};

macro_rules! algorithm {
    ($name:ident, $state:ident, $digest:ident) => {
        struct $name($state);

        impl Algorithm for $name {
            fn update(&mut self, data: &[u8]) {
                self.0.update(data);
            }

            fn digest(&self) -> Vec<u8> {
                self.0.$digest().to_be_bytes().to_vec()
            }

            fn copy(&self) -> Box<dyn Algorithm> {
                Box::new($name(self.0.clone()))
            }
        }
    };
}

algorithm!(Old32, Xxh32, digest);
algorithm!(Old64, Xxh64, digest);
algorithm!(New64, Xxh3, digest);
algorithm!(New128, Xxh3, digest128);

fn start(vm: &Vm, a: Args<'_>) -> VmResult {
    let seed = u64::from_be_bytes(match (*require(vm, a.at(1))?).try_into() {
        Ok(bytes) => bytes,
        Err(_) => return Err(vm.value_error("a seed is eight bytes")),
    });
    let name = a[0].get::<Str>().map_or("", |name| name.as_str());
    let (name, block_size, state): (_, _, Box<dyn Algorithm>) = match name {
        "XXH32" => ("XXH32", 16, Box::new(Old32(Xxh32::new(seed as u32)))),
        "XXH64" => ("XXH64", 32, Box::new(Old64(Xxh64::new(seed)))),
        "XXH3_64" => ("XXH3_64", 32, Box::new(New64(Xxh3::with_seed(seed)))),
        "XXH3_128" => ("XXH3_128", 64, Box::new(New128(Xxh3::with_seed(seed)))),
        _ => return Err(vm.value_error(format!("unsupported hash type {name}"))),
    };
    with_state(vm, name, block_size, state, None)
}
