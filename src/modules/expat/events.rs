//! Events of a document, as calls of the program's handlers.

use super::parser::{Handler, Parser};
use crate::objects::dict::Dict;
use crate::objects::encoding;
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::xml::{Event, ExternalId, Hears, Model};
use crate::vm::{Vm, VmResult};

fn optional(text: Option<impl AsRef<str>>) -> Value {
    text.map_or(Value::NONE, |text| text.as_ref().into())
}

fn flag(on: bool) -> Value {
    Value::small_int(i64::from(on))
}

/// The tuples of a content model.
fn model_value(parser: &Parser, vm: &Vm, model: &Model) -> VmResult {
    let mut made: Vec<Value> = Vec::with_capacity(model.len());
    for particle in model {
        let parts: Vec<Value> =
            particle.parts.iter().map(|part| std::mem::take(&mut made[*part])).collect();
        let name =
            particle.name.as_deref().map_or(Ok(Value::NONE), |name| parser.name(vm, name))?;
        let kind = Value::small_int(particle.kind as i64);
        let repeat = Value::small_int(particle.repeat as i64);
        made.push(Tuple::new([kind, repeat, name, Tuple::new(parts).into_value()]).into_value());
    }
    Ok(made.pop().unwrap_or_default())
}

impl Parser {
    /// Tells the program of an event.
    ///
    /// # Errors
    /// The exception raised by the handler.
    pub(super) fn dispatch(&self, vm: &Vm, event: Event) -> VmResult<()> {
        let name = |name: &str| self.name(vm, name);
        match event {
            Event::StartElement { name: element, attributes, specified, empty } => {
                let Some(handler) = self.heard(vm, Handler::StartElement)? else {
                    self.start_heard.set(false);
                    return if empty { Ok(()) } else { self.default(vm) };
                };
                self.start_heard.set(true);
                let count = if self.specified_attributes.get() { specified } else { usize::MAX };
                let attributes = attributes.into_iter().take(count);
                let given = match self.ordered_attributes.get() {
                    true => {
                        let mut list = Vec::new();
                        for (key, value) in attributes {
                            list.push(name(&key)?);
                            list.push(value.into());
                        }
                        List::new(list).into_value()
                    }
                    false => {
                        let dict = Dict::new();
                        for (key, value) in attributes {
                            dict.insert(vm, name(&key)?, value.into())?;
                        }
                        dict.into_value()
                    }
                };
                self.call(vm, &handler, &[name(&element)?, given]).map(drop)
            }
            Event::EndElement { name: element, empty } => {
                match self.heard(vm, Handler::EndElement)? {
                    Some(handler) => {
                        if empty && self.start_heard.get() {
                            self.xml.borrow_mut().move_to_end();
                        }
                        self.call(vm, &handler, &[name(&element)?]).map(drop)
                    }
                    None if empty && self.start_heard.get() => Ok(()),
                    None => self.default(vm),
                }
            }
            Event::Characters(text) => match self.handler(Handler::Characters) {
                Some(_) => self.characters(vm, text),
                None => self.default(vm),
            },
            Event::Pi { target, data } => {
                self.tell(vm, Handler::Pi, || Ok(vec![name(&target)?, data.into()]))
            }
            Event::Comment(text) => self.tell(vm, Handler::Comment, || Ok(vec![text.into()])),
            Event::StartCdata => self.tell(vm, Handler::StartCdata, || Ok(vec![])),
            Event::EndCdata => self.tell(vm, Handler::EndCdata, || Ok(vec![])),
            Event::StartNamespace { prefix, uri } => {
                match self.heard(vm, Handler::StartNamespace)? {
                    Some(handler) => {
                        let text =
                            |text: Option<String>| text.map_or(Ok(Value::NONE), |text| name(&text));
                        self.call(vm, &handler, &[text(prefix)?, text(uri)?]).map(drop)
                    }
                    None => Ok(()),
                }
            }
            Event::EndNamespace { prefix } => match self.heard(vm, Handler::EndNamespace)? {
                Some(handler) => {
                    let prefix = prefix.map_or(Ok(Value::NONE), |text| name(&text))?;
                    self.call(vm, &handler, &[prefix]).map(drop)
                }
                None => Ok(()),
            },
            Event::XmlDecl { version, encoding, standalone } => {
                let standalone = standalone.map_or(-1, i64::from);
                self.tell(vm, Handler::XmlDecl, || {
                    Ok(vec![optional(version), optional(encoding), Value::small_int(standalone)])
                })
            }
            Event::StartDoctype { name: doctype, ids, has_subset } => {
                let Some(handler) = self.heard(vm, Handler::StartDoctype)? else {
                    self.start_heard.set(false);
                    return if has_subset { self.default(vm) } else { Ok(()) };
                };
                self.start_heard.set(!has_subset);
                let args =
                    [name(&doctype)?, optional(ids.system), optional(ids.public), flag(has_subset)];
                self.call(vm, &handler, &args).map(drop)
            }
            Event::EndDoctype => match self.heard(vm, Handler::EndDoctype)? {
                Some(handler) => self.call(vm, &handler, &[]).map(drop),
                None if self.start_heard.replace(false) => Ok(()),
                None => self.default(vm),
            },
            Event::ElementDecl { name: element, model } => {
                self.tell(vm, Handler::ElementDecl, || {
                    Ok(vec![name(&element)?, model_value(self, vm, &model)?])
                })
            }
            Event::AttlistDecl { element, name: attribute, kind, default, required } => {
                self.tell(vm, Handler::AttlistDecl, || {
                    Ok(vec![
                        name(&element)?,
                        name(&attribute)?,
                        kind.into(),
                        optional(default),
                        flag(required),
                    ])
                })
            }
            Event::EntityDecl { name: entity, is_parameter, value, ids, notation } => {
                self.tell(vm, Handler::EntityDecl, || {
                    let [base, system, public] = self.ids(vm, &ids)?;
                    Ok(vec![
                        name(&entity)?,
                        flag(is_parameter),
                        optional(value),
                        base,
                        system,
                        public,
                        optional(notation),
                    ])
                })
            }
            Event::UnparsedEntityDecl { name: entity, ids, notation } => {
                if self.handler(Handler::UnparsedEntityDecl).is_none() {
                    let (is_parameter, value, notation) = (false, None, Some(notation));
                    return self.tell(vm, Handler::EntityDecl, || {
                        let [base, system, public] = self.ids(vm, &ids)?;
                        let (entity, value) = (name(&entity)?, optional(value as Option<&str>));
                        let parameter = flag(is_parameter);
                        Ok(vec![entity, parameter, value, base, system, public, optional(notation)])
                    });
                }
                self.tell(vm, Handler::UnparsedEntityDecl, || {
                    let [base, system, public] = self.ids(vm, &ids)?;
                    Ok(vec![name(&entity)?, base, system, public, name(&notation)?])
                })
            }
            Event::NotationDecl { name: notation, ids } => {
                self.tell(vm, Handler::NotationDecl, || {
                    let [base, system, public] = self.ids(vm, &ids)?;
                    Ok(vec![name(&notation)?, base, system, public])
                })
            }
            Event::SkippedEntity { name: entity, is_parameter } => {
                self.tell(vm, Handler::SkippedEntity, || {
                    Ok(vec![name(&entity)?, flag(is_parameter)])
                })
            }
            Event::ExternalEntity { context, ids } => {
                let Some(handler) = self.heard(vm, Handler::ExternalEntity)? else {
                    self.xml.borrow_mut().reply(true);
                    return self.default(vm);
                };
                let [base, system, public] = self.ids(vm, &ids)?;
                self.ask(vm, &handler, &[optional(context), base, system, public])
            }
            Event::NotStandalone => match self.heard(vm, Handler::NotStandalone)? {
                Some(handler) => self.ask(vm, &handler, &[]),
                None => {
                    self.xml.borrow_mut().reply(true);
                    Ok(())
                }
            },
            Event::UnknownEncoding(encoding) => {
                let table = encoding_table(vm, &encoding)?;
                self.xml.borrow_mut().set_table(Some(table));
                Ok(())
            }
            Event::Markup(hears) => {
                let hears = match hears {
                    Hears::Nobody => None,
                    Hears::StartDoctype => Some(Handler::StartDoctype),
                    Hears::EndDoctype => Some(Handler::EndDoctype),
                    Hears::Entity => Some(Handler::EntityDecl),
                    Hears::Notation => Some(Handler::NotationDecl),
                    Hears::Attlist => Some(Handler::AttlistDecl),
                    Hears::Element => Some(Handler::ElementDecl),
                };
                match hears.and_then(|handler| self.handler(handler)) {
                    Some(_) => Ok(()),
                    None => self.default(vm),
                }
            }
        }
    }

    /// The handler of an event. Characters that wait are passed on before it runs.
    fn heard(&self, vm: &Vm, handler: Handler) -> VmResult<Option<Value>> {
        if self.handler(handler).is_some() {
            self.flush(vm)?;
        }
        Ok(self.handler(handler))
    }

    /// Calls the handler of an event, or the default one with the text as written.
    fn tell(
        &self,
        vm: &Vm,
        handler: Handler,
        args: impl FnOnce() -> VmResult<Vec<Value>>,
    ) -> VmResult<()> {
        match self.heard(vm, handler)? {
            Some(handler) => self.call(vm, &handler, &args()?).map(drop),
            None => self.default(vm),
        }
    }

    fn default(&self, vm: &Vm) -> VmResult<()> {
        for handler in [Handler::Default, Handler::DefaultExpand] {
            if let Some(handler) = self.heard(vm, handler)? {
                let raw = Value::from(self.xml.borrow().raw());
                return self.call(vm, &handler, &[raw]).map(drop);
            }
        }
        Ok(())
    }

    /// Calls a handler whose result says whether to continue.
    fn ask(&self, vm: &Vm, handler: &Value, args: &[Value]) -> VmResult<()> {
        let answer = self.call(vm, handler, args)?;
        let number = vm.index(&answer)?;
        let goes_on = crate::objects::int::to_i64(&number) != Some(0);
        self.xml.borrow_mut().reply(goes_on);
        Ok(())
    }

    fn ids(&self, vm: &Vm, ids: &ExternalId) -> VmResult<[Value; 3]> {
        let text = |text: &Option<String>| {
            text.as_deref().map_or(Ok(Value::NONE), |text| self.name(vm, text))
        };
        Ok([text(&ids.base)?, text(&ids.system)?, text(&ids.public)?])
    }
}

/// The characters for the bytes of an encoding, from Python's codecs.
///
/// # Errors
/// LookupError if there is no such encoding; ValueError if it has characters of several bytes.
pub(in crate::modules) fn encoding_table(
    vm: &Vm,
    name: &str,
) -> VmResult<Box<[Option<char>; 256]>> {
    let all: Vec<u8> = (0..=255).collect();
    let text = encoding::decode(vm, &all, name, "replace")?;
    let chars: Vec<char> = text.chars().collect();
    if chars.len() != all.len() {
        return Err(vm.value_error("multi-byte encodings are not supported"));
    }
    let mut table = Box::new([None; 256]);
    for (entry, c) in table.iter_mut().zip(chars) {
        *entry = (c != '\u{FFFD}').then_some(c);
    }
    Ok(table)
}
