//! Single fields as people type them: lines, lists of names, addresses of pages, sums, days and times.

use jiff::civil::{Date, Time};

use crate::base::name::{is_hidden, is_seen};

/// The longest address of a page.
const MOST_LINK: usize = 500;

/// One line without signs that do not show, or turn the direction of others; nothing where none is left that shows.
pub fn line(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect();
    if !plain.chars().any(is_seen) {
        return String::new();
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of several lines without signs that do not show: at most one blank line in a row.
pub fn lines(typed: &str) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in typed.lines() {
        let line: String = line.chars().filter(|c| !is_hidden(*c)).collect();
        blank = if line.trim().is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

/// A few short texts with commas or line ends between them.
pub(super) fn named(typed: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in typed.split([',', ';', '\n']) {
        let one = line(one);
        if !one.is_empty() && !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// A page over https at a name with a dot.
pub fn page(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let plain = host
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let shown = typed
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && !"\"<>\\^`{|}".contains(c));
    let named = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    (plain && named && shown && typed.len() <= MOST_LINK).then(|| typed.to_owned())
}

/// Euros as they are typed: « 5 », « 2,50 ».
pub(super) fn cents(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_end_matches('€').trim().replace(',', ".");
    if typed.is_empty() {
        return Some(0);
    }
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 || whole.len() > 4 || whole.is_empty() {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + part)
}

/// A day as browsers send it (`2027-03-04`), or as it is typed (`4/3/2027`, `04.03.2027`).
pub fn day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let parts: Vec<&str> = typed.split(['/', '.']).collect();
    let day = match parts.as_slice() {
        [day, month, year] => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?
        }
        _ => typed.parse().ok()?,
    };
    (2000..=2199).contains(&day.year()).then_some(day)
}

/// A time of day as browsers send it (`13:30`), or as it is typed (« 13h30 », « 13 h »).
pub fn time(typed: &str) -> Option<Time> {
    let plain = typed.trim().to_lowercase().replace([' ', '\u{a0}'], "");
    let (hour, minute) = plain.split_once([':', 'h']).unwrap_or((&plain, ""));
    let minute = minute.split(':').next().unwrap_or_default();
    let number = |text: &str| -> Option<i8> {
        let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() {
            Some(0)
        } else {
            text.parse().ok().filter(|_| digits)
        }
    };
    if hour.is_empty() {
        return None;
    }
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_does_not_show_stands_in_a_line() {
        assert_eq!(line(" A\u{202e}\u{200b}\r\nB \0"), "A B");
        assert_eq!(line(" \u{200b}\u{200d} "), "");
        assert_eq!(line("👩\u{200d}👧"), "👩\u{200d}👧");
        assert_eq!(lines("A\u{202e}\n\n\n\nB\u{feff}"), "A\n\nB");
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (text, told) in [
            ("13:30", "13:30:00"),
            ("13h30", "13:30:00"),
            (" 9 h ", "09:00:00"),
            ("9H05", "09:05:00"),
            ("18", "18:00:00"),
        ] {
            assert_eq!(time(text).unwrap().to_string(), told);
        }
        for odd in ["", "h30", "25:00", "13:75", "midi", "13:3x", "-1:00"] {
            assert_eq!(time(odd), None, "{odd}");
        }
        assert_eq!(day("4/3/2027"), day("2027-03-04"));
        for odd in [
            "",
            "2027",
            "31/2/2027",
            "demain",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert_eq!(day(odd), None, "{odd}");
        }
        assert_eq!(
            [cents(""), cents("5"), cents("2,5 €"), cents("2.50")],
            [Some(0), Some(500), Some(250), Some(250)]
        );
        for odd in ["-1", "cinq", "1,234", ",", "99999"] {
            assert_eq!(cents(odd), None, "{odd}");
        }
    }
}
