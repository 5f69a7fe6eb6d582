use jiff::civil::{date, datetime};

use super::*;
use crate::events::event::{PARIS, zone};

fn read(rule: &str, first: DateTime) -> Result<Series, RuleFlaw> {
    Series::read(rule, first, &zone(PARIS))
}

fn days(series: &Series, first: DateTime, last: Date) -> Vec<String> {
    let dates = series.dates(first, first.date(), last, MOST_DATES);
    dates.iter().map(ToString::to_string).collect()
}

const FIRST: DateTime = datetime(2027, 3, 4, 13, 30, 0, 0);

#[test]
fn every_thursday_stays_at_half_past_one_when_the_clocks_change() {
    let series = read("FREQ=WEEKLY", FIRST).unwrap();
    let dates = series.dates(FIRST, FIRST.date(), date(2027, 4, 8), 60);
    assert_eq!(dates.len(), 6);
    let moments: Vec<String> = dates
        .iter()
        .map(|date| instant(*date, &zone(PARIS)).unwrap().to_string())
        .collect();
    assert_eq!(moments[0], "2027-03-04T12:30:00Z");
    // The clocks change on the 28th of March.
    assert_eq!(moments[3], "2027-03-25T12:30:00Z");
    assert_eq!(moments[4], "2027-04-01T11:30:00Z");
}

#[test]
fn a_series_ends_as_it_is_told() {
    let last = date(2030, 1, 1);
    let counted = read("FREQ=WEEKLY;COUNT=3", FIRST).unwrap();
    assert_eq!(
        days(&counted, FIRST, last),
        [
            "2027-03-04T13:30:00",
            "2027-03-11T13:30:00",
            "2027-03-18T13:30:00"
        ]
    );
    let bounded = read("RRULE:FREQ=WEEKLY;UNTIL=20270318T123000Z;INTERVAL=2", FIRST).unwrap();
    assert_eq!(bounded.end, End::Until(date(2027, 3, 18)));
    assert_eq!(days(&bounded, FIRST, last).len(), 2);
    // An end before the hour of that day leaves the day out; a day alone does not.
    let before = read("FREQ=WEEKLY;UNTIL=20270318T112959Z", FIRST).unwrap();
    assert_eq!(before.end, End::Until(date(2027, 3, 17)));
    let day = read("FREQ=WEEKLY;UNTIL=20270318", FIRST).unwrap();
    assert_eq!(day.end, End::Until(date(2027, 3, 18)));
    // Days that are left out count among the number.
    let except = Series {
        except: BTreeSet::from([date(2027, 3, 11)]),
        ..counted
    };
    assert_eq!(days(&except, FIRST, last).len(), 2);
}

#[test]
fn a_series_without_an_end_stops_at_the_horizon_and_at_so_many_dates() {
    let daily = read("FREQ=DAILY", FIRST).unwrap();
    assert_eq!(
        daily
            .dates(FIRST, FIRST.date(), date(2028, 3, 4), MOST_DATES)
            .len(),
        60
    );
    let yearly = read("FREQ=YEARLY", FIRST).unwrap();
    assert_eq!(
        yearly
            .dates(FIRST, FIRST.date(), date(2027, 12, 31), 60)
            .len(),
        1
    );
    // A rule that fits no day at all ends too.
    let never = read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", FIRST).unwrap();
    assert_eq!(days(&never, FIRST, date(2028, 3, 4)), [FIRST.to_string()]);
}

#[test]
fn each_month_has_its_nth_day() {
    assert_eq!((nth(date(2027, 3, 4)), nth(date(2027, 3, 29))), (1, 5));
    assert!(is_last(date(2027, 3, 25)) && !is_last(date(2027, 3, 24)));
    let rule = Repeat::MonthlyNth.rule(FIRST.date()).unwrap();
    assert_eq!(rule, "FREQ=MONTHLY;BYDAY=1TH");
    let series = read(&rule, FIRST).unwrap();
    assert_eq!(
        days(&series, FIRST, date(2027, 5, 31)),
        [
            "2027-03-04T13:30:00",
            "2027-04-01T13:30:00",
            "2027-05-06T13:30:00"
        ]
    );
    for repeat in [
        Repeat::Weekly,
        Repeat::Fortnightly,
        Repeat::MonthlyNth,
        Repeat::MonthlyLast,
    ] {
        let series = read(&repeat.rule(FIRST.date()).unwrap(), FIRST).unwrap();
        assert_eq!(Repeat::of(Some(&series), FIRST.date()), repeat);
        assert_eq!(repeat.name().parse(), Ok(repeat));
    }
    assert_eq!(Repeat::of(None, FIRST.date()), Repeat::Once);
    let own = read("FREQ=WEEKLY;BYDAY=TU,TH", FIRST).unwrap();
    assert_eq!(Repeat::of(Some(&own), FIRST.date()), Repeat::Rule);
}

#[test]
fn what_is_no_rule_is_told() {
    for (rule, flaw) in [
        ("", RuleFlaw::Unreadable),
        ("WEEKLY", RuleFlaw::Unreadable),
        ("FREQ=SOMETIMES", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;INTERVAL=0", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;COUNT=0", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;COUNT=-3", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;UNTIL=2027", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;UNTIL=20271399T000000Z", RuleFlaw::Unreadable),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270318", RuleFlaw::TwoEnds),
        ("FREQ=HOURLY", RuleFlaw::TooOften),
        ("FREQ=SECONDLY;COUNT=9999999", RuleFlaw::TooOften),
        ("FREQ=DAILY;BYHOUR=9,14", RuleFlaw::TooOften),
        (
            "FREQ=WEEKLY\r\nDTSTART:20200101T000000Z",
            RuleFlaw::Unreadable,
        ),
    ] {
        assert_eq!(read(rule, FIRST), Err(flaw), "{rule}");
    }
    let long = format!("FREQ=DAILY;BYMONTHDAY={}1", "1,".repeat(200));
    assert_eq!(read(&long, FIRST), Err(RuleFlaw::Unreadable));
}

#[test]
fn a_rule_is_written_as_calendars_read_it() {
    let paris = zone(PARIS);
    let written = |rule: &str| read(rule, FIRST).unwrap().written(FIRST, &paris);
    assert_eq!(
        written("freq=weekly;until=20270401").as_deref(),
        Some("FREQ=WEEKLY;UNTIL=20270401T113000Z"),
        "in summer time"
    );
    assert_eq!(
        written("FREQ=WEEKLY;COUNT=4").as_deref(),
        Some("FREQ=WEEKLY;COUNT=4")
    );
    assert_eq!(Series::default().written(FIRST, &paris), None);
}

#[test]
fn the_night_of_the_clock_change_is_reckoned_as_the_standard_says() {
    let paris = zone(PARIS);
    let skipped = datetime(2027, 3, 28, 2, 30, 0, 0);
    assert!(is_skipped(skipped, &paris));
    // With the offset before: half past two becomes half past three.
    assert_eq!(
        instant(skipped, &paris).unwrap().to_string(),
        "2027-03-28T01:30:00Z"
    );
    let twice = datetime(2027, 10, 31, 2, 30, 0, 0);
    assert!(!is_skipped(twice, &paris));
    assert_eq!(
        instant(twice, &paris).unwrap().to_string(),
        "2027-10-31T00:30:00Z"
    );
    assert!(!is_skipped(FIRST, &paris));
    assert!(!is_skipped(skipped, &zone("Indian/Reunion")));
}

#[test]
fn a_day_left_out_that_is_none_of_the_series_is_told() {
    let mut series = read("FREQ=WEEKLY;COUNT=3", FIRST).unwrap();
    series.except = BTreeSet::from([date(2027, 3, 11), date(2027, 3, 12)]);
    assert_eq!(
        series.idle_exceptions(FIRST, date(2028, 1, 1)),
        [date(2027, 3, 12)]
    );
    series.also = BTreeSet::from([datetime(2027, 3, 12, 9, 0, 0, 0)]);
    assert!(series.idle_exceptions(FIRST, date(2028, 1, 1)).is_empty());
}

#[test]
fn a_day_of_the_rule_may_begin_at_another_hour_and_still_be_left_out() {
    let mut series = read("FREQ=WEEKLY;COUNT=3", FIRST).unwrap();
    let unmoved = serde_json::to_string(&series).unwrap();
    assert!(
        !unmoved.contains("moved"),
        "what was kept before is the same text"
    );
    series.moved = [(date(2027, 3, 11), jiff::civil::time(18, 0, 0, 0))].into();
    let last = date(2030, 1, 1);
    assert_eq!(
        days(&series, FIRST, last),
        [
            "2027-03-04T13:30:00",
            "2027-03-11T18:00:00",
            "2027-03-18T13:30:00"
        ]
    );
    let kept: Series = serde_json::from_str(&serde_json::to_string(&series).unwrap()).unwrap();
    assert_eq!(kept, series);
    series.except = BTreeSet::from([date(2027, 3, 11)]);
    assert_eq!(days(&series, FIRST, last).len(), 2);
    assert!(series.idle_exceptions(FIRST, last).is_empty());
}
