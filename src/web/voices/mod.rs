//! Voices: read in an order that changes, answered without an account, said by anybody, published by who moderates, taken along as JSON and CSV.

mod all;
mod feeds;
mod list;
mod moderate;
mod say;
mod show;
mod words;

pub use self::{
    all::all,
    feeds::{csv, json},
    list::index,
    moderate::{admin_index, own, settle, settle_own, write_down},
    say::{create, form},
    show::{answer, report, show},
    words::{Statement, some_of},
};
