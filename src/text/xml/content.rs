//! The contents of elements.

use super::error::{Code, Fault};
use super::lexer::{self, Cdata, Content, Stop};
use super::{Event, ExternalId, Parser, Progress, Stage, Wanted};

impl Parser {
    pub(super) fn content_step(&mut self) -> Result<Progress, Code> {
        if self.rest().is_empty() {
            return self.content_end();
        }
        let mut spans = std::mem::take(&mut self.spans);
        let token = lexer::content(self.rest(), self.has_namespaces(), &mut spans);
        let result = match token {
            Ok((token, length)) => self.content_token(token, length, &spans),
            Err(stop) => self.stopped(stop),
        };
        self.spans = spans;
        result
    }

    /// The end of the text of an entity or of the document.
    fn content_end(&mut self) -> Result<Progress, Code> {
        if self.sources.len() > 1 {
            if self.top().level != self.tags.len() {
                return Err(Code::AsyncEntity);
            }
            self.leave();
            return Ok(Progress::Some);
        }
        let at = self.top().at;
        if self.is_bad || !self.is_last || !self.bytes.is_empty() {
            return self.stopped(Stop::Partial);
        }
        match (self.is_fragment, self.tags.is_empty()) {
            (false, _) => self.fail_at(Code::NoElements, at),
            (true, false) => self.fail_at(Code::AsyncEntity, at),
            (true, true) => {
                self.finished = true;
                Ok(Progress::NeedsMore)
            }
        }
    }

    fn content_token(
        &mut self,
        token: Content,
        length: usize,
        spans: &[lexer::AttributeSpan],
    ) -> Result<Progress, Code> {
        let waits = !self.at_last();
        match token {
            Content::TrailingReturn | Content::TrailingBrackets if waits => {
                return self.stopped(Stop::Partial);
            }
            Content::TrailingReturn if self.sources.len() == 1 && !self.is_fragment => {
                let at = self.top().at;
                self.consume(length)?;
                self.events.push_back(Event::Characters("\n".to_string()));
                return self.fail_at(Code::NoElements, at);
            }
            Content::XmlDecl => return self.stopped(Stop::Fault(Code::MisplacedXmlPi.at(0))),
            _ => {}
        }
        if matches!(token, Content::Data | Content::TrailingBrackets) {
            let text = self.rest()[..length].to_string();
            self.consume(length)?;
            self.push_characters(text);
            return Ok(Progress::Some);
        }
        let mut text = std::mem::take(&mut self.token);
        text.clear();
        text.push_str(&self.rest()[..length]);
        let result = self.markup(token, &text, spans);
        self.token = text;
        result
    }

    /// Takes a token other than characters.
    fn markup(
        &mut self,
        token: Content,
        text: &str,
        spans: &[lexer::AttributeSpan],
    ) -> Result<Progress, Code> {
        let (base, length) = (self.top().at, text.len());
        self.consume(length)?;
        let event = match token {
            Content::Newline | Content::TrailingReturn => Event::Characters("\n".to_string()),
            Content::CharRef => match lexer::referenced_char(text) {
                Some(c) => Event::Characters(c.to_string()),
                None => return Err(Code::BadCharRef),
            },
            Content::EntityRef => return self.entity_ref(&text[1..length - 1]),
            Content::StartTag | Content::EmptyTag => {
                let is_empty = token == Content::EmptyTag;
                let bindings = self.namespaces.count();
                if let Err(Fault { code, at }) = self.start_element(text, base, spans, is_empty) {
                    if is_empty {
                        self.end_namespaces(bindings);
                    }
                    return self.fail_at(code, at);
                }
                if is_empty {
                    self.end_element(true);
                }
                return Ok(Progress::Some);
            }
            Content::EndTag => {
                let name = text[2..length - 1].trim_end_matches([' ', '\t', '\r', '\n']);
                if self.tags.len() == self.top().level {
                    return Err(Code::AsyncEntity);
                }
                if self.tags.last().is_none_or(|tag| tag.written() != name) {
                    return self.fail_at(Code::TagMismatch, base + 2);
                }
                self.end_element(false);
                return Ok(Progress::Some);
            }
            Content::CdataOpen => {
                self.stage = Stage::Cdata;
                Event::StartCdata
            }
            Content::Comment => comment(text),
            Content::Pi => pi(text),
            // The bytes that the caller has taken.
            Content::Data | Content::TrailingBrackets => return Ok(Progress::Some),
            Content::XmlDecl => return Err(Code::MisplacedXmlPi),
        };
        self.events.push_back(event);
        Ok(Progress::Some)
    }

    fn end_element(&mut self, is_empty: bool) {
        let Some(tag) = self.tags.pop() else { return };
        self.events.push_back(Event::EndElement { name: tag.name, empty: is_empty });
        self.end_namespaces(tag.bindings);
        if self.tags.is_empty() && !self.is_fragment {
            self.stage = Stage::Epilog;
            self.prolog.close_document();
        }
    }

    /// Undoes all bindings but the first `kept`.
    fn end_namespaces(&mut self, kept: usize) {
        while self.namespaces.count() > kept {
            let prefix = self.namespaces.unbind().filter(|prefix| !prefix.is_empty());
            self.events.push_back(Event::EndNamespace { prefix });
        }
    }

    fn entity_ref(&mut self, name: &str) -> Result<Progress, Code> {
        if let Some(text) = lexer::predefined(name) {
            self.events.push_back(Event::Characters(text.to_string()));
            return Ok(Progress::Some);
        }
        let skipped = Event::SkippedEntity { name: name.to_string(), is_parameter: false };
        let (must_be_known, entity) = {
            let dtd = self.dtd.borrow();
            let must = !dtd.has_parameter_refs || dtd.is_standalone;
            (must, dtd.entities.get(name).cloned())
        };
        let entity = match entity {
            None if must_be_known => return Err(Code::UndefinedEntity),
            Some(entity) if must_be_known && !entity.is_internal => {
                return Err(Code::EntityDeclaredInPe);
            }
            None => {
                self.events.push_back(skipped);
                return Ok(Progress::Some);
            }
            Some(entity) => entity,
        };
        if entity.is_open {
            return Err(Code::RecursiveEntityRef);
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryEntityRef);
        }
        match entity.text {
            Some(_) if !self.settings.expands_entities => self.events.push_back(skipped),
            Some(text) => self.enter(name, false, text, false),
            None => {
                let mut context = self.namespaces.context();
                let open = self.sources.iter().filter_map(|source| source.entity.as_ref());
                context.extend(open.map(|(name, _)| name.clone()));
                context.push(name.to_string());
                let ids =
                    ExternalId { base: entity.base, system: entity.system, public: entity.public };
                self.wanted = Some(Wanted::External);
                let context = Some(context.join("\x0c"));
                self.events.push_back(Event::ExternalEntity { context, ids: ids.into() });
            }
        }
        Ok(Progress::Some)
    }

    pub(super) fn cdata_step(&mut self) -> Result<Progress, Code> {
        let (token, length) = match lexer::cdata(self.rest()) {
            Ok(token) => token,
            Err(Stop::Partial) if self.at_last() && self.bytes.is_empty() => {
                let at = self.top().at;
                return self.fail_at(Code::UnclosedCdataSection, at);
            }
            Err(stop) => return self.stopped(stop),
        };
        let text = self.rest()[..length].to_string();
        self.consume(length)?;
        self.events.push_back(match token {
            Cdata::Data => {
                self.push_characters(text);
                return Ok(Progress::Some);
            }
            Cdata::Newline => Event::Characters("\n".to_string()),
            Cdata::Close => {
                self.stage = Stage::Content;
                Event::EndCdata
            }
        });
        Ok(Progress::Some)
    }
}

/// The event of `<!--…-->`.
pub(super) fn comment(text: &str) -> Event {
    Event::Comment(lexer::with_line_feeds(&text[4..text.len() - 3]))
}

/// The event of `<?target data?>`.
pub(super) fn pi(text: &str) -> Event {
    let inside = &text[2..text.len() - 2];
    let space = [' ', '\t', '\r', '\n'];
    let (target, data) = inside.split_once(space).unwrap_or((inside, ""));
    Event::Pi {
        target: target.to_string(),
        data: lexer::with_line_feeds(data.trim_start_matches(space)),
    }
}
