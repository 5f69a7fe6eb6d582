//! The real router, without a socket.

mod access;
mod api;
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
mod figures;
mod giving;
mod guard;
mod holder;
mod keys;
mod life;
mod pages;
mod paper;
mod pockets;
mod reload;
mod space;
mod standing;
mod texts;
mod v2;
