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
use crate::{
    base::{Result, SubscriptionId},
    store::{db::Tx, jobs, subscriptions},
};

/// Ends a subscription, and forgets the letters to it that wait or were given up: the address stands in them. In this order, so that a letter which another process
/// is writing just now is either there to be forgotten, or finds nobody.
async fn forget(tx: &mut Tx, id: SubscriptionId) -> Result<()> {
    if let Some(mailbox) = subscriptions::forget(tx, id).await? {
        jobs::forget_letters_of(tx, &mailbox, id).await?;
    }
    Ok(())
}
