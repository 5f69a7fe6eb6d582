//! What the instance counts of itself for whoever watches it, in the text format of OpenMetrics 1.0. No label holds anything of a person: a route is
//! named by its pattern, never by an address that was asked for.

use std::{sync::atomic::AtomicU64, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

/// The kind of the answer, as the text format is named to who asks.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Everything that is counted. Counters begin at nothing with the process; several processes are added up by who reads them.
pub struct Meters {
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram, Seconds>,
    /// Attempts that ended.
    pub attempts: Counter,
    /// Attempts that ended with a level for which a badge was earned.
    pub passed: Counter,
    /// Credentials signed and stored.
    pub issued: Counter,
    /// Seconds that putting a credential together, signing and checking it took.
    pub signing: Histogram,
    jobs: Family<Jobs, Gauge>,
    oldest: Gauge<f64, AtomicU64>,
    answered: Gauge<f64, AtomicU64>,
    registry: Registry,
}

/// What is only known by asking the database, at the moment somebody looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looked {
    /// Jobs that wait or are being done.
    pub waiting: i64,
    /// Jobs that were given up.
    pub given_up: i64,
    /// Seconds for which the first of those that wait is overdue.
    pub overdue: f64,
    /// Seconds that the database took to answer.
    pub answered: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Jobs {
    state: &'static str,
}

/// Makes a histogram of seconds.
#[derive(Clone)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        seconds()
    }
}

/// From half a millisecond to sixteen seconds, each bound the double of the one before.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 16))
}

impl Meters {
    /// Nothing counted yet. `turns` is what the database itself counts: the seconds that writes wait for it.
    pub fn new(turns: Histogram) -> Meters {
        let mut meters = Meters {
            requests: Family::default(),
            durations: Family::new_with_constructor(Seconds),
            attempts: Counter::default(),
            passed: Counter::default(),
            issued: Counter::default(),
            signing: seconds(),
            jobs: Family::default(),
            oldest: Gauge::default(),
            answered: Gauge::default(),
            registry: Registry::with_prefix("crema"),
        };
        meters.register(turns);
        meters
    }

    fn register(&mut self, turns: Histogram) {
        let registry = &mut self.registry;
        registry.register(
            "http_requests",
            "Requests answered, by method, pattern of the route and status",
            self.requests.clone(),
        );
        registry.register_with_unit(
            "http_request_duration",
            "Time from the request to the head of its answer, by pattern of the route",
            Unit::Seconds,
            self.durations.clone(),
        );
        registry.register(
            "attempts_completed",
            "Attempts that ended",
            self.attempts.clone(),
        );
        registry.register(
            "attempts_passed",
            "Attempts that ended with a level for which a badge was earned",
            self.passed.clone(),
        );
        registry.register(
            "credentials_issued",
            "Credentials signed and stored",
            self.issued.clone(),
        );
        registry.register_with_unit(
            "signing_duration",
            "Time to put a credential together, sign it twice and check it",
            Unit::Seconds,
            self.signing.clone(),
        );
        registry.register_with_unit(
            "database_write_wait",
            "Time that a write waited for its turn",
            Unit::Seconds,
            turns,
        );
        registry.register(
            "jobs",
            "Jobs of the queue: waiting, or given up",
            self.jobs.clone(),
        );
        registry.register_with_unit(
            "jobs_overdue",
            "For how long the first job that waits is overdue",
            Unit::Seconds,
            self.oldest.clone(),
        );
        registry.register_with_unit(
            "database_answer",
            "Time that the database took for the questions of this page",
            Unit::Seconds,
            self.answered.clone(),
        );
    }

    /// Counts a request that was answered. `route` is the pattern of the route, or nothing where none fits.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let route = route.unwrap_or("none").to_owned();
        // A method of somebody's own invention would be a series of its own each time.
        let known = ["GET", "HEAD", "POST", "PUT", "OPTIONS"];
        let method = known.into_iter().find(|known| *known == method);
        let labels = Answered {
            method: method.unwrap_or("other").to_owned(),
            route: route.clone(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        self.durations
            .get_or_create(&Route { route })
            .observe(took.as_secs_f64());
    }

    /// The page of figures, with what was just looked up.
    pub fn page(&self, looked: Looked) -> String {
        for (state, count) in [("waiting", looked.waiting), ("given_up", looked.given_up)] {
            self.jobs.get_or_create(&Jobs { state }).set(count);
        }
        self.oldest.set(looked.overdue);
        self.answered.set(looked.answered);
        let mut page = String::new();
        text::encode(&mut page, &self.registry).expect("a text takes whatever is written into it");
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_what_was_counted() {
        let meters = Meters::new(seconds());
        let took = Duration::from_millis(3);
        meters.answered("GET", Some("/modules/{module}"), 200, took);
        meters.answered("GET", Some("/modules/{module}"), 200, took);
        meters.answered("BREW", None, 404, took);
        meters.issued.inc();
        let page = meters.page(Looked {
            waiting: 3,
            given_up: 1,
            overdue: 12.5,
            answered: 0.001,
        });
        for line in [
            r#"crema_http_requests_total{method="GET",route="/modules/{module}",status="200"} 2"#,
            r#"crema_http_requests_total{method="other",route="none",status="404"} 1"#,
            r#"crema_http_request_duration_seconds_count{route="/modules/{module}"} 2"#,
            r#"crema_http_request_duration_seconds_bucket{le="0.002",route="/modules/{module}"} 0"#,
            r#"crema_http_request_duration_seconds_bucket{le="0.004",route="/modules/{module}"} 2"#,
            "crema_credentials_issued_total 1",
            r#"crema_jobs{state="waiting"} 3"#,
            r#"crema_jobs{state="given_up"} 1"#,
            "crema_jobs_overdue_seconds 12.5",
            "# EOF",
        ] {
            assert!(page.lines().any(|one| one == line), "{line}\n{page}");
        }
    }
}
