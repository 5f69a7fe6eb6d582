//! Pages and the API: requests read, flows called, answers given. The only floor that knows HTTP.

pub mod access;
pub mod admin;
pub mod api;
pub mod assessment;
pub mod assets;
pub mod badges;
pub mod certification;
pub mod charter;
pub mod directory;
pub mod events;
pub mod findings;
pub mod form;
pub mod guard;
pub mod legal;
pub mod list;
pub mod map;
pub mod markdown;
pub mod me;
pub mod observed;
pub mod page;
pub mod places;
pub mod problem;
pub mod registration;
pub mod router;
pub mod session;
pub mod site;
pub mod subscriptions;
pub mod typography;

use std::{ops::Deref, sync::Arc};

use crate::app::App;

/// What every handler shares; each layer of each request holds one, so copying it counts a single reference.
#[derive(Clone)]
pub struct Site(Arc<Shared>);

/// What a [`Site`] gives access to.
pub struct Shared {
    /// The instance.
    pub app: Arc<App>,
    /// Requests by client.
    pub requests: guard::Buckets,
    /// Wrong codes by client.
    pub wrong_codes: guard::Buckets,
    /// Letters asked for, by client.
    pub letters: guard::Buckets,
    /// Held by the one computation of figures that may run at a time.
    pub figures: tokio::sync::Mutex<()>,
}

impl Deref for Site {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Site {
    /// A site over an instance.
    pub fn new(app: Arc<App>) -> Site {
        let requests = guard::Buckets::new(app.config.rate, 60);
        // Thirty slips in ten minutes for a whole café; a guesser of 55 bits gets nowhere.
        let wrong_codes = guard::Buckets::new(30, 600);
        // A whole café may enter from one address; a mailbox has its own limit, which every process keeps.
        let letters = guard::Buckets::new(30, 600);
        Site(Arc::new(Shared {
            app,
            requests,
            wrong_codes,
            letters,
            figures: Default::default(),
        }))
    }
}
