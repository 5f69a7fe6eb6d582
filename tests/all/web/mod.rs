//! The real router, without a socket.

mod access;
mod api;
mod attendance;
mod badges;
mod before;
mod certificate;
mod certification;
mod charter;
mod delivery;
mod directory;
mod doubts;
mod drafts;
mod endorsed;
mod endorsing;
mod events;
mod figures;
mod giving;
mod guard;
mod holder;
mod keys;
mod legal;
mod life;
mod log;
mod observed;
#[cfg(feature = "openid")]
mod openid;
mod pages;
mod paper;
#[cfg(feature = "passkeys")]
mod passkeys;
mod pockets;
mod protocol;
mod registered;
mod registration;
mod reload;
mod space;
mod standing;
mod subscriptions;
mod texts;
mod tokens;
mod v2;
mod voices;
