//! What somebody typed of an event, read into one; what is wrong is told field by field, and nothing typed is lost.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};

use super::{
    event::{Event, Online, Place, Price, Registration, zone},
    series::{End, HORIZON_DAYS, Repeat, RuleFlaw, Series, instant, is_last, is_skipped},
    vocabulary::{Audience, Format, LANGUAGES, Pillar},
};

/// The longest title, in characters.
pub const MOST_TITLE: usize = 120;
/// The longest summary, in characters.
pub const MOST_SUMMARY: usize = 300;
/// The longest description, in characters.
pub const MOST_ABOUT: usize = 4_000;
/// The longest short text: names, streets, words for a price.
pub const MOST_LINE: usize = 200;
/// The longest access notes, in characters.
pub const MOST_ACCESS: usize = 600;
/// How many themes and organisers may be named.
pub const MOST_NAMED: usize = 6;
/// How many seats one date may have.
pub const MOST_SEATS: u32 = 5_000;
/// How long one date may last, in minutes: a week.
const MOST_MINUTES: i64 = 7 * 24 * 60;
/// The longest address of a page.
const MOST_LINK: usize = 500;

/// What was typed.
#[derive(Clone, Debug, Default)]
#[expect(
    missing_docs,
    reason = "each is the field of the same name of an event"
)]
pub struct Typed {
    pub title: String,
    pub summary: String,
    pub about: String,
    pub format: String,
    pub format_words: String,
    pub themes: String,
    pub pillars: Vec<String>,
    /// The code of the commune that was chosen; empty where none was.
    pub commune: String,
    pub place_name: String,
    pub address: String,
    pub access: String,
    /// Whether it is online too.
    pub online: bool,
    pub link: String,
    pub open: bool,
    pub audience: Vec<String>,
    pub languages: Vec<String>,
    pub price: String,
    pub price_words: String,
    pub seats: String,
    /// `here`, `elsewhere` or `none`.
    pub registration: String,
    pub elsewhere: String,
    pub modules: Vec<String>,
    pub achievement: String,
    pub organisers: String,
    pub zone: String,
    pub day: String,
    pub from: String,
    pub last_day: String,
    pub to: String,
    pub repeat: String,
    pub rule: String,
    /// `open`, `until` or `count`.
    pub ends: String,
    pub until: String,
    pub count: String,
    pub except: String,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// No title, or too long a one.
    Title,
    /// Too long a summary.
    Summary,
    /// Too long a description.
    About,
    /// No format that is known.
    Format,
    /// Too many themes, or too long ones.
    Themes,
    /// Neither a place nor online.
    Nowhere,
    /// Too long words for the place.
    Place,
    /// Too long access notes.
    Access,
    /// No address of a page over https.
    Link,
    /// No amount.
    Price,
    /// No number of seats.
    Seats,
    /// No address of a page where one registers.
    Elsewhere,
    /// Too many organisers, or too long names.
    Organisers,
    /// No day.
    Day,
    /// No time of day.
    From,
    /// A time that the clocks leave out that night.
    Skipped,
    /// No end, or one before the beginning.
    To,
    /// No rule that can be read.
    Rule,
    /// A rule that comes more often than once a day.
    RuleOften,
    /// The last such day of the month, where the first date is not one.
    RuleLast,
    /// No last day, or one before the first.
    Until,
    /// No number of dates.
    Count,
    /// A day left out that cannot be read.
    Except,
    /// A day left out on which nothing would be held.
    ExceptIdle,
    /// Every date is left out.
    ExceptAll,
}

impl Flaw {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Title => "title",
            Flaw::Summary => "summary",
            Flaw::About => "about",
            Flaw::Format => "format",
            Flaw::Themes => "themes",
            Flaw::Nowhere => "nowhere",
            Flaw::Place => "place",
            Flaw::Access => "access",
            Flaw::Link => "link",
            Flaw::Price => "price",
            Flaw::Seats => "seats",
            Flaw::Elsewhere => "elsewhere",
            Flaw::Organisers => "organisers",
            Flaw::Day => "day",
            Flaw::From => "from",
            Flaw::Skipped => "skipped",
            Flaw::To => "to",
            Flaw::Rule => "rule",
            Flaw::RuleOften => "rule-often",
            Flaw::RuleLast => "rule-last",
            Flaw::Until => "until",
            Flaw::Count => "count",
            Flaw::Except => "except",
            Flaw::ExceptIdle => "except-idle",
            Flaw::ExceptAll => "except-all",
        }
    }

    /// The field that it stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Flaw::Nowhere => "place",
            Flaw::Place => "place-name",
            Flaw::Skipped => "from",
            Flaw::RuleOften | Flaw::RuleLast => "rule",
            Flaw::ExceptIdle | Flaw::ExceptAll => "except",
            other => other.name(),
        }
    }
}

/// One line without signs that do not show.
pub fn line(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of several lines without signs that do not show: at most one blank line in a row.
pub fn lines(typed: &str) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in typed.lines() {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        blank = if line.trim().is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

/// A few short texts with commas or line ends between them.
fn named(typed: &str) -> Vec<String> {
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
fn cents(typed: &str) -> Option<u32> {
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

impl Typed {
    /// What a form shows of an event that is there.
    pub fn of(event: &Event) -> Typed {
        let place = event.place.clone().unwrap_or_default();
        let online = event.online.clone().unwrap_or_default();
        let last = event
            .begins
            .checked_add(jiff::Span::new().minutes(event.minutes))
            .unwrap_or(event.begins);
        let clock = |at: DateTime| at.strftime("%H:%M").to_string();
        let series = event.series.clone().unwrap_or_default();
        let repeat = Repeat::of(event.series.as_ref(), event.begins.date());
        let named = |all: &[String]| all.join(", ");
        let (ends, until, count) = match series.end {
            End::Open => ("open", String::new(), String::new()),
            End::Until(day) => ("until", day.to_string(), String::new()),
            End::Count(count) => ("count", String::new(), count.to_string()),
        };
        let (registration, elsewhere) = match &event.registration {
            Registration::Here => ("here", String::new()),
            Registration::Elsewhere(link) => ("elsewhere", link.clone()),
            Registration::None => ("none", String::new()),
        };
        Typed {
            title: event.title.clone(),
            summary: event.summary.clone(),
            about: event.about.clone(),
            format: event.format.name().into(),
            format_words: event.format_words.clone(),
            themes: named(&event.themes),
            pillars: event.pillars.iter().map(ToString::to_string).collect(),
            commune: place.commune,
            place_name: place.name,
            address: place.address,
            access: place.access,
            online: event.online.is_some(),
            link: online.link,
            open: online.open,
            audience: event.audience.iter().map(ToString::to_string).collect(),
            languages: event.languages.iter().cloned().collect(),
            price: match (event.price.cents / 100, event.price.cents % 100) {
                (whole, 0) => whole.to_string(),
                (whole, part) => format!("{whole},{part:02}"),
            },
            price_words: event.price.words.clone(),
            seats: event
                .seats
                .map(|seats| seats.to_string())
                .unwrap_or_default(),
            registration: registration.into(),
            elsewhere,
            modules: event.modules.clone(),
            achievement: event.achievement.clone().unwrap_or_default(),
            organisers: named(&event.organisers),
            zone: event.zone.clone(),
            day: event.begins.date().to_string(),
            from: clock(event.begins),
            last_day: if last.date() == event.begins.date() {
                String::new()
            } else {
                last.date().to_string()
            },
            to: clock(last),
            repeat: repeat.name().into(),
            rule: if repeat == Repeat::Rule {
                series.rule
            } else {
                String::new()
            },
            ends: ends.into(),
            until,
            count,
            except: series
                .except
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// Reads it as an event; `before` is what it was, whose added dates it keeps.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(&self, before: Option<&Event>) -> Result<Event, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut fits = |good: bool, flaw: Flaw| {
            if !good {
                flaws.push(flaw);
            }
        };
        let within = |text: &str, most: usize| text.chars().count() <= most;
        let title = line(&self.title);
        fits(!title.is_empty() && within(&title, MOST_TITLE), Flaw::Title);
        let summary = line(&self.summary);
        fits(within(&summary, MOST_SUMMARY), Flaw::Summary);
        let about = lines(&self.about);
        fits(within(&about, MOST_ABOUT), Flaw::About);
        let format = self.format.parse::<Format>();
        let format_words = line(&self.format_words);
        fits(
            format.is_ok() && within(&format_words, MOST_LINE),
            Flaw::Format,
        );
        let few = |all: &[String]| all.len() <= MOST_NAMED && all.iter().all(|one| within(one, 60));
        let (themes, organisers) = (named(&self.themes), named(&self.organisers));
        fits(few(&themes), Flaw::Themes);
        fits(few(&organisers), Flaw::Organisers);
        fits(!self.commune.is_empty() || self.online, Flaw::Nowhere);
        let place = Place {
            commune: self.commune.clone(),
            name: line(&self.place_name),
            address: line(&self.address),
            access: lines(&self.access),
        };
        fits(
            within(&place.name, MOST_LINE) && within(&place.address, MOST_LINE),
            Flaw::Place,
        );
        fits(within(&place.access, MOST_ACCESS), Flaw::Access);
        let link = if self.link.trim().is_empty() {
            Some(String::new())
        } else {
            page(&self.link)
        };
        fits(!self.online || link.is_some(), Flaw::Link);
        let cents = cents(&self.price);
        let price_words = line(&self.price_words);
        fits(
            cents.is_some() && within(&price_words, MOST_LINE),
            Flaw::Price,
        );
        let seats = match self.seats.trim() {
            "" => Some(None),
            typed => typed
                .parse()
                .ok()
                .filter(|seats| (1..=MOST_SEATS).contains(seats))
                .map(Some),
        };
        fits(seats.is_some(), Flaw::Seats);
        let registration = match self.registration.as_str() {
            "elsewhere" => page(&self.elsewhere).map(Registration::Elsewhere),
            "none" => Some(Registration::None),
            _ => Some(Registration::Here),
        };
        fits(registration.is_some(), Flaw::Elsewhere);
        let times = self.times(&mut flaws);
        let series = match times {
            Some((begins, _)) => self.series(begins, before, &mut flaws),
            None => None,
        };
        let (Some((begins, minutes)), Ok(format), true) = (times, format, flaws.is_empty()) else {
            return Err(flaws);
        };
        let words = |all: &[String]| all.to_vec();
        Ok(Event {
            title,
            summary,
            about,
            format,
            format_words,
            pillars: self
                .pillars
                .iter()
                .filter_map(|one| one.parse::<Pillar>().ok())
                .collect(),
            themes,
            place: (!self.commune.is_empty()).then_some(place),
            online: self.online.then(|| Online {
                link: link.unwrap_or_default(),
                open: self.open,
            }),
            audience: self
                .audience
                .iter()
                .filter_map(|one| one.parse::<Audience>().ok())
                .collect(),
            languages: self
                .languages
                .iter()
                .filter(|tag| LANGUAGES.contains(&tag.as_str()))
                .cloned()
                .collect(),
            price: Price {
                cents: cents.unwrap_or_default(),
                words: price_words,
            },
            seats: seats.unwrap_or_default(),
            registration: registration.unwrap_or_default(),
            modules: words(&self.modules),
            achievement: Some(self.achievement.clone()).filter(|slug| !slug.is_empty()),
            organisers,
            zone: self.zone.clone(),
            begins,
            minutes,
            series,
        })
    }

    /// When it begins first, and how many minutes it lasts.
    fn times(&self, flaws: &mut Vec<Flaw>) -> Option<(DateTime, u32)> {
        let (first, from, to) = (day(&self.day), time(&self.from), time(&self.to));
        let last = match self.last_day.trim() {
            "" => first,
            typed => day(typed),
        };
        flaws.extend(first.is_none().then_some(Flaw::Day));
        flaws.extend(from.is_none().then_some(Flaw::From));
        let begins = first.zip(from).map(|(day, time)| day.to_datetime(time));
        let zone = zone(&self.zone);
        if begins.is_some_and(|begins| is_skipped(begins, &zone)) {
            flaws.push(Flaw::Skipped);
            return None;
        }
        let ends = last.zip(to).map(|(day, time)| day.to_datetime(time));
        let (Some(begins), Some(ends)) = (begins, ends) else {
            flaws.extend(ends.is_none().then_some(Flaw::To));
            return None;
        };
        let minutes = instant(begins, &zone)
            .zip(instant(ends, &zone))
            .map(|(from, to)| to.duration_since(from).as_mins());
        match minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes)) {
            Some(minutes) => Some((begins, u32::try_from(minutes).unwrap_or_default())),
            None => {
                flaws.push(Flaw::To);
                None
            }
        }
    }

    fn series(
        &self,
        begins: DateTime,
        before: Option<&Event>,
        flaws: &mut Vec<Flaw>,
    ) -> Option<Series> {
        let first = begins.date();
        let repeat = self.repeat.parse().unwrap_or(Repeat::Once);
        let also = before
            .and_then(|event| event.series.as_ref())
            .map(|series| series.also.clone())
            .unwrap_or_default();
        let mut series = match repeat {
            Repeat::Once => return None,
            Repeat::MonthlyLast if !is_last(first) => {
                flaws.push(Flaw::RuleLast);
                return None;
            }
            Repeat::Rule if self.rule.trim().is_empty() && !also.is_empty() => Series::default(),
            _ => {
                let rule = repeat.rule(first).unwrap_or_else(|| self.rule.clone());
                match Series::read(&rule, begins, &zone(&self.zone)) {
                    Ok(series) => series,
                    Err(flaw) => {
                        flaws.push(match flaw {
                            RuleFlaw::TooOften => Flaw::RuleOften,
                            RuleFlaw::Unreadable | RuleFlaw::TwoEnds => Flaw::Rule,
                        });
                        return None;
                    }
                }
            }
        };
        series.also = if repeat == Repeat::Rule {
            also
        } else {
            BTreeSet::new()
        };
        match self.ends.as_str() {
            "until" => match day(&self.until).filter(|day| *day >= first) {
                Some(day) => series.end = End::Until(day),
                None => flaws.push(Flaw::Until),
            },
            "count" => match self.count.trim().parse().ok() {
                Some(count @ 1..=1_000) => series.end = End::Count(count),
                _ => flaws.push(Flaw::Count),
            },
            _ => {}
        }
        for typed in self
            .except
            .split([',', ';', '\n', ' '])
            .filter(|one| !one.trim().is_empty())
        {
            match day(typed) {
                Some(day) => {
                    series.except.insert(day);
                }
                None => {
                    flaws.push(Flaw::Except);
                    return None;
                }
            }
        }
        let span = jiff::Span::new().days(3 * HORIZON_DAYS);
        let last = first.checked_add(span).unwrap_or(Date::MAX);
        if !series.idle_exceptions(begins, last).is_empty() {
            flaws.push(Flaw::ExceptIdle);
        } else if series.dates(begins, first, last, 1).is_empty() {
            flaws.push(Flaw::ExceptAll);
        }
        Some(series)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{event::tests::a_cafe, series::end};

    fn ends(event: &Event) -> jiff::Timestamp {
        end(
            instant(event.begins, &event.time_zone()).unwrap(),
            event.minutes,
        )
    }

    fn typed() -> Typed {
        Typed::of(&a_cafe("2027-03-04T13:30"))
    }

    fn flaws(change: impl FnOnce(&mut Typed)) -> Vec<Flaw> {
        let mut typed = typed();
        change(&mut typed);
        typed.read(None).err().unwrap_or_default()
    }

    #[test]
    fn what_a_form_shows_is_read_back() {
        let mut event = a_cafe("2027-03-04T13:30");
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
        event.series = Some(Series {
            end: End::Count(4),
            except: BTreeSet::from(["2027-03-11".parse().unwrap()]),
            ..Series::read("FREQ=WEEKLY", event.begins, &event.time_zone()).unwrap()
        });
        event.price.cents = 250;
        event.minutes = 26 * 60;
        event.seats = None;
        event.registration = Registration::Elsewhere("https://billets.example/x".into());
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
        event.series = Some(
            Series::read("FREQ=WEEKLY;BYDAY=TU,TH", event.begins, &event.time_zone()).unwrap(),
        );
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
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

    #[test]
    fn each_fault_is_told_beside_its_field() {
        assert_eq!(flaws(|_| ()), []);
        assert_eq!(flaws(|t| t.title = " \u{7} ".into()), [Flaw::Title]);
        assert_eq!(flaws(|t| t.title = "x".repeat(121)), [Flaw::Title]);
        assert_eq!(flaws(|t| t.seats = "-3".into()), [Flaw::Seats]);
        assert_eq!(flaws(|t| t.seats = "0".into()), [Flaw::Seats]);
        assert_eq!(flaws(|t| t.price = "-1".into()), [Flaw::Price]);
        assert_eq!(flaws(|t| t.format = "king".into()), [Flaw::Format]);
        assert_eq!(flaws(|t| t.commune = String::new()), [Flaw::Nowhere]);
        assert_eq!(
            flaws(|t| t.day = "30/02/2027".into()),
            [Flaw::Day, Flaw::To]
        );
        assert_eq!(flaws(|t| t.to = "13:30".into()), [Flaw::To]);
        assert_eq!(flaws(|t| t.to = "12:00".into()), [Flaw::To]);
        assert_eq!(flaws(|t| t.themes = "a,b,c,d,e,f,g".into()), [Flaw::Themes]);
        assert_eq!(
            flaws(|t| (t.online, t.link) = (true, "javascript:alert(1)".into())),
            [Flaw::Link]
        );
        assert_eq!(
            flaws(|t| t.registration = "elsewhere".into()),
            [Flaw::Elsewhere]
        );
    }

    #[test]
    fn an_hour_that_no_clock_shows_is_refused() {
        let change = |t: &mut Typed| {
            t.day = "2027-03-28".into();
            (t.from, t.to) = ("02:30".into(), "04:00".into());
        };
        assert_eq!(flaws(change), [Flaw::Skipped]);
        let overseas = |t: &mut Typed| {
            change(t);
            t.zone = "Indian/Reunion".into();
        };
        assert_eq!(flaws(overseas), []);
        // A night that is an hour longer: from one to four it lasts four hours.
        let mut long = typed();
        long.day = "2027-10-31".into();
        (long.from, long.to) = ("01:00".into(), "04:00".into());
        let event = long.read(None).unwrap();
        assert_eq!(event.minutes, 240);
        assert_eq!(ends(&event).to_string(), "2027-10-31T03:00:00Z");
    }

    #[test]
    fn a_series_is_read_as_it_is_chosen() {
        let weekly = |change: fn(&mut Typed)| {
            flaws(|t| {
                t.repeat = "weekly".into();
                t.ends = "open".into();
                change(t);
            })
        };
        assert_eq!(weekly(|_| ()), []);
        assert_eq!(weekly(|t| t.ends = "until".into()), [Flaw::Until]);
        assert_eq!(
            weekly(|t| (t.ends, t.until) = ("until".into(), "2027-03-01".into())),
            [Flaw::Until]
        );
        assert_eq!(
            weekly(|t| (t.ends, t.count) = ("count".into(), "-2".into())),
            [Flaw::Count]
        );
        assert_eq!(
            weekly(|t| t.except = "2027-03-12".into()),
            [Flaw::ExceptIdle]
        );
        assert_eq!(weekly(|t| t.except = "jeudi".into()), [Flaw::Except]);
        assert_eq!(
            weekly(|t| t.repeat = "monthly-last".into()),
            [Flaw::RuleLast]
        );
        assert_eq!(weekly(|t| t.repeat = "rule".into()), [Flaw::Rule]);
        assert_eq!(
            weekly(|t| (t.repeat, t.rule) = ("rule".into(), "FREQ=MINUTELY".into())),
            [Flaw::RuleOften]
        );
        assert_eq!(
            weekly(
                |t| (t.ends, t.count, t.except) = ("count".into(), "1".into(), "2027-03-04".into())
            ),
            [Flaw::ExceptAll]
        );
    }
}
