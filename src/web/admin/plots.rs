//! Plots as inline drawings: shares by the score in the rest of the test. Colours come from the page, so that they follow its light and print.

use crate::assessment::measurement::figures::{Group, Question, Share};

/// The drawing's own measures: the square of shares within a box of 340 by 220.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 316.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 172.0;

/// A drawing.
#[derive(Default)]
pub struct Plot {
    /// Its title, for whoever does not see it; the words under it say what it shows.
    pub label: String,
    /// The words under its axis.
    pub axis: String,
    /// The marks of its axes: a share in words, and where it stands.
    pub across: Vec<(String, String)>,
    /// The same, upwards.
    pub up: Vec<(String, String)>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of a drawing.
pub struct Line {
    /// How it is drawn.
    pub class: &'static str,
    /// Its stretches, as lists of points; a place that may not be shown breaks it.
    pub stretches: Vec<String>,
    /// Its dots: across, up, and whether the share is only bounded.
    pub dots: Vec<(String, String, bool)>,
    /// Its name, at its last dot.
    pub name: Option<(String, String, String)>,
}

fn across(share: f64) -> String {
    format!("{:.1}", LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT))
}

fn up(share: f64) -> String {
    format!("{:.1}", BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP))
}

fn frame(label: String, axis: String, percent: impl Fn(f64) -> String) -> Plot {
    let marks = [0.0, 0.5, 1.0];
    Plot {
        label,
        axis,
        across: marks.map(|share| (percent(share), across(share))).into(),
        up: marks.map(|share| (percent(share), up(share))).into(),
        lines: Vec::new(),
    }
}

fn line(class: &'static str, places: &[Option<(f64, f64, bool)>], dotted: bool) -> Line {
    let stretch = |places: &[Option<(f64, f64, bool)>]| {
        let points = places.iter().flatten();
        let points = points.map(|(x, y, _)| format!("{},{}", across(*x), up(*y)));
        points.collect::<Vec<_>>().join(" ")
    };
    let shown = places.iter().flatten().filter(|_| dotted);
    Line {
        class,
        stretches: places
            .split(Option::is_none)
            .filter(|places| places.len() > 1)
            .map(stretch)
            .collect(),
        dots: shown
            .map(|(x, y, bounded)| (across(*x), up(*y), *bounded))
            .collect(),
        name: None,
    }
}

/// The empirical characteristic of a question, with the Rasch curve where there is one.
pub fn characteristic(
    question: &Question,
    label: String,
    axis: String,
    percent: impl Fn(f64) -> String,
) -> Option<Plot> {
    if question.groups.is_empty() {
        return None;
    }
    let mut plot = frame(label, axis, percent);
    let model: Vec<_> = question
        .curve
        .iter()
        .map(|(x, y)| Some((*x, *y, false)))
        .collect();
    if !model.is_empty() {
        plot.lines.push(line("model", &model, false));
    }
    let found = |group: &Group| {
        let bounded = !matches!(group.passed, Share::Exactly(_));
        Some((group.rest, group.passed.value(), bounded))
    };
    let places: Vec<_> = question.groups.iter().map(found).collect();
    plot.lines.push(line("right", &places, true));
    Some(plot)
}

/// The choices of a question by groups; nothing where no choice can be shown in two of them.
pub fn distractors(
    question: &Question,
    names: &[String],
    label: String,
    axis: String,
    percent: impl Fn(f64) -> String,
) -> Option<Plot> {
    let mut plot = frame(label, axis, percent);
    for (choice, taken) in question.choices.iter().enumerate() {
        let place = |group: &Group| {
            let share = group.choices.get(choice).copied().flatten()?;
            Some((group.rest, share, false))
        };
        let places: Vec<_> = question.groups.iter().map(place).collect();
        let mut line = line(if taken.right { "right" } else { "wrong" }, &places, true);
        if let (Some((x, y, _)), Some(name)) = (line.dots.last(), names.get(choice)) {
            line.name = Some((name.clone(), x.clone(), y.clone()));
        }
        plot.lines.push(line);
    }
    let drawn = plot.lines.iter().any(|line| !line.stretches.is_empty());
    drawn.then_some(plot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_may_not_be_shown_breaks_its_line() {
        let at = |x: f64| Some((x, x, false));
        let found = line("right", &[at(0.0), at(0.5), None, at(1.0)], true);
        assert_eq!(found.stretches, ["46.0,172.0 181.0,92.0"]);
        assert_eq!(found.dots.len(), 3);
    }
}
