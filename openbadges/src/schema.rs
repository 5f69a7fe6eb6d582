//! The rules of Open Badges 3.0 on the shape of a credential (appendix B), in our own reading: which members must be there, of which type, and which refer to one
//! another. The rules of each object stand in its own file; here is how they are applied. Sets may stand as arrays or, as compaction leaves them, as one value.
//! Both the data model 2.0 and, for reading, 1.1 are taken.

use std::{fmt, str::FromStr};

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
};
use serde_json::{Map, Value};

use crate::{Error, credential, endorsement};

/// A rule of the data model (Open Badges 3.0, appendix B) that a credential breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the place.
    pub pointer: String,
    /// What is expected there.
    pub rule: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.rule)
    }
}

impl std::error::Error for Violation {}

impl From<Violation> for Error {
    fn from(broken: Violation) -> Error {
        Error::Invalid(broken.to_string())
    }
}

/// Checks an `AchievementCredential` (or `OpenBadgeCredential`), with the endorsements that stand in it (Open Badges 3.0, section 9.1, step 1, and appendix B).
///
/// # Errors
/// The first rule that is broken.
pub fn check(credential: &Value) -> Result<(), Violation> {
    credential::rules(&At::root(credential))
}

/// Checks an `EndorsementCredential` that stands alone (Open Badges 3.0, section 9.2, step 1, and appendix B).
///
/// # Errors
/// The first rule that is broken.
pub fn check_endorsement(credential: &Value) -> Result<(), Violation> {
    endorsement::rules(&At::root(credential))
}

pub(crate) type Checked = Result<(), Violation>;

/// A place in the document, and the way to it.
pub(crate) struct At<'a> {
    value: &'a Value,
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Item(usize),
}

/// The contexts begin as the standard says; tells whether they are those of the data model 2.0.
pub(crate) fn contexts(root: &At<'_>) -> Result<bool, Violation> {
    let context = root.member("@context");
    let list = context
        .value
        .as_array()
        .ok_or_else(|| context.broken("the contexts are an array"))?;
    let second = match list.first().and_then(Value::as_str) {
        Some("https://www.w3.org/ns/credentials/v2") => true,
        Some("https://www.w3.org/2018/credentials/v1") => false,
        _ => return Err(context.broken("the first context is that of Verifiable Credentials")),
    };
    let badge = |url: &str| {
        let version = url
            .strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context")
            .and_then(|rest| rest.strip_suffix(".json"));
        version.is_some_and(|version| version.is_empty() || version.strip_prefix("-3.").is_some_and(|rest| matches!(rest.as_bytes(), [a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit())))
    };
    if list.get(1).and_then(Value::as_str).is_some_and(badge) {
        Ok(second)
    } else {
        Err(context.broken("the second context is that of Open Badges 3.0"))
    }
}

impl<'a> At<'a> {
    pub(crate) fn root(value: &'a Value) -> At<'a> {
        At {
            value,
            parent: None,
            step: Step::Root,
        }
    }

    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    /// The members of an object that keeps to the rules.
    pub(crate) fn checked(
        &self,
        rules: impl Fn(&At<'_>) -> Checked,
    ) -> Result<&'a Map<String, Value>, Violation> {
        let members = self.object()?;
        rules(self).map(|()| members)
    }

    pub(crate) fn broken(&self, rule: &'static str) -> Violation {
        Violation {
            pointer: self.pointer(),
            rule,
        }
    }

    fn pointer(&self) -> String {
        let parent = self.parent.map(At::pointer).unwrap_or_default();
        match self.step {
            Step::Root => parent,
            Step::Member(name) => format!("{parent}/{name}"),
            Step::Item(place) => format!("{parent}/{place}"),
        }
    }

    pub(crate) fn member<'s>(&'s self, name: &'s str) -> At<'s> {
        static ABSENT: Value = Value::Null;
        At {
            value: self.value.get(name).unwrap_or(&ABSENT),
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// The values of a set: none where it is absent, one where it is no array.
    pub(crate) fn items(&self) -> impl Iterator<Item = At<'_>> {
        let (values, is_array) = match self.value {
            Value::Null => (&[][..], false),
            Value::Array(all) => (all.as_slice(), true),
            one => (std::slice::from_ref(one), false),
        };
        values.iter().enumerate().map(move |(place, value)| At {
            value,
            parent: if is_array { Some(self) } else { self.parent },
            step: if is_array {
                Step::Item(place)
            } else {
                self.step
            },
        })
    }

    /// The object of a set that has an id.
    pub(crate) fn find(&self, set: &str, id: &str) -> Option<&'a Value> {
        crate::object::each(self.value.get(set)).find(|one| one["id"] == id)
    }

    pub(crate) fn object(&self) -> Result<&'a Map<String, Value>, Violation> {
        self.value
            .as_object()
            .ok_or_else(|| self.broken("an object is expected"))
    }

    /// An object of a type to which nobody may add.
    pub(crate) fn nothing_but(&self, names: &[&str]) -> Checked {
        match self
            .object()?
            .keys()
            .find(|name| !names.contains(&name.as_str()))
        {
            None => Ok(()),
            Some(name) => Err(self
                .member(name)
                .broken("the standard lets nobody add members here")),
        }
    }

    pub(crate) fn if_present(&self, name: &str, check: impl FnOnce(&At<'_>) -> Checked) -> Checked {
        if self.value.get(name).is_some() {
            check(&self.member(name))
        } else {
            Ok(())
        }
    }

    pub(crate) fn each(&self, name: &str, check: impl Fn(&At<'_>) -> Checked) -> Checked {
        self.if_present(name, |all| {
            if all.value.is_null() {
                return Err(all.broken("an object is expected"));
            }
            all.items()
                .try_for_each(|item| item.object().and_then(|_| check(&item)))
        })
    }

    pub(crate) fn each_text(&self, name: &str) -> Checked {
        self.if_present(name, |all| {
            if all.value.is_null() {
                return all.text();
            }
            all.items().try_for_each(|item| item.text())
        })
    }

    pub(crate) fn texts(&self, names: &[&str]) -> Checked {
        names
            .iter()
            .try_for_each(|name| self.if_present(name, |text| text.text()))
    }

    pub(crate) fn uris(&self, names: &[&str]) -> Checked {
        names
            .iter()
            .try_for_each(|name| self.if_present(name, |uri| uri.uri()))
    }

    pub(crate) fn dates(&self, names: &[&str]) -> Checked {
        names
            .iter()
            .try_for_each(|name| self.if_present(name, |date| date.date()))
    }

    pub(crate) fn text(&self) -> Checked {
        self.expect(self.value.is_string(), "a text is expected")
    }

    pub(crate) fn truth(&self) -> Checked {
        self.expect(self.value.is_boolean(), "true or false is expected")
    }

    pub(crate) fn number(&self) -> Checked {
        self.expect(self.value.is_number(), "a number is expected")
    }

    pub(crate) fn uri(&self) -> Checked {
        let fits = self.value.as_str().is_some_and(crate::context::is_absolute);
        self.expect(fits, "an absolute address is expected")
    }

    pub(crate) fn date(&self) -> Checked {
        let fits = self.value.as_str().is_some_and(|text| date(text).is_some());
        self.expect(fits, "a date with time and zone is expected")
    }

    pub(crate) fn day(&self) -> Checked {
        // In the ten signs of a `full-date` (RFC 3339): what else is read as a day is none here.
        let is_full = |text: &str| {
            text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-'
        };
        let fits = self
            .value
            .as_str()
            .is_some_and(|text| is_full(text) && text.parse::<Date>().is_ok());
        self.expect(fits, "a day is expected")
    }

    /// A value of a vocabulary.
    pub(crate) fn one_of<T: FromStr>(&self) -> Checked {
        let fits = self
            .value
            .as_str()
            .is_some_and(|text| text.parse::<T>().is_ok());
        self.expect(fits, "a value of the standard's vocabulary is expected")
    }

    /// A value of a vocabulary, or what somebody added to it: as the standard's own pattern has it, `ext:` and a sign of a name.
    pub(crate) fn extended<T: FromStr>(&self) -> Checked {
        let added = |text: &str| {
            text.split_once("ext:")
                .and_then(|(_, name)| name.chars().next())
                .is_some_and(|sign| {
                    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_' | '|')
                })
        };
        let fits = self
            .value
            .as_str()
            .is_some_and(|text| text.parse::<T>().is_ok() || added(text));
        self.expect(
            fits,
            "a value of the standard's vocabulary or ext:… is expected",
        )
    }

    pub(crate) fn some_type(&self) -> Checked {
        let named = |value: &Value| value.as_str().is_some_and(|name| !name.is_empty());
        let fits = match self.value {
            Value::Array(all) => !all.is_empty() && all.iter().all(named),
            one => named(one),
        };
        self.expect(fits, "a type is expected")
    }

    /// The type is, or is among others, one of these.
    pub(crate) fn types(&self, known: &[&'static str]) -> Checked {
        self.some_type()?;
        let fits =
            crate::object::each(Some(self.value)).any(|kind| known.iter().any(|name| kind == name));
        let rule = known.first().copied();
        self.expect(fits, rule.unwrap_or("another type is expected"))
    }

    fn expect(&self, fits: bool, rule: &'static str) -> Checked {
        if fits { Ok(()) } else { Err(self.broken(rule)) }
    }
}

/// An `xsd:dateTime` with a zone, to the letter (XML Schema 1.1, part 2, section 3.3.7, with a year of four digits); of a fraction of a second nanoseconds are kept.
/// The last day of the year 9999, by which many mean that something never ends, is beyond the last moment that is told apart, and is that moment.
pub(crate) fn date(text: &str) -> Option<Timestamp> {
    since_1970(text).map(|time| Timestamp::from_duration(time).unwrap_or(Timestamp::MAX))
}

/// The same as the time since the beginning of 1970 in UTC.
pub(crate) fn since_1970(text: &str) -> Option<SignedDuration> {
    let (whole, rest) = text.split_at_checked(19)?;
    let shape = |place: usize, byte: u8| match place {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if !whole
        .bytes()
        .enumerate()
        .all(|(place, byte)| shape(place, byte))
        || whole.ends_with("60")
    {
        return None;
    }
    let zone_at = rest.find(['Z', '+', '-'])?;
    let (fraction, zone) = rest.split_at(zone_at);
    let digits = match fraction {
        "" => "0",
        fraction => fraction.strip_prefix('.')?,
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || !is_zone(zone) {
        return None;
    }
    let kept = digits.get(..9).unwrap_or(digits);
    // The end of a day may be written as its hour 24.
    let (whole, ends_day) = match whole.strip_suffix("T24:00:00") {
        Some(day) if digits.bytes().all(|byte| byte == b'0') => (format!("{day}T00:00:00"), true),
        _ => (whole.to_owned(), false),
    };
    let local: DateTime = format!("{whole}.{kept}").parse().ok()?;
    let more = SignedDuration::from_hours(if ends_day { 24 } else { 0 });
    Some(local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)) + more - offset(zone)?)
}

/// How far a zone is ahead of UTC.
fn offset(zone: &str) -> Option<SignedDuration> {
    if zone == "Z" {
        return Some(SignedDuration::ZERO);
    }
    let minutes = zone[1..3].parse::<i64>().ok()? * 60 + zone[4..].parse::<i64>().ok()?;
    let ahead = SignedDuration::from_mins(minutes);
    Some(if zone.starts_with('-') { -ahead } else { ahead })
}

/// A zone: `Z`, or up to 14 hours off.
fn is_zone(zone: &str) -> bool {
    let [_, a, b, b':', c, d] = zone.as_bytes() else {
        return zone == "Z";
    };
    let digits = [a, b, c, d].iter().all(|byte| byte.is_ascii_digit());
    digits && *c < b'6' && (zone[1..3] < *"14" || zone[1..] == *"14:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_xml_schema_has_them() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        for (text, same) in [
            ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
            ("2026-11-24T10:00:00.5+02:00", "2026-11-24T08:00:00.5Z"),
            ("2026-11-24T10:00:00-14:00", "2026-11-25T00:00:00Z"),
            (
                "2026-11-24T10:00:00.1234567890123Z",
                "2026-11-24T10:00:00.123456789Z",
            ),
            ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
            ("2024-02-29T00:00:00+00:00", "2024-02-29T00:00:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("2026-11-24T23:30:00-01:45", "2026-11-25T01:15:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-30T22:00:00.999999999Z"),
            (
                "9999-12-31T24:00:00-14:00",
                "9999-12-30T22:00:00.999999999Z",
            ),
        ] {
            assert_eq!(date(text), at(same), "{text}");
        }
        for none in [
            "",
            "2026-11-24",
            "2026-11-24T10:00:00",
            "2026-11-24T10:00Z",
            "2026-11-24t10:00:00Z",
            "2026-11-24T10:00:00z",
            "2026-11-24 10:00:00Z",
            " 2026-11-24T10:00:00Z",
            "2026-11-24T10:00:00Z ",
            "2026-11-24T10:00:00.Z",
            "2026-11-24T10:00:00,5Z",
            "2026-11-24T10:00:60Z",
            "2026-11-24T24:00:01Z",
            "2026-11-24T24:00:00.1Z",
            "2026-11-24T10:60:00Z",
            "2026-13-24T10:00:00Z",
            "2026-02-29T10:00:00Z",
            "2026-11-24T10:00:00+02",
            "2026-11-24T10:00:00+0200",
            "2026-11-24T10:00:00+14:01",
            "2026-11-24T10:00:00+13:60",
            "2026-11-24T10:00:00+02:00[Europe/Paris]",
            "2026-11-24T10:00:00é",
            "20261124T100000Z",
            "+002026-11-24T10:00:00Z",
        ] {
            assert_eq!(date(none), None, "{none}");
        }
    }
}
