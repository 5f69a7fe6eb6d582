//! Letters about events: asked for, confirmed, changed, ended; written when there is something to tell; given up where a mailbox refuses.

mod ask;
mod news;
mod refusals;

pub use self::{
    ask::{Asking, ask, confirm, confirm_letter, end, keep, of_token, save, waiting},
    news::{Entry, News, announce, news, question, write_news},
    refusals::{Read, read_folder, read_report, refused},
};
pub use crate::outside::keyring::SubscriptionErrand as Errand;
