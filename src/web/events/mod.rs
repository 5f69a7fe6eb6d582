//! Events: looked for, shown, fed to calendars and machines, written by their organisers.

mod admin;
mod asked;
mod calendar;
mod feeds;
mod list;
mod own;
mod show;
mod words;

pub use self::{
    admin::{agree, index as admin_index, refuse},
    calendar::month,
    feeds::{atom, csv, ics, json},
    list::{index, next_dates},
    own::{cancel, cancel_date, copy, create, edit, mine, new, publish, update},
    show::show,
    words::Card,
};
