//! Durations in words.

/// A duration in seconds, in a suitable unit: `2 min 5 s`, `1.5 s`, `20.0 ms`.
///
/// ```
/// # use hob::text::span::span;
/// assert_eq!(span(125.0), "2 min 5 s");
/// assert_eq!(span(0.02), "20.0 ms");
/// ```
pub fn span(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    match seconds {
        s if s >= 3600.0 => format!("{:.0} h {:.0} min", (s / 3600.0).floor(), s % 3600.0 / 60.0),
        s if s >= 60.0 => format!("{:.0} min {:.0} s", (s / 60.0).floor(), s % 60.0),
        s if s >= 1.0 => format!("{s:.1} s"),
        s if s >= 1e-3 => format!("{:.1} ms", s * 1e3),
        s if s >= 1e-6 => format!("{:.1} µs", s * 1e6),
        s => format!("{:.0} ns", s * 1e9),
    }
}
