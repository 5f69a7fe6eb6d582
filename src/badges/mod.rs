//! Badges: what can be earned, who has earned it, what was issued, and how it looks.

pub mod achievement;
pub mod artwork;
pub mod award;
pub mod certificate;
pub mod design;
pub mod doubt;
pub mod draft;
pub mod endorsement;
pub mod handed;
pub mod issuer_key;
pub mod ledger;
pub mod pocket;
pub mod qr;
pub mod recipient;
pub mod trust;
