//! What a running program says of itself: its log on standard error and, where it is built with `otel` and told where to, traces of its requests.

use tracing_subscriber::{
    EnvFilter, Layer, Registry, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::config::Config;

/// What is to be sent on before the program ends, which dropping it does.
#[must_use]
pub(super) struct Telling {
    #[cfg(feature = "otel")]
    provider: Option<opentelemetry_sdk::trace::SdkTracerProvider>,
}

/// Begins to write the log as the settings say, once a program. Traces go to `OTEL_EXPORTER_OTLP_ENDPOINT`, by OTLP over HTTP, where that is set.
pub(super) fn begin(config: &Config) -> Telling {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = if config.log_json {
        lines.json().with_filter(filter).boxed()
    } else {
        lines.with_ansi(false).with_filter(filter).boxed()
    };
    let registry = tracing_subscriber::registry().with(lines);
    #[cfg(not(feature = "otel"))]
    {
        registry.init();
        Telling {}
    }
    #[cfg(feature = "otel")]
    {
        let provider = traces::provider();
        let spans = provider.as_ref().map(traces::layer);
        registry.with(spans).init();
        Telling { provider }
    }
}

#[cfg(feature = "otel")]
mod traces {
    use opentelemetry::trace::TracerProvider;
    use opentelemetry_otlp::SpanExporter;
    use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
    use tracing::{Subscriber, level_filters::LevelFilter};
    use tracing_subscriber::{Layer, registry::LookupSpan};

    use super::Telling;

    /// What sends spans on, where the environment names a collector. One that does not answer is told in the log, and nobody waits for it.
    pub(super) fn provider() -> Option<SdkTracerProvider> {
        std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT")?;
        let exporter = match SpanExporter::builder().with_http().build() {
            Ok(exporter) => exporter,
            Err(error) => {
                eprintln!("crema: no traces are sent: {error}");
                return None;
            }
        };
        let resource = Resource::builder().with_service_name("crema").build();
        Some(
            SdkTracerProvider::builder()
                .with_batch_exporter(exporter)
                .with_resource(resource)
                .build(),
        )
    }

    /// Spans of requests, whatever the log is told to leave out.
    pub(super) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'s> LookupSpan<'s>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("crema"))
            .with_filter(LevelFilter::INFO)
    }

    impl Drop for Telling {
        fn drop(&mut self) {
            if let Some(provider) = self.provider.take() {
                // A collector that is away loses the last spans, and nothing else.
                let _ = provider.shutdown();
            }
        }
    }
}
