//! `crema serve`: listens, serves, does what is due, forgets what is past its time, and goes away in good order.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use futures_util::future::OptionFuture;
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpSocket},
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tokio_io_timeout::TimeoutStream;
use tower::{Service, ServiceExt};

use super::{Failure, instance, log, runtime};
use crate::{
    app::App,
    config::Config,
    flows::badges,
    jobs::runner,
    outside::quizzes::Look,
    store::sittings::Sittings,
    web::{Site, lingering::Lingering, observed, router},
};

/// How long a connection may take to say what it asks, the first time and between two requests.
const SILENCE: Duration = Duration::from_secs(20);

/// How long a connection may stand still while something is sent or taken: longer than any answer takes to be made.
const STANDSTILL: Duration = Duration::from_secs(25);

/// How many connections may wait to be taken: with fewer, the system forgets some of those that a whole country makes at one word, and tells neither side. It
/// may be held lower by the system's own bound (`net.core.somaxconn`).
const WAITING: u32 = 4096;

/// The longest head of a request, in bytes: an address of the longest form and all cookies of a browser are some 16 kB. More is answered with 431.
const LONGEST_HEAD: usize = 32 << 10;

/// The time between two looks at the folder of modules.
pub(super) const PAUSE: Duration = Duration::from_secs(1);

/// How long open requests may take to end after SIGTERM.
const DRAIN: Duration = Duration::from_secs(9);

#[derive(clap::Args, Default)]
pub(super) struct Args {
    /// Serve data that are invented and go away with the server: to look around, and to take pictures.
    #[arg(long)]
    demo: bool,
    /// Only answer: letters and all that is done later are left to `crema work`.
    #[arg(long, conflicts_with = "demo")]
    no_jobs: bool,
}

/// Runs until SIGTERM or Ctrl-C.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.demo {
        return super::demo::run();
    }
    let config = instance::config().map_err(Failure::Environment)?;
    let _telling = log::begin(&config);
    runtime()?
        .block_on(serve(config, !args.no_jobs))
        .map_err(Failure::Environment)
}

async fn serve(config: Config, jobs: bool) -> Result<(), String> {
    let listener = listen(config.listen).map_err(|error| super::unheard(&config, &error))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let figures = figures(&config).await?;
    let place = config.database.clone();
    let mut alone = instance::take_door(&place)?;
    // Looked at before it is read: what changes meanwhile is read again.
    let look = Look::at(&config.quizzes).ok();
    let mut app = instance::open(config, bound, true).await?;
    if !alone.is_told() {
        // A first start has made the folder of the database only now.
        alone = instance::take_door(&place)?;
    }
    let queue = jobs.then(|| instance::take_queue(&app.config.database));
    match &queue {
        // Attempts that another process may write are asked for each time.
        None => app.sittings = Sittings::new(false),
        Some(None) => tracing::warn!("another process does the jobs of this database as well"),
        Some(Some(_)) => {}
    }
    let app = Arc::new(app);
    if !app.db.is_frozen() {
        badges::publish(&app)
            .await
            .map_err(|error| format!("the badges of the modules cannot be published: {error}"))?;
    }
    let duties = Duties {
        listener: Some(listener),
        figures,
        jobs: jobs && !app.db.is_frozen(),
        look,
        pause: PAUSE,
    };
    let done = duties
        .run_until_stopped(app, &format!("listening on http://{bound}"))
        .await;
    drop(alone);
    done
}

/// Listens where people are answered.
fn listen(place: SocketAddr) -> io::Result<TcpListener> {
    let socket = match place {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A start does not wait until the connections of the process before it are forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(place)?;
    socket.listen(WAITING)
}

/// Listens where figures are asked for, if anywhere.
pub(super) async fn figures(config: &Config) -> Result<Option<TcpListener>, String> {
    let Some(place) = config.metrics else {
        return Ok(None);
    };
    let listener = TcpListener::bind(place).await;
    listener
        .map(Some)
        .map_err(|error| format!("CREMA_METRICS {place}: {error}"))
}

/// What a process does for an instance whose modules are published.
pub(super) struct Duties {
    /// Where people are answered.
    pub(super) listener: Option<TcpListener>,
    /// Where figures are given.
    pub(super) figures: Option<TcpListener>,
    /// Whether it does what is done later.
    pub(super) jobs: bool,
    /// How the folder of modules looked before it was read.
    pub(super) look: Option<Look>,
    /// The time between two looks at that folder.
    pub(super) pause: Duration,
}

impl Duties {
    /// Does them, and says so once it does; ends in good order when it is told to.
    pub(super) async fn run_until_stopped(self, app: Arc<App>, said: &str) -> Result<(), String> {
        let (stop, stopped) = watch::channel(false);
        let watcher = super::watch::run(app.clone(), self.look, self.pause, stopped.clone());
        let watcher = tokio::spawn(watcher);
        let worker = self
            .jobs
            .then(|| tokio::spawn(runner::run(app.clone(), stopped)));
        println!("{said}");
        let open = GracefulShutdown::new();
        let site = Site::new(app.clone());
        if let Some(listener) = self.figures {
            let bound = listener.local_addr().map_err(|error| error.to_string())?;
            tracing::info!("figures at http://{bound}/metrics");
            let open = GracefulShutdown::new();
            let router = observed::router(site.clone());
            tokio::spawn(async move { accept(listener, router, &open).await });
        }
        let answering = async {
            match self.listener {
                Some(listener) => accept(listener, router::router(site), &open).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = answering => {}
            () = told_to_stop() => tracing::info!("stopping: what was begun may end"),
        }
        // The worker ends what it began; what it does not end comes back when its lease is over.
        let _ = stop.send(true);
        let worker = OptionFuture::from(worker);
        let ended = async { tokio::join!(open.shutdown(), worker, watcher).2 };
        if tokio::time::timeout(DRAIN, ended).await.is_err() {
            tracing::warn!("something that was begun did not end in time");
        }
        app.db.close().await;
        Ok(())
    }
}

/// Serves whoever comes. A connection that says nothing, not the whole of what it asks, or does not take what it asked for, is closed in time: `axum::serve` would
/// keep it for ever.
async fn accept(listener: TcpListener, router: Router, open: &GracefulShutdown) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .max_buf_size(LONGEST_HEAD);
    let mut services = router.into_make_service_with_connect_info::<SocketAddr>();
    loop {
        let (stream, client) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or a client that went away meanwhile: the next may come through.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Small answers leave at once; a socket that refuses works all the same.
        let _ = stream.set_nodelay(true);
        let Ok(service) = services.call(client).await;
        let mut stream = TimeoutStream::new(stream);
        stream.set_read_timeout(Some(STANDSTILL));
        stream.set_write_timeout(Some(STANDSTILL));
        let (stream, given_up) = Lingering::new(Box::pin(stream));
        let service = service.map_request(move |request: Request<Incoming>| {
            request.map(|body| given_up.watch(body))
        });
        let connection =
            http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        tokio::spawn(open.watch(connection));
    }
}

async fn told_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
