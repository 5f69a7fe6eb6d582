//! Pages and the API: requests read, flows called, answers given. The only floor that knows HTTP.

pub mod accept;
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
pub mod kept;
pub mod legal;
pub mod lingering;
pub mod list;
pub mod map;
pub mod markdown;
pub mod me;
pub mod observed;
pub mod page;
pub mod pager;
pub mod places;
pub mod problem;
pub mod registration;
pub mod router;
pub mod session;
pub mod site;
pub mod somewhere;
pub mod subscriptions;
pub mod typography;
pub mod voices;

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
    /// Statements said, by client.
    pub said: guard::Buckets,
    /// Browsers that answer for the first time, by client.
    pub newcomers: guard::Buckets,
    /// Held by the one computation of figures that may run at a time.
    pub figures: tokio::sync::Mutex<()>,
    /// Pages of badges lately shown.
    pub shown: badges::Shown,
    /// Lists of people lately shown to anybody.
    pub people: kept::Lists,
    /// Lists and months of events lately shown.
    pub events: kept::Lists,
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
        // A room of twenty on one line, each with two things to say; and each answering once from a phone of their own.
        let said = guard::Buckets::new(40, 600);
        let newcomers = guard::Buckets::new(40, 3_600);
        Site(Arc::new(Shared {
            app,
            requests,
            wrong_codes,
            letters,
            said,
            newcomers,
            figures: Default::default(),
            shown: Default::default(),
            people: Default::default(),
            events: Default::default(),
        }))
    }
}
