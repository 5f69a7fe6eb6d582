//! Events as rows, and the dates on which they are held.

mod dates;
mod imports;
mod reports;
mod rows;

pub use self::{
    dates::{
        add_date, cancel_date, date, forget_dates, list_dates, list_dates_of, list_public_dates,
        move_date, set_seats,
    },
    imports::{Taken, find_import, put_import},
    reports::{Kept, find_report, list_reports, list_reports_between, put_report},
    rows::{
        ORDERS, add, count_of_owner, count_told, count_waiting, find, find_by_slug, find_by_uid,
        forget, forget_past, hold, list, list_all, list_all_of_owner, list_of_owner, list_open,
        list_public, list_told, orphan, save, set_status,
    },
};
