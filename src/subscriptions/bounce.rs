//! When a mailbox that refuses letters is left alone.

use jiff::{SignedDuration, Timestamp};

/// How many letters must be refused for a reason that may not lie with the mailbox.
pub const LETTERS: usize = 3;

/// How far apart the first and the last of them must be, in days: one bad afternoon of ours ends nobody's subscription.
pub const APART_DAYS: i64 = 14;

/// How long a refusal is remembered, in days.
pub const KEPT_DAYS: i64 = 180;

/// What a refusal says of the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: it may be taken later (class 4 of RFC 3463), or the status is none.
    Passing,
    /// There is no such mailbox, or it takes nothing any more.
    Gone,
    /// It was refused for good, for another reason.
    Refused,
}

/// Reads an enhanced status code (RFC 3463, section 2) or the basic code of a reply (RFC 5321, section 4.2).
pub fn read(status: &str) -> Verdict {
    let mut parts = status.split('.').map(|part| part.parse::<u16>().ok());
    match (
        parts.next().flatten(),
        parts.next().flatten(),
        parts.next().flatten(),
    ) {
        // No mailbox, no domain, bad syntax, moved away, takes no mail (RFC 7505), disabled: sections 3.2 and 3.3.
        (Some(5), Some(1), Some(1 | 2 | 3 | 6 | 10)) | (Some(5), Some(2), Some(1)) => Verdict::Gone,
        (Some(5), _, _) | (Some(500..=599), None, None) => Verdict::Refused,
        _ => Verdict::Passing,
    }
}

/// The enhanced status code in what a server said, else its basic code.
pub fn status_in(said: &str) -> Option<String> {
    let words = || said.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let is_enhanced = |word: &str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3
            && matches!(parts[0], "2" | "4" | "5")
            && parts[1..]
                .iter()
                .all(|part| (1..=3).contains(&part.len()) && part.parse::<u16>().is_ok())
    };
    words()
        .map(|word| word.trim_matches('.'))
        .find(|word| is_enhanced(word))
        .or_else(|| words().find(|word| word.len() == 3 && word.starts_with(['4', '5'])))
        .map(str::to_owned)
}

/// Whether a subscription ends, after these refusals of different letters: at once where there is no such mailbox, else after [`LETTERS`] over at least
/// [`APART_DAYS`].
pub fn ends(refusals: &[(Timestamp, Verdict)]) -> bool {
    if refusals
        .iter()
        .any(|(_, verdict)| *verdict == Verdict::Gone)
    {
        return true;
    }
    let refused = || {
        refusals
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Refused)
            .map(|(at, _)| *at)
    };
    match (refused().min(), refused().max()) {
        (Some(first), Some(last)) => {
            refused().count() >= LETTERS
                && last.duration_since(first) >= SignedDuration::from_hours(24 * APART_DAYS)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read() {
        for (status, verdict) in [
            ("5.1.1", Verdict::Gone),
            ("5.1.10", Verdict::Gone),
            ("5.2.1", Verdict::Gone),
            ("5.2.2", Verdict::Refused),
            ("5.7.1", Verdict::Refused),
            ("550", Verdict::Refused),
            ("4.2.2", Verdict::Passing),
            ("450", Verdict::Passing),
            ("2.0.0", Verdict::Passing),
            ("", Verdict::Passing),
            ("5", Verdict::Refused),
            ("999999999999.1.1", Verdict::Passing),
        ] {
            assert_eq!(read(status), verdict, "{status}");
        }
    }

    #[test]
    fn a_status_is_found_in_what_a_server_says() {
        for (said, status) in [
            (
                "permanent error (550): 5.1.1 nobody of that name",
                Some("5.1.1"),
            ),
            ("550 no such user here", Some("550")),
            ("550-5.7.26 see 192.168.1.1 for 5.9", Some("5.7.26")),
            ("connection to 10.0.0.25 refused", None),
            ("", None),
        ] {
            assert_eq!(status_in(said).as_deref(), status, "{said}");
        }
    }

    #[test]
    fn one_bad_afternoon_ends_nothing() {
        let at = |days: i64| Timestamp::from_second(1_795_600_000 + days * 86_400).unwrap();
        let refused = |days: &[i64]| -> Vec<_> {
            days.iter()
                .map(|day| (at(*day), Verdict::Refused))
                .collect()
        };
        assert!(!ends(&[]));
        assert!(!ends(&refused(&[0, 0, 0, 0])));
        assert!(!ends(&refused(&[0, 14])));
        assert!(!ends(&refused(&[0, 7, 13])));
        assert!(ends(&refused(&[14, 0, 7])));
        assert!(ends(&[(at(0), Verdict::Gone)]));
        assert!(!ends(&[
            (at(0), Verdict::Passing),
            (at(40), Verdict::Passing),
            (at(90), Verdict::Passing)
        ]));
    }
}
