//! Events: looked for, shown, fed to calendars and machines, written by their organisers.

mod admin;
mod all;
mod asked;
mod calendar;
mod dates;
mod feeds;
mod import;
mod list;
mod own;
mod report;
mod show;
mod sums;
mod words;

pub use self::{
    admin::{agree, index as admin_index, refuse},
    all::all,
    calendar::month,
    feeds::{atom, csv, ics, json},
    import::{import, import_form, import_taken},
    list::{Others, index, next_dates, others},
    own::{cancel, cancel_date, copy, create, edit, mine, new, publish, update},
    report::{put_report, report_form, reports_csv, reports_json},
    show::show,
    sums::{sums, sums_csv},
    words::{Card, Words, place, when},
};
pub(super) use self::{
    dates::Dates,
    words::{lang, ours, place_lines, price_lines},
};
