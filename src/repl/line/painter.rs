//! Draws the block being typed when rustyline draws its line.
//!
//! rustyline asks twice: for its prompt ([`Painter::begin`]), just after erasing the previous
//! drawing, and for its buffer ([`Painter::draw`]). The first answer is the output of tasks in the
//! meantime, the second the whole block with its prompts.

use super::margin::{self, FILL, Margin};
use super::screen::Screen;
use super::view::{self, Extent, Size, View};
use rustyline::GraphemeClusterMode;
use rustyline::highlight::CmdKind;
use std::sync::Arc;

/// The prompts of a block.
#[derive(Clone, Debug, Default)]
pub struct Prompts {
    /// Before the first line, possibly with colours.
    pub first: String,
    /// Before all other lines.
    pub next: String,
}

/// rustyline counts rows in 16 bits. Half of them are left for everything else.
const MOST_ROWS: usize = 1 << 15;

/// Draws a block.
pub struct Painter {
    screen: Arc<Screen>,
    prompts: Prompts,
    mode: GraphemeClusterMode,
    /// A prompt that rustyline shows temporarily, such as the count before a command.
    instead: Option<String>,
    /// Whether rustyline announced a drawing because of a command. Otherwise a poke caused it.
    announced: bool,
    /// Whether the prompt is drawn for the last time.
    last: bool,
    /// Whether the drawing fills the screen.
    fills_screen: bool,
    /// The extent of the drawing, if there is one.
    extent: Option<Extent>,
}

impl Painter {
    /// A painter for a terminal that draws grapheme clusters according to `mode`.
    pub fn new(screen: Arc<Screen>, mode: GraphemeClusterMode) -> Painter {
        Painter {
            screen,
            prompts: Prompts::default(),
            mode,
            instead: None,
            announced: false,
            last: false,
            fills_screen: false,
            extent: None,
        }
    }

    /// Starts a new block.
    pub fn start(&mut self, prompts: &Prompts) {
        self.prompts = prompts.clone();
        (self.announced, self.last, self.fills_screen) = (false, false, false);
        self.extent = None;
    }

    /// The margin of the block's lines.
    pub fn margin(&self) -> Margin {
        Margin { width: view::width(&self.prompts.next, self.mode) }
    }

    /// The terminal.
    pub fn size(&self) -> Size {
        let (columns, rows) = self.screen.size();
        Size { columns: columns.max(2), rows, mode: self.mode }
    }

    /// Whether a text has no more rows than rustyline can count.
    pub fn can_draw(&self, text: &str) -> bool {
        let columns = self.size().columns.saturating_sub(self.margin().width).max(1);
        let rows = |line: &str| 1 + view::width(line, self.mode) / columns;
        text.split('\n').map(rows).sum::<usize>() <= MOST_ROWS
    }

    /// Announces a drawing because of a command.
    pub fn announce(&mut self, kind: CmdKind) {
        self.announced = true;
        self.last = kind == CmdKind::ForcedRefresh;
    }

    /// The text before the drawing, and whether a poke caused the drawing. `is_own` says whether
    /// the prompt is the block's own. rustyline draws without an announcement in a terminal of a
    /// new width, before it looks for a poke; the terminal itself may have broken the rows.
    pub fn begin(&mut self, prompt: &str, is_own: bool) -> (String, bool) {
        self.instead = (!is_own).then(|| prompt.to_string());
        let columns = self.size().columns;
        let resized = self.extent.take().filter(|extent| extent.columns != columns);
        let redraws = resized.as_ref().is_some_and(|extent| extent.is_redrawn(columns));
        let is_announced = std::mem::take(&mut self.announced) || redraws;
        let poked = !is_announced && self.screen.is_poked();
        let added = match resized {
            Some(extent) if self.screen.breaks_rows() => extent.rows_added(columns),
            _ => 0,
        };
        (self.screen.begin_frame(poked, self.fills_screen, added, self.last), poked)
    }

    /// Whether the prompt is drawn for the last time.
    pub fn is_last(&self) -> bool {
        self.last
    }

    /// The drawing of a buffer with the cursor at a position, and the lines below it.
    pub fn draw(
        &mut self,
        buffer: &str,
        at: usize,
        highlight: impl FnOnce(&str, Option<usize>) -> String,
        suggestion: String,
        footer: Vec<String>,
    ) -> String {
        let prompt = self.instead.clone().unwrap_or_else(|| self.prompts.first.clone());
        let view = if self.margin().is_whole(buffer) {
            let (text, cursor) = (margin::text(buffer), margin::text_position(buffer, at));
            let text = highlight(&text, (!self.last).then_some(cursor));
            View {
                prompt,
                continuation: self.prompts.next.clone(),
                text,
                cursor,
                suggestion,
                footer,
            }
        } else {
            // Only the columns matter.
            let (text, cursor) = (buffer.replace(FILL, "\u{2003}"), at);
            View {
                prompt,
                continuation: String::new(),
                text,
                cursor,
                suggestion: String::new(),
                footer,
            }
        };
        let frame = view.draw(self.size(), self.last);
        self.fills_screen = frame.cut;
        self.extent = Some(frame.extent);
        frame.text
    }
}
