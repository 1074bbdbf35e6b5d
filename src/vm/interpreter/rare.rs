//! The arms of rare instructions, outside the loop to keep it small.

use super::operands::{Operands, function};
use crate::bytecode::{Instruction, Opcode};
use crate::objects::function::Cell;
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::frame::Frame;
use crate::vm::{Vm, VmResult};

impl Vm {
    /// Executes an instruction that has no arm in the loop.
    ///
    /// # Safety
    /// `i` must be an instruction of the running frame, whose `pc` is after it.
    ///
    /// # Errors
    /// Any exception raised by the instruction.
    pub(super) unsafe fn run_rare(&self, frame: *mut Frame, i: Instruction) -> VmResult<()> {
        // SAFETY: the caller promises that this is the running frame and that it has code, which its
        // function keeps alive; both stay unchanged during one instruction.
        let (o, code, function, own_namespace) = unsafe {
            let code = (*frame).code();
            (Operands::of(frame, code), code, function(frame), &(*frame).namespace)
        };
        let namespace = || self.namespace(function, own_namespace);
        let name = |index: u16| &code.names[usize::from(index)];
        match i.op {
            // --- Cells and closures --------------------------------------------------------------
            Opcode::MakeCell => {
                let [value] = o.window(i.a);
                o.set(i.a, Ref::new(Cell { value: value.into() }).into_value());
            }
            Opcode::DeleteCell => {
                if o.copy(i.a).get::<Cell>().is_none_or(|cell| cell.value.take().is_unset()) {
                    return Err(self.unbound_local(code, i.a));
                }
            }
            Opcode::DeleteFree => {
                if function.closure[usize::from(i.a)].value.take().is_unset() {
                    return Err(self.unbound_free(code, i.a));
                }
            }
            Opcode::LoadFreeCell => {
                o.set(i.a, function.closure[usize::from(i.b)].clone().into_value());
            }
            Opcode::LoadClassFree => {
                o.set(i.a, self.load_class_free(function, code, &namespace(), i.b)?);
            }

            // --- Names ---------------------------------------------------------------------------
            Opcode::DeleteGlobal => {
                self.delete_global(function, name(i.a))?;
            }
            Opcode::LoadName => {
                o.set(i.a, self.load_name(function, &namespace(), name(i.b))?);
            }
            Opcode::StoreName => {
                let value = o.take(i.b);
                self.store_name(&namespace(), name(i.a), value)?;
            }
            Opcode::DeleteName => {
                self.delete_name(&namespace(), name(i.a))?;
            }
            Opcode::LoadNamespace => o.set(i.a, namespace()),
            Opcode::SetupAnnotations => {
                self.setup_annotations(&namespace())?;
            }

            // --- Operators -----------------------------------------------------------------------
            Opcode::Plus => {
                let value = o.take(i.b);
                o.set(i.a, self.plus(&value)?);
            }
            Opcode::Invert => {
                let value = o.take(i.b);
                o.set(i.a, self.invert(&value)?);
            }

            // --- Iteration -----------------------------------------------------------------------
            Opcode::UnpackRest => {
                let value = o.take(i.b);
                let items = self.unpack_rest(&value, i.x.into(), i.c.into())?;
                drop(value);
                for (k, item) in (0..).zip(items) {
                    o.set(i.a + k, item);
                }
            }

            // --- Attributes and items ------------------------------------------------------------
            Opcode::DeleteAttribute => {
                let object = o.take(i.a);
                let name = name(i.b);
                self.set_attribute(&object, name, Value::UNSET)?;
            }
            Opcode::LoadSuperAttribute => {
                let callee = o.take(i.b);
                let cache = &code.attribute_caches[usize::from(i.c)];
                o.set(i.a, self.load_super_attribute(&callee, cache)?);
            }
            Opcode::LoadSpecial => {
                let object = o.take(i.b);
                let (function, takes_self) = self.load_special(&object, i.c)?;
                if takes_self {
                    o.set(i.a, function);
                    o.set(i.a + 1, object);
                } else {
                    o.set(i.a, Value::UNSET);
                    o.set(i.a + 1, function);
                }
            }
            Opcode::DeleteItem => {
                let (object, key) = (o.take(i.a), o.take(i.b));
                self.delete_item(&object, &key)?;
            }
            Opcode::StoreSlice => {
                let [start, stop] = o.window(i.c);
                let (object, value) = (o.take(i.a), o.take(i.b));
                self.set_slice(&object, start, stop, &value)?;
            }
            Opcode::BuildSlice => {
                let parts = o.window::<3>(i.b);
                o.set(i.a, self.build_slice(parts));
            }

            // --- Displays ------------------------------------------------------------------------
            Opcode::BuildSet if i.x == 2 => {
                let [constant] = o.window::<1>(i.b);
                o.set(i.a, self.copy_to_set(&constant)?);
            }
            Opcode::BuildSet => {
                let items = o.all(i.b, i.c.into());
                o.set(i.a, self.build_set(items, i.x == 1)?);
            }
            Opcode::BuildDict => {
                o.set(i.a, self.build_dict(o.pairs(i.b, i.c.into()))?);
            }
            Opcode::SpreadArguments => {
                let items = o.take(i.b);
                // The call's window begins with the callee.
                let callee = o.copy(i.a - 1);
                o.set(i.a, self.spread_arguments(items, &callee)?);
            }
            Opcode::SpreadKeywords => {
                let mapping = o.take(i.b);
                let callee = o.copy(i.c);
                o.set(i.a, self.spread_keywords(mapping, &callee)?);
            }
            Opcode::ListExtend => {
                let value = o.take(i.b);
                let list = o.copy(i.a);
                // The call's window begins with the callee.
                let callee = (i.x == 1).then(|| o.copy(i.a - 1));
                self.list_extend(&list, &value, callee.as_ref())?;
            }
            Opcode::SetUpdate => {
                let value = o.take(i.b);
                let set = o.copy(i.a);
                self.set_update(&set, &value)?;
            }
            Opcode::DictUpdate => {
                let value = o.take(i.b);
                let dict = o.copy(i.a);
                self.dict_update(&dict, &value)?;
            }
            Opcode::DictMerge => {
                let value = o.take(i.b);
                let dict = o.copy(i.a);
                let function = o.copy(i.c);
                self.dict_merge(&dict, &value, &function)?;
            }
            Opcode::ListToTuple => {
                let list = o.take(i.b);
                let items = list.get::<List>().map_or(Vec::new(), |l| l.replace(Vec::new()));
                o.set(i.a, Tuple::new(items).into_value());
            }

            // --- Calls ---------------------------------------------------------------------------
            Opcode::MakeFunction => {
                let parts = o.window::<4>(i.c);
                let code = o.constant(i.b);
                o.set(i.a, self.make_function(function, code, parts));
            }
            Opcode::LoadBuildClass => {
                o.set(i.a, self.load_build_class(function)?);
            }

            // --- Generators and coroutines -------------------------------------------------------
            Opcode::GetAsyncIter => {
                let value = o.take(i.b);
                o.set(i.a, self.async_iter(&value)?);
            }

            // --- Exceptions ----------------------------------------------------------------------
            Opcode::MatchException => {
                let class = o.take(i.c);
                let exception = o.copy(i.b);
                o.set(i.a, self.match_exception(&exception, &class)?);
            }
            Opcode::MatchExceptionGroup => {
                let class = o.take(i.c);
                let exception = o.copy(i.b);
                let (matched, rest) = self.match_exception_group(&exception, &class)?;
                o.set(i.a, matched);
                o.set(i.a + 1, rest);
            }
            Opcode::PrepareReraiseStar => {
                let raised = o.take(i.c);
                let original = o.copy(i.b);
                o.set(i.a, self.prepare_reraise_star(&original, &raised)?);
            }
            Opcode::RaiseAssertion => {
                let message = if i.x == 0 { Value::UNSET } else { o.take(i.b) };
                return Err(self.assertion_error(message));
            }

            // --- Imports -------------------------------------------------------------------------
            Opcode::Import => {
                let names = o.constant(i.c).clone();
                let name = name(i.b).clone();
                o.set(i.a, self.import_statement(function, &namespace(), &name, &names, i.x)?);
            }
            Opcode::ImportFrom => {
                let module = o.copy(i.b);
                let name = name(i.c).clone();
                o.set(i.a, self.import_from(&module, &name)?);
            }
            Opcode::ImportStar => {
                let module = o.take(i.b);
                self.import_star(&namespace(), &module)?;
            }

            // --- Pattern matching ----------------------------------------------------------------
            Opcode::MatchSequence => {
                let subject = o.copy(i.b);
                o.set(i.a, Value::bool(self.is_pattern_sequence(&subject)));
            }
            Opcode::MatchMapping => {
                let subject = o.copy(i.b);
                o.set(i.a, Value::bool(self.is_pattern_mapping(&subject)));
            }
            Opcode::MatchKeys => {
                let keys = o.take(i.c);
                let subject = o.copy(i.b);
                o.set(i.a, self.match_keys(&subject, &keys)?);
            }
            Opcode::MatchRest => {
                let keys = o.take(i.c);
                let subject = o.copy(i.b);
                o.set(i.a, self.match_rest(&subject, &keys)?);
            }
            Opcode::MatchClass => {
                let [class, keywords] = o.window::<2>(i.c);
                let subject = o.copy(i.b);
                o.set(i.a, self.match_class(&subject, &class, i.x.into(), &keywords)?);
            }
            Opcode::GetLength => {
                let subject = o.copy(i.b);
                o.set(i.a, Value::from(self.len(&subject)?));
            }

            // --- Other ---------------------------------------------------------------------------
            Opcode::Intrinsic => {
                let argument = o.take(i.c);
                o.set(i.a, self.intrinsic(i.x, argument)?);
            }
            Opcode::RaiseUnbound => {
                let name = name(i.b);
                return Err(self.unbound_name(name));
            }
            _ => unreachable!("{} has its arm in the loop", i.op.name()),
        }
        Ok(())
    }
}
