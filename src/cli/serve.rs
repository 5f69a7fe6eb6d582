//! `crema serve`: listens, serves, forgets what is past its time, and goes away in good order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

use super::{Failure, instance, runtime};
use crate::{
    config::Config,
    flows::{badges, upkeep},
    web::{Site, router},
};

/// How long open requests may take to end after SIGTERM.
const DRAIN: Duration = Duration::from_secs(9);

/// Runs until SIGTERM or Ctrl-C.
pub(super) fn run() -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    log(&config);
    runtime()?
        .block_on(serve(config))
        .map_err(Failure::Environment)
}

fn log(config: &Config) {
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
    let app = Arc::new(instance::open(config, bound, true).await?);
    badges::publish(&app)
        .await
        .map_err(|error| format!("the badges of the modules cannot be published: {error}"))?;
    let keeper = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = upkeep::forget(&keeper).await {
                tracing::warn!(%error, "what is past its time was not forgotten");
            }
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
    });
    let service =
        router::router(Site::new(app.clone())).into_make_service_with_connect_info::<SocketAddr>();
    println!("listening on http://{bound}");
    let (stop, stopped) = tokio::sync::watch::channel(());
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop().await;
        tracing::info!("stopping: open requests may end");
        drop(stop);
    });
    let mut ending = stopped.clone();
    tokio::select! {
        done = async { server.await } => done.map_err(|error| error.to_string())?,
        () = async { let _ = ending.changed().await; tokio::time::sleep(DRAIN).await } => tracing::warn!("some requests did not end in time"),
    }
    app.db.close().await;
    Ok(())
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
