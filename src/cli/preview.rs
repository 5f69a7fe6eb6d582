//! `crema preview`: one module served to its author, on data that goes away; what the check finds stands on top of each page while there are errors.

use std::{
    collections::BTreeMap,
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use tokio::net::TcpListener;

use super::{Failure, check::frameworks_of, log, runtime, serve};
use crate::{
    app::{App, Clock},
    config::Config,
    flows::badges,
    outside::{
        keyring::Keyring,
        quizzes::{Look, Shelf},
    },
    store::db::Db,
};

/// The time between two looks at the folder: an author waits for each.
const PAUSE: Duration = Duration::from_millis(300);

#[derive(clap::Args)]
pub(super) struct Args {
    /// The module.
    module: PathBuf,
    /// The port to listen on; a free one where it is not said.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

/// A folder that goes away with whoever holds it.
pub(super) struct Passing(pub(super) PathBuf);

impl Passing {
    /// Makes one among the system's temporary folders.
    pub(super) fn folder(name: &str) -> Result<Passing, String> {
        let folder = std::env::temp_dir().join(format!("{name}-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Passing(folder))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Serves until Ctrl-C or SIGTERM.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if !args.module.is_file() {
        let why = format!("{}: no such file", args.module.display());
        return Err(Failure::Environment(why));
    }
    let passing = Passing::folder("crema-preview").map_err(Failure::Environment)?;
    let config = config(&args.module, &passing.0)?;
    let _telling = log::begin(&config);
    runtime()?
        .block_on(preview(args, config, &passing.0))
        .map_err(Failure::Environment)
}

/// Settings of its own: neither the data nor the keys of an instance are touched.
fn config(module: &Path, folder: &Path) -> Result<Config, Failure> {
    let beside = match module.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let set = |name: &str, value: String| (name.to_owned(), value);
    let environment = BTreeMap::from([
        set(
            "CREMA_DATABASE_URL",
            format!("sqlite:{}", folder.join("crema.db").display()),
        ),
        set("CREMA_QUIZZES", beside.display().to_string()),
        set("CREMA_KEYS", folder.join("keys").display().to_string()),
        set(
            "CREMA_MAIL",
            format!("file:{}", folder.join("mail").display()),
        ),
        set("CREMA_RATE", "0".to_owned()),
        set(
            "CREMA_LOG",
            std::env::var("CREMA_LOG").unwrap_or_else(|_| "warn".to_owned()),
        ),
    ]);
    Config::load(&folder.join("crema.toml"), &environment)
        .map_err(|faults| Failure::Environment(faults.join("\n")))
}

async fn preview(args: &Args, config: Config, folder: &Path) -> Result<(), String> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)))
        .await
        .map_err(|error| format!("--port {}: {error}", args.port))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let look = Look::at(&config.quizzes).ok();
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let frameworks = frameworks_of(&args.module).to_owned();
    let shelf = Shelf::of_one(args.module.clone(), frameworks, today)?;
    for file in shelf.files() {
        for report in file.reports.iter().filter(|report| report.is_wrong()) {
            super::check::tell(super::tables::texts(), report);
        }
    }
    let page = shelf
        .modules()
        .next()
        .map_or_else(String::new, |served| format!("modules/{}", served.own().id));
    let told = |error: crate::base::Error| error.to_string();
    let db = Db::open(&config.database).await.map_err(told)?;
    db.migrate(&config.database).await.map_err(told)?;
    let keyring = Keyring::create(&folder.join("keys"))?;
    let mut app = App::new(config, bound, db, keyring, shelf, Clock::System).map_err(told)?;
    app.preview = true;
    badges::publish(&app).await.map_err(told)?;
    let said = format!("http://localhost:{}/{page}", bound.port());
    let duties = serve::Duties {
        listener: Some(listener),
        figures: None,
        jobs: true,
        look,
        pause: PAUSE,
    };
    duties.run_until_stopped(Arc::new(app), &said).await
}
