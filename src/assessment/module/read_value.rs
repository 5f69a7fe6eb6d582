//! Values that several blocks of a module have: ids, versions, languages, durations, points, fractions, pictures and sounds.

use std::time::Duration;

use jiff::civil::Date;

use crate::assessment::{
    finding::Problem,
    media::{Audio, Image},
    shape::Form,
    source::{Block, Place},
};

/// Whether a text is an id.
pub fn is_id(id: &str) -> bool {
    id.len() <= 64
        && id.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        })
        && id
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_alphanumeric())
}

/// An id: it stands in addresses.
pub(super) fn id(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::Id);
    let id = place.text()?;
    if is_id(&id) {
        return Some(id);
    }
    place.tell(Problem::BadId(id));
    None
}

/// A version: it stands in the addresses of badges, before `.json` and `.png`.
pub(crate) fn version(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::Version);
    let version = place.text()?;
    let fits = version.len() <= 32
        && version.starts_with(|c: char| c.is_ascii_alphanumeric())
        && version.ends_with(|c: char| c.is_ascii_alphanumeric())
        && version
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        && version
            .rsplit('.')
            .next()
            .is_some_and(|last| !matches!(last, "json" | "png" | "svg"));
    if fits {
        return Some(version);
    }
    place.tell(Problem::WrongType("version"));
    None
}

/// A language tag (BCP 47), such as `fr` or `en`.
pub(crate) fn language(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::Language);
    let lang = place.text()?;
    let mut subtags = lang.split('-');
    let fits = subtags.next().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
    }) && subtags.all(|tag| {
        (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if fits {
        return Some(lang);
    }
    place.tell(Problem::WrongType("language"));
    None
}

/// A day by which something is to be read again, told where it has passed.
pub(super) fn reviewed(place: &Place<'_, '_>, today: Date) -> Option<Date> {
    let day = place.day()?;
    if day < today {
        place.tell(Problem::ReviewPassed(day.to_string()));
    }
    Some(day)
}

/// `7d`, `18mo`, `3y` as an ISO 8601 duration.
pub(super) fn span(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::Span);
    let text = place.text()?;
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = match &text[at..] {
        "d" => "D",
        "mo" => "M",
        "y" => "Y",
        _ => "",
    };
    match text[..at].parse::<u32>() {
        Ok(count @ 1..=1200) if !unit.is_empty() => Some(format!("P{count}{unit}")),
        _ => {
            place.tell(Problem::WrongType("span"));
            None
        }
    }
}

/// What something is worth.
pub(super) fn points(place: &Place<'_, '_>) -> Option<f64> {
    place.meant(Form::Points);
    let points = place.number()?;
    if !(0.0..=1000.0).contains(&points) {
        place.tell(Problem::OutOfBounds("points"));
        return None;
    }
    Some(points)
}

/// A fraction from 0 to 1.
pub(super) fn fraction(place: &Place<'_, '_>) -> Option<f64> {
    place.meant(Form::Fraction);
    let value = place.number()?;
    if !(0.0..=1.0).contains(&value) {
        place.tell(Problem::OutOfBounds("fraction"));
        return None;
    }
    Some(value)
}

/// A whole number that is not 0.
pub(super) fn positive(place: &Place<'_, '_>) -> Option<u32> {
    place.meant(Form::Positive);
    let count = place.count()?;
    if count == 0 {
        place.tell(Problem::OutOfBounds("positive"));
        return None;
    }
    Some(count)
}

/// `45min`, `2h`, `7d`: a length of time on the clock.
pub(super) fn duration(place: &Place<'_, '_>) -> Option<Duration> {
    place.meant(Form::Duration);
    let text = place.text()?;
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = match &text[at..] {
        "min" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => 0,
    };
    match text[..at].parse::<u64>() {
        Ok(count @ 1..=100_000) if unit > 0 => Some(Duration::from_secs(count * unit)),
        _ => {
            place.tell(Problem::WrongType("duration"));
            None
        }
    }
}

/// `5MiB`, `300KiB`: a size, in bytes.
pub(super) fn size(place: &Place<'_, '_>) -> Option<u64> {
    place.meant(Form::Size);
    let text = place.text()?;
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = match &text[at..] {
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        _ => 0,
    };
    match text[..at].parse::<u64>() {
        Ok(count @ 1..=100_000) if unit > 0 => Some(count * unit),
        _ => {
            place.tell(Problem::WrongType("size"));
            None
        }
    }
}

/// An address on the web.
pub(super) fn address(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::Address);
    let url = place.text()?;
    if !url.starts_with("https://") && !url.starts_with("http://") {
        place.tell(Problem::WrongType("address"));
    }
    Some(url)
}

/// A picture: its file and the words that stand for it, empty only where it is decoration.
pub(super) fn image(block: Block<'_, '_>) -> Option<Image> {
    let file = block.need("file").and_then(|place| file(&place));
    let decorative = block
        .get("decorative")
        .and_then(|place| place.truth())
        .unwrap_or(false);
    let alt = match block.get("alt") {
        Some(place)
            if decorative && place.maybe_text().is_some_and(|alt| alt.trim().is_empty()) =>
        {
            Some(String::new())
        }
        Some(place) if place.maybe_text().is_some_and(|alt| alt.trim().is_empty()) => {
            place.tell(Problem::MissingAlt);
            None
        }
        Some(place) => place.text(),
        None if decorative => Some(String::new()),
        None => {
            block.tell(Problem::MissingAlt);
            None
        }
    };
    let long = block.get("long").and_then(|place| place.text());
    block.finish();
    Some(Image {
        file: file?,
        alt: alt?,
        long,
        decorative,
    })
}

/// A sound: its file and what is heard in it.
pub(super) fn audio(block: Block<'_, '_>) -> Option<Audio> {
    let file = block.need("file").and_then(|place| file(&place));
    let transcript = block.need("transcript").and_then(|place| place.text());
    block.finish();
    Some(Audio {
        file: file?,
        transcript: transcript?,
    })
}

/// A file below the module's folder: no address, no way out of it.
fn file(place: &Place<'_, '_>) -> Option<String> {
    place.meant(Form::File);
    let file = place.text()?;
    let inside = !file.starts_with('/')
        && !file.contains(['\\', ':'])
        && file.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if inside {
        place.look_for(&file);
        return Some(file);
    }
    place.tell(Problem::WrongType("file"));
    None
}
