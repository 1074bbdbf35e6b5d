//! Hob: a fast interpreter for asyncio programs.

pub mod bytecode;
pub mod cli;
pub mod compile;
pub mod diagnostics {
    //! Placeholder until the reports land.
    use crate::runtime::Value;
    use crate::vm::{Raised, Vm};
    /// Reports.
    pub fn unraisable(vm: &Vm, raised: &Raised, _: &Value) {
        eprintln!("Exception ignored: {}", vm.repr_text(raised.0.as_value()));
    }
    /// Text.
    pub fn format_exception(
        vm: &Vm,
        e: &crate::runtime::Ref<crate::objects::exception::Exception>,
    ) -> String {
        let mut out = String::from("Traceback (most recent call last):\n");
        for t in e.traceback.borrow().iter().rev() {
            let line = t.code.line(t.instruction as usize);
            out += &format!(
                "  File \"{}\", line {line}, in {}\n    {}\n",
                t.code.source.name,
                t.code.name.as_str(),
                t.code.source.line(line).trim()
            );
        }
        let text = vm.str(e.as_value()).map(|s| s.as_str().to_string()).unwrap_or_default();
        out + &format!("{}: {}\n", vm.class_of(e.as_value()).name(), text)
    }
    /// Warnings.
    pub mod warnings {
        use crate::objects::exception::Exc;
        use crate::vm::{R, Vm};
        /// Warns.
        pub fn warn(_: &Vm, exc: Exc, message: &str, _: usize) -> R<()> {
            eprintln!("{}: {message}", exc.def().name);
            Ok(())
        }
    }
}
pub mod event_loop;
pub mod modules;
pub mod objects;
pub mod runtime;
pub mod text;
pub mod vm;
