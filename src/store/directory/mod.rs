//! The rows of the directory: profiles, letters through the relay, what is told of them, and what changed.

pub(in crate::store) mod changes;
mod letters;
mod profiles;
mod reports;

pub use self::{
    letters::{
        Message, add_message, confirm_message, find_message, forget_messages, forget_messages_of,
        list_messages_of, report_message,
    },
    profiles::{
        PAGE, add_profile, confirm, find_profile, find_profile_by_slug, forget_profile,
        forget_unconfirmed, list_all_profiles, list_profiles, list_unconfirmed, set_asked,
        set_hidden, set_profile,
    },
    reports::{
        ORDERS, Told, add_report, count_reports, find_report, forget_reports, list_reports, settle,
    },
};

pub(in crate::store) use self::profiles::page_cells;
