//! Pages and the API: requests read, flows called, answers given. The only floor that knows HTTP.

pub mod api;
pub mod assessment;
pub mod assets;
pub mod badges;
pub mod form;
pub mod guard;
pub mod page;
pub mod problem;
pub mod router;
pub mod session;
pub mod site;

use std::sync::Arc;

use crate::app::App;

/// What every handler shares.
#[derive(Clone)]
pub struct Site {
    /// The instance.
    pub app: Arc<App>,
    /// Requests by client.
    pub requests: Arc<guard::Buckets>,
    /// Wrong codes by client.
    pub wrong_codes: Arc<guard::Buckets>,
}

impl Site {
    /// A site over an instance.
    pub fn new(app: Arc<App>) -> Site {
        let requests = guard::Buckets::new(app.config.rate, 60);
        // Thirty slips in ten minutes for a whole café; a guesser of 55 bits gets nowhere.
        let wrong_codes = guard::Buckets::new(30, 600);
        Site {
            app,
            requests: Arc::new(requests),
            wrong_codes: Arc::new(wrong_codes),
        }
    }
}
