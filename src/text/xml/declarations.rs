//! The declarations of entities, notations, attributes and elements.

use super::dtd::{self, Entity, ModelBuilder, ModelKind};
use super::error::{Code, Fault};
use super::lexer::{self, Prolog as Token, Repeat};
use super::prolog::{State, repeated_name, unquoted};
use super::{Event, ExternalId, Hears, Parser};
use std::rc::Rc;

/// The part of a declaration read so far.
#[derive(Default)]
pub(super) struct Declaration {
    name: String,
    is_parameter: bool,
    ids: ExternalId,
    /// The declared attribute and its type.
    attribute: String,
    kind: String,
    is_fixed: bool,
    model: ModelBuilder,
}

impl Parser {
    pub(super) fn declaration_token(
        &mut self,
        state: State,
        token: Token,
        text: &str,
    ) -> Result<(), Code> {
        use State::*;
        self.prolog.state = match state {
            EntityName | ParameterName | EntityValue | EntityPublic | EntitySystem | EntityEnd
            | EntityNotation => self.entity_token(state, token, text)?,
            NotationName | NotationId | NotationPublic | NotationSystem | NotationEnd => {
                self.notation_token(state, token, text)?
            }
            AttlistName | AttributeName | AttributeType | NotationTypes | TypeName | TypeNext
            | AttributeDefault | FixedValue => self.attlist_token(state, token, text)?,
            End(_) if token == Token::DeclClose => Subset,
            End(_) => return Err(self.unexpected(token)),
            _ => self.element_token(state, token, text)?,
        };
        Ok(())
    }

    fn entity_token(&mut self, state: State, token: Token, text: &str) -> Result<State, Code> {
        Ok(match (state, token) {
            (State::EntityName, Token::Percent) => {
                self.prolog.declaration.is_parameter = true;
                State::ParameterName
            }
            (State::EntityName | State::ParameterName, Token::Name) => {
                self.prolog.declaration.name = text.to_string();
                State::EntityValue
            }
            (State::EntityValue, Token::Name) if text == "SYSTEM" => State::EntitySystem,
            (State::EntityValue, Token::Name) if text == "PUBLIC" => State::EntityPublic,
            (State::EntityValue, Token::Literal) => {
                let at = self.raw.start + 1;
                let value = match self.entity_value(unquoted(text), at) {
                    Ok(value) => value,
                    Err(Fault { code, at }) => return self.fail_at(code, at),
                };
                self.declare(Entity { text: Some(value.into()), ..Entity::default() });
                State::End(Hears::Entity)
            }
            (State::EntityPublic, Token::Literal) => {
                self.prolog.declaration.ids.public = Some(self.public_id(text)?);
                State::EntitySystem
            }
            (State::EntitySystem, Token::Literal) => {
                let ids = &mut self.prolog.declaration.ids;
                ids.system = Some(unquoted(text).to_string());
                ids.base = self.settings.base.clone();
                State::EntityEnd
            }
            (State::EntityEnd, Token::Name)
                if text == "NDATA" && !self.prolog.declaration.is_parameter =>
            {
                State::EntityNotation
            }
            (State::EntityEnd, Token::DeclClose) => {
                self.declare(Entity::default());
                State::Subset
            }
            (State::EntityNotation, Token::Name) => {
                self.declare(Entity { notation: Some(text.to_string()), ..Entity::default() });
                State::End(Hears::Entity)
            }
            _ => return Err(self.unexpected(token)),
        })
    }

    /// Declares an entity with the name and the identifiers that were read. Only the first
    /// declaration of a name counts.
    fn declare(&mut self, entity: Entity) {
        let declaration = &mut self.prolog.declaration;
        let (name, is_parameter) = (declaration.name.clone(), declaration.is_parameter);
        let ids = std::mem::take(&mut declaration.ids);
        let is_internal = !self.prolog.is_external() && self.sources.len() == 1;
        let mut dtd = self.dtd.borrow_mut();
        let is_predefined = !is_parameter && lexer::predefined(&name).is_some();
        if !dtd.keeps_processing || is_predefined {
            return;
        }
        let table = if is_parameter { &mut dtd.parameters } else { &mut dtd.entities };
        if table.contains_key(&name) {
            return;
        }
        let entity = Entity {
            base: ids.base.clone(),
            system: ids.system.clone(),
            public: ids.public.clone(),
            is_internal,
            ..entity
        };
        self.events.push_back(match &entity.notation {
            Some(notation) => Event::UnparsedEntityDecl {
                name: name.clone(),
                ids: ids.into(),
                notation: notation.clone(),
            },
            None => Event::EntityDecl {
                name: name.clone(),
                is_parameter,
                value: entity.text.clone(),
                ids: ids.into(),
                notation: None,
            },
        });
        table.insert(name, entity);
    }

    /// The replacement text of an entity, whose literal begins at `at`.
    fn entity_value(&self, literal: &str, at: usize) -> Result<String, Fault> {
        let mut value = String::with_capacity(literal.len());
        let mut open: Vec<(Rc<str>, usize, String)> = Vec::new();
        let (mut text, mut from): (Rc<str>, usize) = (literal.into(), 0);
        let result = loop {
            let rest = &text[from..];
            let place = if open.is_empty() { at + from } else { at };
            let Some(first) = rest.chars().next() else {
                let Some((outer, back, name)) = open.pop() else { break Ok(value) };
                self.set_open(&name, true, false);
                (text, from) = (outer, back);
                continue;
            };
            match first {
                '\r' => {
                    value.push('\n');
                    from += if rest[1..].starts_with('\n') { 2 } else { 1 };
                }
                '&' => {
                    let Ok((length, is_char)) = lexer::reference(rest, self.has_namespaces())
                    else {
                        break Err(Code::InvalidToken.at(place));
                    };
                    match lexer::referenced_char(&rest[..length]).filter(|_| is_char) {
                        Some(c) => value.push(c),
                        None if is_char => break Err(Code::BadCharRef.at(place)),
                        None => value.push_str(&rest[..length]),
                    }
                    from += length;
                }
                '%' => {
                    let Ok(end) = lexer::name(rest, 1, self.has_namespaces()) else {
                        break Err(Code::InvalidToken.at(place));
                    };
                    if !rest[end..].starts_with(';') {
                        break Err(Code::InvalidToken.at(place + end));
                    }
                    if !self.allows_inner_parameters() {
                        break Err(Code::ParamEntityRef.at(place));
                    }
                    let name = rest[1..end].to_string();
                    from += end + 1;
                    let known = self.dtd.borrow().parameters.get(&name).cloned();
                    match known {
                        Some(entity) if entity.is_open => {
                            break Err(Code::RecursiveEntityRef.at(place));
                        }
                        Some(Entity { text: Some(inner), .. }) => {
                            if let Err(code) = self.account(inner.len(), false) {
                                break Err(code.at(place));
                            }
                            self.set_open(&name, true, true);
                            open.push((text.clone(), from, name));
                            (text, from) = (inner, 0);
                        }
                        // An entity that was not read: later declarations may depend on it.
                        _ => {
                            let mut dtd = self.dtd.borrow_mut();
                            dtd.keeps_processing = dtd.is_standalone;
                        }
                    }
                }
                _ => {
                    let stop = rest.find(['&', '%', '\r']).unwrap_or(rest.len());
                    value.push_str(&rest[..stop]);
                    from += stop;
                }
            }
        };
        for (_, _, name) in open {
            self.set_open(&name, true, false);
        }
        result
    }

    fn notation_token(&mut self, state: State, token: Token, text: &str) -> Result<State, Code> {
        Ok(match (state, token) {
            (State::NotationName, Token::Name) => {
                self.prolog.declaration.name = text.to_string();
                State::NotationId
            }
            (State::NotationId, Token::Name) if text == "SYSTEM" => State::NotationSystem,
            (State::NotationId, Token::Name) if text == "PUBLIC" => State::NotationPublic,
            (State::NotationPublic, Token::Literal) => {
                self.prolog.declaration.ids.public = Some(self.public_id(text)?);
                State::NotationEnd
            }
            (State::NotationSystem | State::NotationEnd, Token::Literal) => {
                self.prolog.declaration.ids.system = Some(unquoted(text).to_string());
                self.notation();
                State::End(Hears::Notation)
            }
            (State::NotationEnd, Token::DeclClose) => {
                self.notation();
                State::Subset
            }
            _ => return Err(self.unexpected(token)),
        })
    }

    fn notation(&mut self) {
        let base = self.settings.base.clone();
        let declaration = &mut self.prolog.declaration;
        let name = std::mem::take(&mut declaration.name);
        let ids = ExternalId { base, ..std::mem::take(&mut declaration.ids) };
        self.events.push_back(Event::NotationDecl { name, ids: ids.into() });
    }

    fn attlist_token(&mut self, state: State, token: Token, text: &str) -> Result<State, Code> {
        const TYPES: [&str; 8] =
            ["CDATA", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"];
        let declaration = &mut self.prolog.declaration;
        Ok(match (state, token) {
            (State::AttlistName, Token::Name) => {
                declaration.name = text.to_string();
                State::AttributeName
            }
            (State::AttributeName, Token::DeclClose) => State::Subset,
            (State::AttributeName, Token::Name) => {
                declaration.attribute = text.to_string();
                declaration.is_fixed = false;
                State::AttributeType
            }
            (State::AttributeType, Token::Name) if TYPES.contains(&text) => {
                declaration.kind = text.to_string();
                State::AttributeDefault
            }
            (State::AttributeType, Token::Name) if text == "NOTATION" => {
                declaration.kind = text.to_string();
                State::NotationTypes
            }
            (State::AttributeType, Token::OpenParen) => {
                declaration.kind = "(".to_string();
                State::TypeName
            }
            (State::NotationTypes, Token::OpenParen) => {
                declaration.kind.push('(');
                State::TypeName
            }
            (State::TypeName, Token::Name | Token::NameToken) => {
                declaration.kind.push_str(text);
                State::TypeNext
            }
            (State::TypeNext, Token::Or) => {
                declaration.kind.push('|');
                State::TypeName
            }
            (State::TypeNext, Token::CloseParen(Repeat::Once)) => {
                declaration.kind.push(')');
                State::AttributeDefault
            }
            (State::AttributeDefault, Token::PoundName) => match text {
                "#IMPLIED" => self.attribute(None, false),
                "#REQUIRED" => self.attribute(None, true),
                "#FIXED" => {
                    declaration.is_fixed = true;
                    State::FixedValue
                }
                _ => return Err(self.unexpected(token)),
            },
            (State::AttributeDefault | State::FixedValue, Token::Literal) => {
                let (is_cdata, is_fixed) = (declaration.kind == "CDATA", declaration.is_fixed);
                let at = self.raw.start + 1;
                match self.attribute_value(unquoted(text), at, is_cdata) {
                    Ok(value) => self.attribute(Some(value), is_fixed),
                    Err(Fault { code, at }) => return self.fail_at(code, at),
                }
            }
            _ => return Err(self.unexpected(token)),
        })
    }

    fn attribute(&mut self, default: Option<String>, required: bool) -> State {
        let declaration = &self.prolog.declaration;
        let mut dtd = self.dtd.borrow_mut();
        if dtd.keeps_processing {
            let (element, name) = (declaration.name.clone(), declaration.attribute.clone());
            let kind = declaration.kind.clone();
            let known = dtd.attributes.entry(element.clone()).or_default();
            if known.iter().all(|attribute| attribute.name != name) {
                let is_cdata = kind == "CDATA";
                let (name, default) = (name.clone(), default.clone());
                known.push(dtd::Attribute { name, is_cdata, default });
            }
            self.events.push_back(Event::AttlistDecl { element, name, kind, default, required });
        }
        State::AttributeName
    }

    fn element_token(&mut self, state: State, token: Token, text: &str) -> Result<State, Code> {
        let model = &mut self.prolog.declaration.model;
        let closed = match (state, token) {
            (State::ElementName, Token::Name) => {
                self.prolog.declaration.name = text.to_string();
                return Ok(State::ElementContent);
            }
            (State::ElementContent, Token::Name) if text == "EMPTY" => {
                Some(ModelBuilder::word(ModelKind::Empty))
            }
            (State::ElementContent, Token::Name) if text == "ANY" => {
                Some(ModelBuilder::word(ModelKind::Any))
            }
            (State::ElementContent, Token::OpenParen) => {
                model.open();
                return Ok(State::FirstParticle);
            }
            (State::FirstParticle, Token::PoundName) if text == "#PCDATA" => {
                model.join(ModelKind::Mixed);
                return Ok(State::Mixed);
            }
            (State::FirstParticle | State::Particle, Token::OpenParen) => {
                model.open();
                return Ok(State::Particle);
            }
            (State::FirstParticle | State::Particle, Token::Name | Token::RepeatedName(_)) => {
                if let Some((name, repeat)) = repeated_name(token, text) {
                    model.push(name, repeat);
                }
                return Ok(State::ParticleNext);
            }
            (State::ParticleNext, Token::Comma) if model.join(ModelKind::Sequence) => {
                return Ok(State::Particle);
            }
            (State::ParticleNext, Token::Or) if model.join(ModelKind::Choice) => {
                return Ok(State::Particle);
            }
            (State::ParticleNext, Token::CloseParen(repeat)) => model.close(repeat),
            (State::Mixed, Token::CloseParen(repeat @ (Repeat::Once | Repeat::Any)))
            | (State::MixedNext, Token::CloseParen(repeat @ Repeat::Any)) => model.close(repeat),
            (State::Mixed | State::MixedNext, Token::Or) => return Ok(State::MixedName),
            (State::MixedName, Token::Name) => {
                model.push(text, Repeat::Once);
                return Ok(State::MixedNext);
            }
            _ => return Err(self.unexpected(token)),
        };
        let Some(model) = closed else { return Ok(State::ParticleNext) };
        let name = self.prolog.declaration.name.clone();
        self.events.push_back(Event::ElementDecl { name, model });
        Ok(State::End(Hears::Element))
    }
}
