//! `crema serve`: listens, serves, forgets what is past its time, and goes away in good order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tower::Service;
use tracing_subscriber::EnvFilter;

use super::{Failure, instance, runtime};
use crate::{
    app::App,
    config::Config,
    flows::badges,
    jobs::runner,
    outside::quizzes::Look,
    web::{Site, observed, router},
};

/// How long a connection may take to say what it asks, the first time and between two requests.
const SILENCE: Duration = Duration::from_secs(20);

/// The time between two looks at the folder of modules.
pub(super) const PAUSE: Duration = Duration::from_secs(1);

/// How long open requests may take to end after SIGTERM.
const DRAIN: Duration = Duration::from_secs(9);

#[derive(clap::Args, Default)]
pub(super) struct Args {
    /// Serve data that are invented and go away with the server: to look around, and to take pictures.
    #[arg(long)]
    demo: bool,
}

/// Runs until SIGTERM or Ctrl-C.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.demo {
        return super::demo::run();
    }
    let config = instance::config().map_err(Failure::Environment)?;
    log(&config);
    runtime()?
        .block_on(serve(config))
        .map_err(Failure::Environment)
}

pub(super) fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if config.log_json {
        builder.json().init();
    } else {
        builder.with_ansi(false).init();
    }
}

async fn serve(config: Config) -> Result<(), String> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("CREMA_LISTEN {}: {error}", config.listen))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let figures = match config.metrics {
        Some(place) => {
            let listener = TcpListener::bind(place).await;
            Some(listener.map_err(|error| format!("CREMA_METRICS {place}: {error}"))?)
        }
        None => None,
    };
    // Looked at before it is read: what changes meanwhile is read again.
    let look = Look::at(&config.quizzes).ok();
    let app = Arc::new(instance::open(config, bound, true).await?);
    badges::publish(&app)
        .await
        .map_err(|error| format!("the badges of the modules cannot be published: {error}"))?;
    let said = format!("listening on http://{bound}");
    run_until_stopped(listener, figures, app, look, PAUSE, &said).await
}

/// Serves an instance whose modules are published, and says so once it answers; ends in good order when it is told to.
pub(super) async fn run_until_stopped(
    listener: TcpListener,
    figures: Option<TcpListener>,
    app: Arc<App>,
    look: Option<Look>,
    pause: Duration,
    said: &str,
) -> Result<(), String> {
    let (stop, stopped) = watch::channel(false);
    let watcher = super::watch::run(app.clone(), look, pause, stopped.clone());
    let watcher = tokio::spawn(watcher);
    let worker = tokio::spawn(runner::run(app.clone(), stopped));
    println!("{said}");
    let open = GracefulShutdown::new();
    let site = Site::new(app.clone());
    if let Some(listener) = figures {
        let bound = listener.local_addr().map_err(|error| error.to_string())?;
        tracing::info!("figures at http://{bound}/metrics");
        let open = GracefulShutdown::new();
        let router = observed::router(site.clone());
        tokio::spawn(async move { accept(listener, router, &open).await });
    }
    tokio::select! {
        () = accept(listener, router::router(site), &open) => {}
        () = told_to_stop() => tracing::info!("stopping: open requests may end"),
    }
    // The worker ends what it began; what it does not end comes back when its lease is over.
    let _ = stop.send(true);
    let ended = async { tokio::join!(open.shutdown(), worker, watcher).1 };
    if tokio::time::timeout(DRAIN, ended).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    app.db.close().await;
    Ok(())
}

/// Serves whoever comes. A connection that says nothing, or not the whole of what it asks, is closed in time: `axum::serve` would keep it for ever.
async fn accept(listener: TcpListener, router: Router, open: &GracefulShutdown) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SILENCE);
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
