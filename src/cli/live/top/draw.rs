//! The screen of `hob top`.

use super::look::{Look, PAST, Row, SECONDS, SORTS, Shared};
use super::{Top, View};
use crate::text::span::span;
use crate::trace::{Trace, lanes};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Text};
use ratatui::widgets::{Paragraph, Row as TableRow, Table, Widget, Wrap};
use std::collections::HashMap;

/// The warnings shown at most.
const MOST_WARNINGS: usize = 5;

const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const CHOSEN: Style = Style::new().add_modifier(Modifier::REVERSED);

impl Top {
    /// Draws a refresh on the whole of a buffer.
    pub fn draw(&mut self, look: &Look, buffer: &mut Buffer) {
        let mut rows: Vec<&Row> = look.rows.iter().filter(|row| self.matches(row)).collect();
        let key = SORTS[self.sort].1;
        rows.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.number.total_cmp(&b.number)));
        self.chosen = self.chosen.map(|chosen| chosen.min(rows.len().saturating_sub(1)));
        let head = self.head(look, rows.len());
        let height = Constraint::Length(u16::try_from(head.len()).unwrap_or(u16::MAX));
        let [above, body] = Layout::vertical([height, Constraint::Fill(1)]).areas(buffer.area);
        Paragraph::new(head).render(above, buffer);
        match (self.view, &look.trace) {
            _ if self.shows_detail && !rows.is_empty() => {
                detail(rows[self.chosen.unwrap_or(0)]).render(body, buffer);
            }
            (View::Waits, _) => draw_waits(&rows, &look.shared, body, buffer),
            (View::Lanes, Some(trace)) => last_seconds(trace, body.width).render(body, buffer),
            _ => self.draw_tasks(&rows, body, buffer),
        }
    }

    fn matches(&self, row: &Row) -> bool {
        [&row.name, &row.place, &row.words].iter().any(|text| text.contains(&self.filter))
    }

    fn head(&self, look: &Look, matching: usize) -> Vec<Line<'static>> {
        let mut lines: Vec<Line> = look.head.iter().cloned().map(Line::from).collect();
        let warnings = look.warnings.iter().take(MOST_WARNINGS);
        lines.extend(warnings.map(|warning| Line::styled(format!("! {warning}"), BOLD)));
        if look.warnings.len() > MOST_WARNINGS {
            let more = look.warnings.len() - MOST_WARNINGS;
            lines.push(Line::styled(format!("! and {more} more warnings"), BOLD));
        }
        if self.types_filter || !self.filter.is_empty() {
            let cursor = if self.types_filter { "_" } else { "" };
            lines.push(format!("filter: {}{cursor} ({matching} tasks)", self.filter).into());
        }
        lines
    }

    fn draw_tasks(&self, rows: &[&Row], area: Rect, buffer: &mut Buffer) {
        let mark = |name: &str| if SORTS[self.sort].0 == name { "▾" } else { "" };
        let title = |name: &str, text: &str| format!("{text}{}", mark(name));
        let [table, below] = Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(u16::from(rows.len() + 1 > usize::from(area.height))),
        ])
        .areas(area);
        let room = usize::from(table.height.saturating_sub(1)).max(1);
        let first = self.chosen.unwrap_or(0).saturating_sub(room - 1);
        let shown = rows.iter().enumerate().skip(first).take(room).map(|(index, row)| {
            let style = if self.chosen == Some(index) { CHOSEN } else { Style::new() };
            let cells = [
                number(format!("{:.1}", row.busy_share * 100.0)),
                number(format!("{:.1}", row.steps_per_second)),
                number(format!("{:.1}", row.wakeups_per_second)),
                row.past.as_str().into(),
                format!(" {}: {} in {}", row.name, row.words, row.place).into(),
            ];
            TableRow::new(cells).style(style)
        });
        let titles = [
            number(title("busy", "BUSY%")),
            number(title("steps", "STEPS/S")),
            number(title("wakeups", "WAKES/S")),
            "PAST".into(),
            format!(" {}, {}", title("task", "TASK"), title("since", "STATE")).into(),
        ];
        let widths = [7, 8, 8, PAST as u16].map(Constraint::Length);
        let widths = widths.into_iter().chain([Constraint::Fill(1)]);
        Table::new(shown, widths).header(TableRow::new(titles).style(BOLD)).render(table, buffer);
        Line::from(format!("… {room} of {} tasks", rows.len())).render(below, buffer);
    }
}

/// A cell that ends at the right.
fn number(text: String) -> Text<'static> {
    Text::from(text).right_aligned()
}

/// All about one task.
fn detail(row: &Row) -> Paragraph<'_> {
    let rates = format!(
        "  busy {:.1} %, {:.1} steps and {:.1} wake-ups a second",
        row.busy_share * 100.0,
        row.steps_per_second,
        row.wakeups_per_second
    );
    let indented =
        [&row.place, &row.words, &row.origin].map(|text| Line::from(format!("  {text}")));
    let lines =
        [Line::default(), Line::styled(row.name.as_str(), BOLD)].into_iter().chain(indented);
    let lines = lines.chain([rates.into(), "(Enter goes back)".into()]);
    Paragraph::new(lines.collect::<Vec<_>>()).wrap(Wrap { trim: false })
}

/// The last seconds as lanes.
fn last_seconds(trace: &Trace, width: u16) -> Paragraph<'static> {
    let text = lanes::show(trace, lanes::Look { width: width.into(), is_colored: false });
    let text = text.split("\n\n").next().unwrap_or_default();
    Paragraph::new(format!("the last {SECONDS} seconds\n{text}"))
}

/// The objects that tasks wait for, those with the most tasks first, and what they share.
fn draw_waits(rows: &[&Row], shared: &[Shared], area: Rect, buffer: &mut Buffer) {
    let mut objects: HashMap<&str, (usize, f64, &str)> = HashMap::new();
    for row in rows.iter().filter(|row| !row.awaited.is_empty()) {
        let known = objects.entry(&row.awaited).or_insert((0, 0.0, &row.name));
        known.0 += 1;
        if row.since > known.1 {
            (known.1, known.2) = (row.since, &row.name);
        }
    }
    let mut objects: Vec<_> = objects.into_iter().collect();
    objects.sort_by(|(a, x), (b, y)| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then(a.cmp(b)));
    let height = u16::try_from(objects.len() + 2).unwrap_or(u16::MAX);
    let half = u16::try_from(shared.len() + 1).unwrap_or(u16::MAX).min(area.height / 2);
    let [above, below] =
        Layout::vertical([Constraint::Max(height), Constraint::Min(half)]).areas(area);
    let waits = objects.into_iter().map(|(object, (count, longest, name))| {
        let who = if count == 1 { format!(" ({name})") } else { format!(" ({name} the longest)") };
        let cells =
            [number(count.to_string()), number(span(longest)), format!(" {object}{who}").into()];
        TableRow::new(cells)
    });
    let titles = [number("TASKS".into()), number("LONGEST".into()), " WAIT FOR".into()];
    let widths = [Constraint::Length(7), Constraint::Length(10), Constraint::Fill(1)];
    Table::new(waits, widths).header(TableRow::new(titles).style(BOLD)).render(above, buffer);
    let things = shared.iter().map(|s| {
        let cells = [
            number(s.size.to_string()),
            number(format!("{:+.1}", s.growth)),
            number(s.waiting.to_string()),
            format!(" {}", s.text).into(),
        ];
        TableRow::new(cells)
    });
    let titles = ["SIZE", "CHANGE/S", "WAITING"].map(|title| number(title.into()));
    let titles = titles.into_iter().chain([" QUEUES AND LOCKS IN USE".into()]);
    let widths = [7, 8, 8].map(Constraint::Length).into_iter().chain([Constraint::Fill(1)]);
    Table::new(things, widths).header(TableRow::new(titles).style(BOLD)).render(below, buffer);
}
