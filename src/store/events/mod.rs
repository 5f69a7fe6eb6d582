//! Events as rows, the dates on which they are held, and which of them changed.

pub mod changes;
mod dates;
mod rows;

pub use self::{
    dates::{
        add_date, cancel_date, date, forget_dates, list_dates, list_dates_of, list_public_dates,
        move_date, set_seats,
    },
    rows::{
        ORDERS, add, count_of_owner, count_waiting, find, find_by_slug, find_by_uid, forget,
        forget_past, list, list_all, list_all_of_owner, list_of_owner, list_open, list_public,
        orphan, save, set_status,
    },
};
