//! The prolog, the document type declaration, and the part after the root.

use super::content::{comment, pi};
use super::declarations::Declaration;
use super::error::Code;
use super::lexer::{self, Prolog as Token, Repeat, Stop};
use super::{Event, ExternalId, Hears, ParameterEntities, Parser, Progress, Stage, Wanted};

/// The part of the prolog read so far.
#[derive(Default)]
pub(super) struct Prolog {
    pub(super) state: State,
    /// Whether this is an external subset or parameter entity.
    is_external: bool,
    doctype: String,
    ids: ExternalId,
    /// Whether the document names an external subset.
    has_external: bool,
    /// The number of open `<![INCLUDE[`.
    included: usize,
    pub(super) declaration: Declaration,
}

/// The token that is expected next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Anything before the document type declaration or the root.
    #[default]
    Misc,
    DoctypeName,
    DoctypeId,
    DoctypePublic,
    DoctypeSystem,
    DoctypeSubset,
    /// A declaration.
    Subset,
    DoctypeClose,
    AfterDoctype,
    Epilog,
    EntityName,
    ParameterName,
    EntityValue,
    EntityPublic,
    EntitySystem,
    EntityEnd,
    EntityNotation,
    NotationName,
    NotationId,
    NotationPublic,
    NotationSystem,
    NotationEnd,
    AttlistName,
    AttributeName,
    AttributeType,
    NotationTypes,
    TypeName,
    TypeNext,
    AttributeDefault,
    FixedValue,
    ElementName,
    ElementContent,
    FirstParticle,
    Particle,
    ParticleNext,
    Mixed,
    MixedName,
    MixedNext,
    SectionKeyword,
    SectionOpen {
        is_included: bool,
    },
    /// The text of an ignored section, with the number of open ones.
    Ignored(usize),
    /// `>`
    End(Hears),
}

impl State {
    /// The handler that hears of markup here.
    fn hears(self) -> Hears {
        use State::*;
        match self {
            Misc
            | Subset
            | AfterDoctype
            | Epilog
            | SectionKeyword
            | SectionOpen { .. }
            | Ignored(_) => Hears::Nobody,
            DoctypeName | DoctypeId | DoctypePublic | DoctypeSystem | DoctypeSubset => {
                Hears::StartDoctype
            }
            DoctypeClose => Hears::EndDoctype,
            EntityName | ParameterName | EntityValue | EntityPublic | EntitySystem | EntityEnd
            | EntityNotation => Hears::Entity,
            NotationName | NotationId | NotationPublic | NotationSystem | NotationEnd => {
                Hears::Notation
            }
            AttlistName | AttributeName | AttributeType | NotationTypes | TypeName | TypeNext
            | AttributeDefault | FixedValue => Hears::Attlist,
            ElementName | ElementContent | FirstParticle | Particle | ParticleNext | Mixed
            | MixedName | MixedNext => Hears::Element,
            End(hears) => hears,
        }
    }

    fn is_between(self) -> bool {
        matches!(self, State::Misc | State::Subset | State::AfterDoctype | State::Epilog)
    }
}

impl Prolog {
    /// That of an external subset or parameter entity.
    pub(super) fn external() -> Prolog {
        Prolog { state: State::Subset, is_external: true, ..Prolog::default() }
    }

    pub(super) fn is_external(&self) -> bool {
        self.is_external
    }

    /// Goes on after the root.
    pub(super) fn close_document(&mut self) {
        self.state = State::Epilog;
    }
}

impl Parser {
    pub(super) fn prolog_step(&mut self) -> Result<Progress, Code> {
        if self.rest().is_empty() {
            return self.prolog_end();
        }
        if let State::Ignored(open) = self.prolog.state {
            return self.ignored(open);
        }
        let last = self.at_last() && self.bytes.is_empty();
        let (token, length) = match lexer::prolog(self.rest(), self.has_namespaces(), last) {
            Ok(token) => token,
            Err(stop) => return self.stopped(stop),
        };
        let text = self.rest()[..length].to_string();
        self.consume(length)?;
        let (before, state) = (self.events.len(), self.prolog.state);
        self.prolog_token(token, &text)?;
        let heard = self.events.len() > before || length == 0;
        if !heard && token != Token::ParameterRef {
            self.events.push_back(Event::Markup(match (token, self.prolog.state) {
                // The first token of a declaration belongs to it.
                (Token::DeclOpen, inside) => inside.hears(),
                _ => state.hears(),
            }));
        }
        Ok(Progress::Some)
    }

    fn prolog_end(&mut self) -> Result<Progress, Code> {
        let (at, state) = (self.top().at, self.prolog.state);
        if self.sources.len() > 1 {
            if self.top().between && !state.is_between() {
                return Err(Code::IncompletePe);
            }
            self.leave();
            return Ok(Progress::Some);
        }
        if self.is_bad || !self.is_last || !self.bytes.is_empty() {
            return self.stopped(Stop::Partial);
        }
        if self.prolog.is_external && (state != State::Subset || self.prolog.included > 0) {
            return self.fail_at(Code::IncompletePe, at);
        }
        if !self.prolog.is_external && state != State::Epilog {
            return self.fail_at(Code::NoElements, at);
        }
        self.finished = true;
        Ok(Progress::NeedsMore)
    }

    /// An ignored section, up to its end.
    fn ignored(&mut self, mut open: usize) -> Result<Progress, Code> {
        let rest = self.rest();
        let mut at = 0;
        while let Some(found) = rest[at..].find(['<', ']']).map(|n| at + n) {
            if rest[found..].starts_with("<![") {
                open += 1;
                at = found + 3;
            } else if rest[found..].starts_with("]]>") {
                open -= 1;
                at = found + 3;
                if open == 0 {
                    self.consume(at)?;
                    self.prolog.state = State::Subset;
                    self.events.push_back(Event::Markup(Hears::Nobody));
                    return Ok(Progress::Some);
                }
            } else {
                at = found + 1;
            }
        }
        match self.stopped(Stop::Partial) {
            Err(Code::UnclosedToken) => Err(Code::Syntax),
            result => result,
        }
    }

    fn prolog_token(&mut self, token: Token, text: &str) -> Result<(), Code> {
        let state = self.prolog.state;
        match token {
            Token::Space => return Ok(()),
            Token::Comment if state.is_between() => {
                self.events.push_back(comment(text));
                return Ok(());
            }
            Token::Pi if state.is_between() => {
                self.events.push_back(pi(text));
                return Ok(());
            }
            Token::ParameterRef
                if state == State::Subset || self.prolog.is_external && !state.is_between() =>
            {
                return self.parameter_ref(&text[1..text.len() - 1], state == State::Subset);
            }
            _ => {}
        }
        match state {
            State::Misc => match token {
                Token::DeclOpen if text == "<!DOCTYPE" => {
                    self.prolog.state = State::DoctypeName;
                    Ok(())
                }
                Token::InstanceStart => self.start_root(),
                _ => Err(self.unexpected(token)),
            },
            State::AfterDoctype => match token {
                Token::InstanceStart => self.start_root(),
                _ => Err(self.unexpected(token)),
            },
            State::Epilog => Err(Code::JunkAfterDocElement),
            State::DoctypeName
            | State::DoctypeId
            | State::DoctypePublic
            | State::DoctypeSystem
            | State::DoctypeSubset
            | State::DoctypeClose => self.doctype_token(state, token, text),
            State::Subset => self.subset_token(token, text),
            State::SectionKeyword => {
                let is_included = match text {
                    "INCLUDE" => true,
                    "IGNORE" => false,
                    _ => return Err(self.unexpected(token)),
                };
                self.prolog.state = State::SectionOpen { is_included };
                Ok(())
            }
            State::SectionOpen { is_included } => {
                if token != Token::OpenBracket {
                    return Err(self.unexpected(token));
                }
                self.prolog.included += usize::from(is_included);
                self.prolog.state = if is_included { State::Subset } else { State::Ignored(1) };
                Ok(())
            }
            _ => self.declaration_token(state, token, text),
        }
    }

    /// The error for a token that is not allowed there.
    pub(super) fn unexpected(&self, token: Token) -> Code {
        match token {
            Token::ParameterRef => Code::ParamEntityRef,
            Token::XmlDecl => Code::MisplacedXmlPi,
            _ => Code::Syntax,
        }
    }

    fn start_root(&mut self) -> Result<(), Code> {
        self.stage = Stage::Content;
        if std::mem::take(&mut self.settings.foreign_dtd) {
            self.external_subset();
        }
        Ok(())
    }

    fn doctype_token(&mut self, state: State, token: Token, text: &str) -> Result<(), Code> {
        self.prolog.state = match (state, token) {
            (State::DoctypeName, Token::Name) => {
                self.prolog.doctype = text.to_string();
                State::DoctypeId
            }
            (State::DoctypeId, Token::Name) if text == "SYSTEM" => State::DoctypeSystem,
            (State::DoctypeId, Token::Name) if text == "PUBLIC" => State::DoctypePublic,
            (State::DoctypePublic, Token::Literal) => {
                self.prolog.ids.public = Some(self.public_id(text)?);
                State::DoctypeSystem
            }
            (State::DoctypeSystem, Token::Literal) => {
                self.prolog.ids.system = Some(unquoted(text).to_string());
                self.prolog.ids.base = self.settings.base.clone();
                self.prolog.has_external = true;
                self.settings.foreign_dtd = false;
                let is_standalone = {
                    let mut dtd = self.dtd.borrow_mut();
                    dtd.has_parameter_refs = true;
                    dtd.is_standalone
                };
                let is_read = self.settings.parameter_entities != ParameterEntities::Never;
                if !is_standalone && !is_read && self.settings.hears_not_standalone {
                    self.ask_standalone();
                }
                State::DoctypeSubset
            }
            (State::DoctypeId | State::DoctypeSubset, Token::OpenBracket) => {
                self.start_doctype(true);
                State::Subset
            }
            (State::DoctypeId | State::DoctypeSubset, Token::DeclClose) => {
                self.start_doctype(false);
                self.end_doctype();
                State::AfterDoctype
            }
            (State::DoctypeClose, Token::DeclClose) => {
                self.end_doctype();
                State::AfterDoctype
            }
            _ => return Err(self.unexpected(token)),
        };
        Ok(())
    }

    fn start_doctype(&mut self, has_subset: bool) {
        let name = std::mem::take(&mut self.prolog.doctype);
        let ids = ExternalId { base: None, ..self.prolog.ids.clone() };
        self.events.push_back(Event::StartDoctype { name, ids: ids.into(), has_subset });
    }

    fn end_doctype(&mut self) {
        if self.prolog.has_external || std::mem::take(&mut self.settings.foreign_dtd) {
            self.external_subset();
        }
        if self.wanted.is_none() {
            self.events.push_back(Event::EndDoctype);
        }
    }

    /// Requests the external subset, if it is needed.
    fn external_subset(&mut self) {
        let had_refs = std::mem::replace(&mut self.dtd.borrow_mut().has_parameter_refs, true);
        let is_read = self.settings.parameter_entities != ParameterEntities::Never;
        if !is_read || !self.settings.hears_external {
            return;
        }
        self.dtd.borrow_mut().was_read = false;
        let ids = ExternalId { base: self.settings.base.clone(), ..self.prolog.ids.clone() };
        let named = self.prolog.has_external;
        self.wanted = Some(Wanted::ExternalSubset { named, had_refs });
        self.events.push_back(Event::ExternalEntity { context: None, ids: ids.into() });
    }

    pub(super) fn after_external_subset(&mut self, named: bool, had_refs: bool) {
        let (was_read, is_standalone) = {
            let dtd = self.dtd.borrow();
            (dtd.was_read, dtd.is_standalone)
        };
        if was_read && !is_standalone && self.settings.hears_not_standalone {
            self.ask_standalone();
        } else if !was_read && !named {
            self.dtd.borrow_mut().has_parameter_refs = had_refs;
        }
        if self.stage == Stage::Prolog {
            self.events.push_back(Event::EndDoctype);
        }
    }

    fn ask_standalone(&mut self) {
        self.wanted = Some(Wanted::Standalone);
        self.events.push_back(Event::NotStandalone);
    }

    fn subset_token(&mut self, token: Token, text: &str) -> Result<(), Code> {
        self.prolog.state = match token {
            Token::DeclOpen => {
                self.prolog.declaration = Declaration::default();
                match &text[2..] {
                    "ENTITY" => State::EntityName,
                    "ATTLIST" => State::AttlistName,
                    "ELEMENT" => State::ElementName,
                    "NOTATION" => State::NotationName,
                    _ => return Err(self.unexpected(token)),
                }
            }
            Token::CloseBracket if !self.prolog.is_external && self.sources.len() == 1 => {
                State::DoctypeClose
            }
            Token::SectionOpen if self.prolog.is_external => State::SectionKeyword,
            Token::SectionClose if self.prolog.included > 0 => {
                self.prolog.included -= 1;
                State::Subset
            }
            _ => return Err(self.unexpected(token)),
        };
        Ok(())
    }

    /// `%name;`, between declarations or inside one.
    fn parameter_ref(&mut self, name: &str, between: bool) -> Result<(), Code> {
        let skipped = Event::SkippedEntity { name: name.to_string(), is_parameter: true };
        let (entity, is_standalone) = {
            let mut dtd = self.dtd.borrow_mut();
            dtd.has_parameter_refs = true;
            (dtd.parameters.get(name).cloned(), dtd.is_standalone)
        };
        let is_read = self.settings.parameter_entities != ParameterEntities::Never;
        let entity = match entity {
            _ if !is_read => None,
            None if is_standalone && !self.prolog.is_external && self.sources.len() == 1 => {
                return Err(Code::UndefinedEntity);
            }
            None => {
                self.dtd.borrow_mut().keeps_processing = is_standalone;
                self.events.push_back(skipped);
                return Ok(());
            }
            entity => entity,
        };
        match entity {
            None => {
                self.dtd.borrow_mut().keeps_processing = is_standalone;
                self.events.push_back(Event::Markup(Hears::Nobody));
                if !is_standalone && self.settings.hears_not_standalone {
                    self.ask_standalone();
                }
            }
            Some(entity) if entity.is_open => return Err(Code::RecursiveEntityRef),
            Some(entity) => match entity.text {
                Some(text) => self.enter(name, true, text, between),
                None if self.settings.hears_external => {
                    self.dtd.borrow_mut().was_read = false;
                    let ids = ExternalId {
                        base: entity.base,
                        system: entity.system,
                        public: entity.public,
                    };
                    self.wanted = Some(Wanted::ParameterEntity);
                    self.events.push_back(Event::ExternalEntity { context: None, ids: ids.into() });
                }
                None => self.dtd.borrow_mut().keeps_processing = is_standalone,
            },
        }
        Ok(())
    }

    pub(super) fn after_parameter_entity(&mut self) {
        let (was_read, is_standalone) = {
            let mut dtd = self.dtd.borrow_mut();
            if !dtd.was_read {
                dtd.keeps_processing = dtd.is_standalone;
            }
            (dtd.was_read, dtd.is_standalone)
        };
        if was_read && !is_standalone && self.settings.hears_not_standalone {
            self.ask_standalone();
        }
    }

    /// The public identifier of a literal.
    pub(super) fn public_id(&mut self, literal: &str) -> Result<String, Code> {
        let id = unquoted(literal);
        match lexer::public_id(id) {
            Ok(()) => Ok(lexer::normalized(id)),
            Err(at) => {
                let at = self.raw.start + 1 + at;
                self.fail_at(Code::PublicId, at)
            }
        }
    }

    /// Whether parameter references are allowed inside declarations here.
    pub(super) fn allows_inner_parameters(&self) -> bool {
        self.prolog.is_external || self.sources.len() > 1
    }
}

/// A literal without its quotes.
pub(super) fn unquoted(literal: &str) -> &str {
    &literal[1..literal.len() - 1]
}

/// Whether a token is a name, and how often it occurs.
pub(super) fn repeated_name(token: Token, text: &str) -> Option<(&str, Repeat)> {
    match token {
        Token::Name => Some((text, Repeat::Once)),
        Token::RepeatedName(repeat) => Some((&text[..text.len() - 1], repeat)),
        _ => None,
    }
}
